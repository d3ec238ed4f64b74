"""What can be done with categories: create, edit, delete, list, post a panel of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from desk.actor import Actor
from desk.asking import demand_in_guild, guild_standing
from desk.errors import Fault, Invalid, NotFound
from desk.events import EventType, category_lane, panel_lane, record
from desk.models import Category, Panel
from desk.permissions import Action, allowed, parts_in
from desk.store import Tx
from desk.text import BadText, category_description, category_name, color

TICKET_LIMIT = (1, 50)
"""The least and the most that a limit of open tickets per member may be; the most is the desk's own choice."""


@dataclass(frozen=True, slots=True)
class CategoryDraft:
    """What a category shall be. On an edit, what is None stays; an empty text and an empty tuple clear."""

    name: str
    description: str | None = None
    color: str | None = None
    responder_role_ids: tuple[int, ...] | None = None
    viewer_role_ids: tuple[int, ...] | None = None
    ticket_limit: int | None = None


@dataclass(frozen=True, slots=True)
class CategoryList:
    """The live categories; in those of `open_in` the actor may open tickets, `with_roles`: they see the roles."""

    categories: tuple[Category, ...]
    open_in: frozenset[int]
    with_roles: bool


def list_categories(tx: Tx, actor: Actor) -> CategoryList:
    """The categories of the guild, oldest first."""
    who = guild_standing(tx, actor)
    live = tuple(tx.categories.live(actor.guild_id))
    return CategoryList(
        categories=live,
        open_in=frozenset(each.id for each in live if allowed(Action.OPEN_IN, parts_in(actor, each, who))),
        with_roles=allowed(Action.SEE_CATEGORY_ROLES, who),
    )


def may_create(tx: Tx, actor: Actor) -> None:
    """Raise MissingGrant unless the actor may make categories, before they fill in a form."""
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)


def may_edit(tx: Tx, actor: Actor, category_id: int) -> Category:
    """The category, when the actor may change or delete it. Raises MissingGrant or NotFound."""
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    return live_category(tx, actor, category_id)


def create(
    tx: Tx,
    actor: Actor,
    draft: CategoryDraft,
    assignable: frozenset[int],
    lacking: tuple[str, ...] = (),
    *,
    open_to_all: bool = False,
) -> Category:
    """Make a category; `assignable` are the roles of the guild that it may name.

    `lacking` are the permissions without which the bot could keep no place of it private, as far as the door knows;
    `open_to_all` says that nobody could, as everybody is an Administrator.
    Raises MissingGrant, Invalid.
    """
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    if open_to_all:
        raise Invalid({"responderRoleIds": Fault("open_to_all")})
    if lacking:
        raise Invalid({"underChannelId": Fault("bot_lacks", names=lacking)})
    return added(tx, actor, filled(blank(actor.guild_id), draft, assignable))


def blank(guild_id: int) -> Category:
    """A category of which nothing is said yet."""
    nobody: frozenset[int] = frozenset()
    return Category(0, guild_id, "", None, None, nobody, nobody, None, None, None)


def added(tx: Tx, actor: Actor, category: Category) -> Category:
    """Keep a new category, below all others, and tell of it."""
    last = max((each.settings.position for each in tx.categories.live(actor.guild_id)), default=0)
    made = tx.categories.insert(replace(category, settings=replace(category.settings, position=last)))
    _record(tx, actor, EventType.CATEGORY_CREATED, made, made)
    return made


def edit(tx: Tx, actor: Actor, category_id: int, draft: CategoryDraft, assignable: frozenset[int]) -> Category:
    """Change a category; changed roles count from the next request on. Raises MissingGrant, Invalid, NotFound."""
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    _check_roles(draft, assignable)
    before = live_category(tx, actor, category_id)
    return changed(tx, actor, before, filled(before, draft, assignable))


def changed(tx: Tx, actor: Actor, before: Category, after: Category) -> Category:
    """Keep the category as it is after a change, and tell of it unless nothing is different."""
    if after != before:
        tx.categories.save(after)
        _record(tx, actor, EventType.CATEGORY_UPDATED, after, before)
    return after


def delete(tx: Tx, actor: Actor, category_id: int) -> Category:
    """Take a category out of use. Its tickets stay, with their owners and managers; its roles lose them."""
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    before = live_category(tx, actor, category_id)
    after = replace(before, deleted_at=actor.at, responder_role_ids=frozenset(), viewer_role_ids=frozenset())
    tx.categories.save(after)
    _record(tx, actor, EventType.CATEGORY_DELETED, after, before)
    return replace(before, deleted_at=actor.at)


def may_post_panel(tx: Tx, actor: Actor) -> None:
    """Raise MissingGrant, or NotFound (no categories), when the actor could post no panel anywhere."""
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    if not tx.categories.live(actor.guild_id):
        raise NotFound("categories")


def post_panel(tx: Tx, actor: Actor, channel_id: int) -> Panel:
    """Ask for a panel with a button for each category in that channel. Raises as `may_post_panel`."""
    may_post_panel(tx, actor)
    panel = tx.places.add_panel(actor.guild_id, channel_id)
    record(tx, actor, EventType.PANEL_POSTED, lane=panel_lane(panel.id), panelId=str(panel.id))
    return panel


def live_category(tx: Tx, actor: Actor, category_id: int) -> Category:
    """The category, unless it is deleted. Raises NotFound."""
    category = tx.categories.get(actor.guild_id, category_id)
    if category is None or category.deleted_at is not None:
        raise NotFound("category")
    return category


def _record(tx: Tx, actor: Actor, event: EventType, after: Category, before: Category) -> None:
    """`roles`: whether others see its tickets now than before; `roleIds` are those whose members see them otherwise.

    `names`: whether staff has names now and had none before, or the other way round. `cards` and `places`: whether the
    cards of its tickets say something else now, and whether their channels are to be others.
    """
    concerned = (before.responder_role_ids ^ after.responder_role_ids) | (
        before.viewer_role_ids ^ after.viewer_role_ids
    )
    record(
        tx,
        actor,
        event,
        category_id=after.id,
        lane=category_lane(after.id),
        roles=bool(concerned) or event is EventType.CATEGORY_DELETED,
        roleIds=[str(role_id) for role_id in sorted(concerned)],
        names=before.settings.anonymous != after.settings.anonymous,
        cards=_on_cards(before) != _on_cards(after),
        places=_of_places(before) != _of_places(after),
    )


def _on_cards(it: Category) -> tuple[object, ...]:
    """What the cards of the category's tickets show of it, or of what follows from it."""
    own = it.settings
    roles = (it.responder_role_ids, it.viewer_role_ids, own.called_role_ids)
    return (it.name, it.color, *roles, own.opening_message, own.hours, own.anonymous, own.silence_minutes)


def _of_places(it: Category) -> tuple[object, ...]:
    """On what it depends who may write in the channels of its tickets, and where these lie."""
    own = it.settings
    roles = (it.responder_role_ids, it.viewer_role_ids)
    return (*roles, own.claim_mode, own.style, own.under_channel_id, own.archive_channel_id)


def filled(base: Category, draft: CategoryDraft, assignable: frozenset[int]) -> Category:
    """`base` with the draft's wishes, all of them checked. Raises Invalid naming every faulty field."""
    _check_roles(draft, assignable)
    responders = base.responder_role_ids if draft.responder_role_ids is None else frozenset(draft.responder_role_ids)
    viewers = base.viewer_role_ids if draft.viewer_role_ids is None else frozenset(draft.viewer_role_ids)
    faults: dict[str, Fault] = {}
    name, description, shade = base.name, base.description, base.color
    try:
        name = category_name(draft.name)
    except BadText as bad:
        faults["name"] = bad.fault
    try:
        description = base.description if draft.description is None else category_description(draft.description) or None
    except BadText as bad:
        faults["description"] = bad.fault
    try:
        shade = base.color if draft.color is None else (color(draft.color) if draft.color.strip() else None)
    except BadText as bad:
        faults["color"] = bad.fault
    if draft.ticket_limit is not None and not 0 <= draft.ticket_limit <= TICKET_LIMIT[1]:
        faults["ticketLimit"] = Fault("out_of_range", TICKET_LIMIT[1])
    if faults:
        raise Invalid(faults)
    return replace(
        base,
        name=name,
        description=description,
        color=shade,
        responder_role_ids=responders,
        viewer_role_ids=viewers - responders,
        ticket_limit=base.ticket_limit if draft.ticket_limit is None else draft.ticket_limit or None,
    )


def _check_roles(draft: CategoryDraft, assignable: frozenset[int]) -> None:
    faults = {
        **_unknown("responderRoleIds", draft.responder_role_ids or (), assignable),
        **_unknown("viewerRoleIds", draft.viewer_role_ids or (), assignable),
    }
    if faults:
        raise Invalid(faults)


def _unknown(field: str, role_ids: Iterable[int], assignable: frozenset[int]) -> dict[str, Fault]:
    return {f"{field}[{index}]": Fault("unknown_role") for index, role in enumerate(role_ids) if role not in assignable}
