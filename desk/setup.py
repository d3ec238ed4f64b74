"""Setting a guild up: what was chosen so far, made in one go, and what Discord shows of it afterwards."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from desk.actor import Actor
from desk.asking import demand_in_guild
from desk.categories import may_edit, post_panel
from desk.configuring import CategoryChange, Surroundings, create
from desk.errors import Invalid
from desk.events import EventType, category_lane, guild_lane, panel_lane, record
from desk.exchange import Unshown
from desk.models import Category, GuildSettings, Panel, Question, Style
from desk.permissions import Action, allowed
from desk.store import Tx
from desk.text import BadText, category_name
from desk.tickets import TicketDraft, delete


@dataclass(frozen=True, slots=True)
class SetupDraft:
    """What was chosen so far. `names` are staff's own names for templates; a channel that is None is still to be made.

    `language` is a locale of Discord; None leaves it to what the server says in Discord.
    """

    language: str | None = None
    responder_role_ids: tuple[int, ...] = ()
    templates: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    style: Style = Style.THREAD
    under_channel_id: int | None = None
    panel_channel_id: int | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """The guild as it is, and what one member has chosen for it, nothing yet if not `begun`.

    `tries`: they may delete a ticket that they try.
    """

    draft: SetupDraft
    begun: bool
    settings: GuildSettings
    categories: Sequence[Category]
    panels: Sequence[Panel]
    tries: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """A category that is to be there: how it is to be, and what its form asks."""

    change: CategoryChange
    form: tuple[Question, ...]

    @property
    def name(self) -> str:
        """What it is called."""
        return self.change.name or ""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made, and what was there already and stays as it is."""

    new: tuple[Category, ...]
    old: tuple[Category, ...]
    panel: Panel
    panel_is_new: bool


def present(tx: Tx, actor: Actor) -> Present:
    """How the guild is now, and what the actor has chosen for it. Raises MissingGrant."""
    who = demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    settings = tx.guilds.get(actor.guild_id)
    live, panels = tx.categories.live(actor.guild_id), tx.places.panels(actor.guild_id)
    kept = tx.setups.get(actor.guild_id, actor.user_id)
    draft = _read(kept) if kept else _first(settings, live, panels)
    return Present(draft, kept is not None, settings, live, panels, tries=allowed(Action.DELETE_TICKET, who))


def choose(tx: Tx, actor: Actor, draft: SetupDraft) -> None:
    """Keep what the actor has chosen so far. Raises MissingGrant, Invalid for a name that no category can have."""
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    for name in filter(None, draft.names.values()):
        try:
            category_name(name)
        except BadText as bad:
            raise Invalid({"name": bad.fault}) from bad
    tx.setups.put(actor.guild_id, actor.user_id, json.dumps(asdict(draft)))


def there(categories: Sequence[Category], name: str) -> Category | None:
    """The category of that name, if there is one already."""
    wanted = name.strip().casefold()
    return next((each for each in categories if each.name.casefold() == wanted), None)


def make(tx: Tx, actor: Actor, draft: SetupDraft, plans: Sequence[Plan], around: Surroundings) -> Made:
    """Make all that is not there yet: the categories, and a panel of them in the draft's channel.

    Raises MissingGrant, Invalid, NotFound (no categories), and then nothing of it is made.
    """
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    before = tx.categories.live(actor.guild_id)
    _speak(tx, actor, draft.language)
    old = tuple(found for plan in plans if (found := there(before, plan.name)))
    wanted = [plan for plan in plans if there(before, plan.name) is None]
    new = tuple(create(tx, actor, plan.change, around, plan.form) for plan in wanted)
    panels = tx.places.panels(actor.guild_id)
    posted = next((each for each in panels if each.channel_id == draft.panel_channel_id), None)
    panel = posted or post_panel(tx, actor, draft.panel_channel_id or 0)
    tx.setups.drop(actor.guild_id, actor.user_id)
    return Made(new, old, panel, panel_is_new=posted is None)


def remove_trials(tx: Tx, actor: Actor, draft: TicketDraft) -> None:
    """Delete the tickets that the actor tried and that are still there, as the process ended. Raises Forbidden."""
    for ticket in tx.people.open_tickets(actor.guild_id, actor.user_id):
        opening = tx.messages.opening(ticket.id)
        of_trial = ticket.owner_id == actor.user_id and ticket.title == draft.title
        if of_trial and opening is not None and opening.content == draft.message:
            delete(tx, actor, ticket.id)


def _speak(tx: Tx, actor: Actor, language: str | None) -> None:
    settings = tx.guilds.get(actor.guild_id)
    if language is not None and settings.language != language:
        tx.guilds.save(replace(settings, language=language))
        record(tx, actor, EventType.GUILD_CHANGED, lane=guild_lane(actor.guild_id), language=language)


def unshown_category(tx: Tx, actor: Actor, category_id: int) -> Sequence[Unshown]:
    """What Discord does not show of that category yet. Raises MissingGrant, NotFound."""
    may_edit(tx, actor, category_id)
    return tx.events.unshown(category_lane(category_id))


def unshown_panel(tx: Tx, actor: Actor, panel_id: int) -> Sequence[Unshown]:
    """What Discord does not show of that panel yet. Raises MissingGrant."""
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    return tx.events.unshown(panel_lane(panel_id))


def _first(settings: GuildSettings, live: Sequence[Category], panels: Sequence[Panel]) -> SetupDraft:
    """What is offered to begin with: what is there."""
    newest = max(live, key=lambda each: each.id, default=None)
    return SetupDraft(
        language=settings.language,
        style=newest.settings.style if newest else Style.THREAD,
        under_channel_id=newest.settings.under_channel_id if newest else None,
        panel_channel_id=panels[0].channel_id if panels else None,
    )


def _read(text: str) -> SetupDraft:
    kept = json.loads(text)
    for name in ("responder_role_ids", "templates"):
        kept[name] = tuple(kept[name])
    return SetupDraft(**{**kept, "style": Style(kept["style"])})
