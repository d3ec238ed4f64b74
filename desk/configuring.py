"""How a category works beyond who answers in it: its settings, changed one form at a time, and its place in the row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from desk import audit
from desk.actor import Actor
from desk.asking import demand_in_guild
from desk.categories import TICKET_LIMIT, CategoryDraft, added, blank, changed, filled, live_category
from desk.changes import UNSET, Unset
from desk.durations import minutes
from desk.emoji import emoji
from desk.errors import Fault, Invalid
from desk.models import Category, ClaimMode, Question, Style
from desk.permissions import Action
from desk.store import Tx
from desk.text import BadText, within
from desk.timetable import working_hours

T = TypeVar("T")

GREETING: Final = (0, 1500)
"""Signs of an opening message: with its places filled in it still fits one of Discord's messages."""

DAY: Final = 24 * 60
COOLDOWN_MOST, REOPEN_MOST, ANSWER_MOST, SILENCE_MOST = 30 * DAY, 366 * DAY, 30 * DAY, 366 * DAY
"""The longest that these times may be, in minutes."""


@dataclass(frozen=True, slots=True)
class CategoryChange:
    """What shall be different, as it was typed and chosen: what is None (or UNSET) stays, an empty text clears.

    `hours` is the time zone and the lines of working hours. A channel that is None is none. `reopen` is empty for
    always and 0 for never.
    """

    name: str | None = None
    description: str | None = None
    color: str | None = None
    emoji: str | None = None
    responder_role_ids: tuple[int, ...] | None = None
    viewer_role_ids: tuple[int, ...] | None = None
    opener_role_ids: tuple[int, ...] | None = None
    style: Style | None = None
    under_channel_id: int | Unset | None = UNSET
    opening_message: str | None = None
    claim_mode: ClaimMode | None = None
    anonymous: bool | None = None
    ticket_limit: str | None = None
    cooldown: str | None = None
    reopen: str | None = None
    answer_within: str | None = None
    hours: tuple[str, str] | None = None
    silence: str | None = None
    close_on_leave: bool | None = None
    called_role_ids: tuple[int, ...] | None = None
    log_channel_id: int | Unset | None = UNSET
    archive_channel_id: int | Unset | None = UNSET
    queue_channel_id: int | Unset | None = UNSET


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the guild has to offer a category now.

    `role_ids` are those that it may name, `emoji` the guild's own by name. `parents` has, for each channel category of
    Discord and under 0 for none, the permissions that the bot lacks to keep private places there; `posts` the same for
    the channels in which it shall post. `pingable` are the roles that the bot may ping. `open_to_all`: everybody is an
    Administrator, and nothing is private.
    """

    role_ids: frozenset[int]
    emoji: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    posts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    pingable: frozenset[int] = frozenset()
    open_to_all: bool = False


def create(
    tx: Tx, actor: Actor, change: CategoryChange, around: Surroundings, form: tuple[Question, ...] = ()
) -> Category:
    """Make a category that is as `change` says, and whose form asks these questions.

    Raises MissingGrant, and Invalid naming every field that cannot be taken.
    """
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    wished = replace(change, name=change.name or "", style=change.style or Style.THREAD)
    made = _Work(blank(actor.guild_id), wished, around).done()
    return added(tx, actor, replace(made, settings=replace(made.settings, form=form)))


def configure(tx: Tx, actor: Actor, category_id: int, change: CategoryChange, around: Surroundings) -> Category:
    """Change the category's settings; all of them count from the next request on.

    Raises MissingGrant, NotFound, and Invalid naming every field that cannot be taken.
    """
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    before = live_category(tx, actor, category_id)
    after = _Work(before, change, around).done()
    if after.settings.log_channel_id is not None:
        audit.begin(tx, actor.guild_id)
    if after.settings.silence_minutes != before.settings.silence_minutes:
        tx.endings.drop_silent(category_id)
    return changed(tx, actor, before, after)


def move(tx: Tx, actor: Actor, category_id: int, steps: int) -> Category:
    """Put the category that many places further down in the order of the guild's categories, or up if negative."""
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    subject = live_category(tx, actor, category_id)
    order = [each.id for each in tx.categories.live(actor.guild_id)]
    here = order.index(category_id)
    order.insert(max(0, here + steps), order.pop(here))
    for place, each in enumerate(order):
        category = live_category(tx, actor, each)
        if category.settings.position != place:
            tx.categories.save(replace(category, settings=replace(category.settings, position=place)))
    if order[here] == category_id:
        return subject
    return changed(tx, actor, subject, live_category(tx, actor, category_id))


class _Work:
    """One change on its way: each field that is set is checked, and all faults are told together."""

    def __init__(self, before: Category, change: CategoryChange, around: Surroundings) -> None:
        self.before, self.change, self.around = before, change, around
        self.faults: dict[str, Fault] = {}

    def done(self) -> Category:
        """The category after the change. Raises Invalid."""
        after = self._base()
        settings = replace(
            self.before.settings,
            **self._look(),
            **self._place(),
            **self._answering(),
            **self._calling(after),
            **self._times(),
            **self._hours(),
        )
        if self.faults:
            raise Invalid(self.faults)
        return replace(after, settings=settings)

    def _base(self) -> Category:
        change = self.change
        draft = CategoryDraft(
            name=self.before.name if change.name is None else change.name,
            description=change.description,
            color=change.color,
            responder_role_ids=change.responder_role_ids,
            viewer_role_ids=change.viewer_role_ids,
            ticket_limit=self._taken("ticketLimit", change.ticket_limit, lambda text: _number(text, TICKET_LIMIT[1])),
        )
        try:
            return filled(self.before, draft, self.around.role_ids)
        except Invalid as bad:
            self.faults.update(bad.fields)
            return self.before

    def _look(self) -> dict[str, Any]:
        def shown(text: str) -> str | None:
            return emoji(text, self.around.emoji) if text.strip() else None

        return self._given("emoji", "emoji", self.change.emoji, shown)

    def _place(self) -> dict[str, Any]:
        change, settings = self.change, self.before.settings
        wishes: dict[str, Any] = {} if change.style is None else {"style": change.style}
        if not isinstance(change.under_channel_id, Unset):
            wishes["under_channel_id"] = change.under_channel_id
        if wishes:
            self._demand_privacy(wishes.get("under_channel_id", settings.under_channel_id))
        parents, posts = self.around.parents, self.around.posts
        for name, where, chosen, lacking in (
            ("log_channel_id", "logChannelId", change.log_channel_id, posts),
            ("archive_channel_id", "archiveChannelId", change.archive_channel_id, {**parents, **posts}),
            ("queue_channel_id", "queueChannelId", change.queue_channel_id, posts),
        ):
            if not isinstance(chosen, Unset):
                wishes[name] = chosen
                self._demand_able(where, chosen, lacking)
        return wishes

    def _demand_privacy(self, under: int | None) -> None:
        """A ticket's place that cannot be made private is refused here, and not when somebody's words are in it."""
        if self.around.open_to_all:
            self.faults["underChannelId"] = Fault("open_to_all")
        else:
            self._demand_able("underChannelId", under or 0, self.around.parents)

    def _demand_able(self, where: str, channel_id: int | None, lacking: Mapping[int, tuple[str, ...]]) -> None:
        if channel_id is None:
            return
        if channel_id not in lacking:
            self.faults[where] = Fault("no_such_channel")
        elif lacking[channel_id]:
            self.faults[where] = Fault("bot_lacks", names=lacking[channel_id])

    def _answering(self) -> dict[str, Any]:
        change = self.change
        wishes = self._given(
            "opening_message", "openingMessage", change.opening_message, lambda text: within(text, GREETING) or None
        )
        if change.claim_mode is not None:
            wishes["claim_mode"] = change.claim_mode
        if change.anonymous is not None:
            wishes["anonymous"] = change.anonymous
        if change.close_on_leave is not None:
            wishes["close_on_leave"] = change.close_on_leave
        if change.opener_role_ids is not None:
            wishes["opener_role_ids"] = frozenset(change.opener_role_ids)
            for index, role_id in enumerate(change.opener_role_ids):
                if role_id not in self.around.role_ids:
                    self.faults[f"openerRoleIds[{index}]"] = Fault("unknown_role")
        return wishes

    def _calling(self, after: Category) -> dict[str, Any]:
        """Only who answers is called; a role that ceases to is called no more."""
        wished, responders = self.change.called_role_ids, after.responder_role_ids
        if wished is None:
            return {"called_role_ids": self.before.settings.called_role_ids & responders}
        for index, role_id in enumerate(wished):
            if role_id not in responders:
                self.faults[f"calledRoleIds[{index}]"] = Fault("not_answering")
            elif role_id not in self.around.pingable:
                self.faults[f"calledRoleIds[{index}]"] = Fault("not_pingable")
        return {"called_role_ids": frozenset(wished)}

    def _times(self) -> dict[str, Any]:
        def stretch(most: int) -> Callable[[str], int | None]:
            return lambda text: (minutes(text, most) or None) if text.strip() else None

        change = self.change
        return {
            **self._given("cooldown_minutes", "cooldown", change.cooldown, stretch(COOLDOWN_MOST)),
            **self._given("silence_minutes", "silence", change.silence, stretch(SILENCE_MOST)),
            **self._given("answer_minutes", "answerWithin", change.answer_within, stretch(ANSWER_MOST)),
            **self._given("reopen_hours", "reopen", change.reopen, _hours),
        }

    def _hours(self) -> dict[str, Any]:
        if self.change.hours is None:
            return {}
        try:
            return {"hours": working_hours(*self.change.hours)}
        except Invalid as bad:
            self.faults.update(bad.fields)
            return {}

    def _given(self, name: str, where: str, text: str | None, check: Callable[[str], object]) -> dict[str, Any]:
        return {} if text is None else {name: self._taken(where, text, check)}

    def _taken(self, where: str, text: str | None, check: Callable[[str], T]) -> T | None:
        """What `check` makes of the text; None when there is none or it cannot be taken, which is noted."""
        try:
            return None if text is None else check(text)
        except BadText as bad:
            self.faults[where] = bad.fault
            return None


def _number(text: str, most: int) -> int:
    typed = text.strip() or "0"
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= len(str(most))) or int(typed) > most:
        raise BadText(Fault("out_of_range", most))
    return int(typed)


def _hours(text: str) -> int | None:
    """Whole hours; a part of one counts as one."""
    return -(-minutes(text, REOPEN_MOST, "h") // 60) if text.strip() else None
