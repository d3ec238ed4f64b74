"""Who may do what: the one table that decides. Only use cases ask it, on the rows that they have just read."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desk.actor import Actor, Grant
from desk.models import Category, Ticket


class Who(StrEnum):
    """What an actor can be to a ticket or to the guild; one actor may be several, and their rights add up."""

    OWNER = "owner"
    PARTICIPANT = "participant"
    VIEWER = "viewer"
    RESPONDER = "responder"
    MANAGER = "manage_tickets"
    DEFINER = "define_tickets"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    OPENER = "opener"
    BLOCKED = "blocked"


class Action(StrEnum):
    """Everything that the table knows; what it does not know is refused."""

    SEE = "see"
    SEE_NOTES = "see_notes"
    REPLY = "reply"
    NOTE = "note"
    SEND_READY_REPLY = "send_ready_reply"
    EDIT_TITLE = "edit_title"
    CLOSE = "close"
    REOPEN = "reopen"
    CLAIM = "claim"
    TAKE_OVER = "take_over"
    SORT = "sort"
    RATE = "rate"
    SEE_RATING = "see_rating"
    DELETE_OWN_MESSAGE = "delete_own_message"
    DELETE_ANY_MESSAGE = "delete_any_message"
    DELETE_TICKET = "delete_ticket"
    OPEN = "open"
    OPEN_IN = "open_in"
    OPEN_FOR = "open_for"
    DEFINE_CATEGORIES = "define_categories"
    SEE_CATEGORY_ROLES = "see_category_roles"
    KEEP_REPLIES = "keep_replies"
    BLOCK = "block"
    SEE_FIGURES = "see_figures"
    SET_LOG = "set_log"
    SEE_MEMBER = "see_member"
    NOTE_MEMBER = "note_member"
    GIVE_GRANTS = "give_grants"
    KEEP_OWN_KEYS = "keep_own_keys"
    REVOKE_ANY_KEY = "revoke_any_key"
    KEEP_WEBHOOKS = "keep_webhooks"


_STAFF = frozenset({Who.RESPONDER, Who.MANAGER})
_PEOPLE = frozenset({Who.OWNER, Who.PARTICIPANT, Who.VIEWER, Who.RESPONDER, Who.MANAGER})

TABLE: dict[Action, frozenset[Who]] = {
    Action.SEE: _PEOPLE,
    Action.SEE_NOTES: _STAFF,
    Action.REPLY: _STAFF | {Who.OWNER, Who.PARTICIPANT},
    Action.NOTE: _STAFF,
    Action.SEND_READY_REPLY: _STAFF,
    Action.EDIT_TITLE: _STAFF | {Who.OWNER},
    Action.CLOSE: _STAFF | {Who.OWNER},
    Action.REOPEN: _STAFF | {Who.OWNER},
    Action.CLAIM: _STAFF,
    Action.TAKE_OVER: frozenset({Who.MANAGER}),
    Action.SORT: _STAFF,
    Action.RATE: frozenset({Who.OWNER}),
    Action.SEE_RATING: _STAFF | {Who.OWNER},
    Action.DELETE_OWN_MESSAGE: _PEOPLE,
    Action.DELETE_ANY_MESSAGE: _STAFF,
    Action.DELETE_TICKET: frozenset({Who.MANAGER}),
    Action.OPEN: frozenset({Who.MEMBER}),
    Action.OPEN_IN: _STAFF | {Who.OPENER},
    Action.OPEN_FOR: _STAFF,
    Action.DEFINE_CATEGORIES: frozenset({Who.DEFINER}),
    Action.SEE_CATEGORY_ROLES: frozenset({Who.MANAGER, Who.DEFINER}),
    Action.KEEP_REPLIES: frozenset({Who.MANAGER, Who.DEFINER}),
    Action.BLOCK: frozenset({Who.MANAGER}),
    Action.SEE_FIGURES: frozenset({Who.MANAGER}),
    Action.SET_LOG: frozenset({Who.MANAGER}),
    Action.SEE_MEMBER: _STAFF,
    Action.NOTE_MEMBER: _STAFF,
    Action.GIVE_GRANTS: frozenset({Who.ADMINISTRATOR}),
    Action.KEEP_OWN_KEYS: frozenset({Who.MEMBER}),
    Action.REVOKE_ANY_KEY: frozenset({Who.ADMINISTRATOR}),
    Action.KEEP_WEBHOOKS: frozenset({Who.MANAGER}),
}

_BLOCKED_MAY = frozenset({Action.SEE, Action.CLOSE})


def allowed(action: Action, who: frozenset[Who]) -> bool:
    """Whether one of `who` may do `action`. A blocked member sees and closes what is theirs, and no more."""
    if held_by_block(action, who):
        return False
    return not TABLE.get(action, frozenset()).isdisjoint(who)


def held_by_block(action: Action, who: frozenset[Who]) -> bool:
    """Whether a block stands in the way of `action`, whatever else `who` says."""
    return Who.BLOCKED in who and action not in _BLOCKED_MAY


def standing(actor: Actor, *, blocked: bool) -> frozenset[Who]:
    """What the actor is to the whole guild. Who manages tickets cannot be held by a block."""
    who = {Who.MEMBER}
    if Grant.MANAGE_TICKETS in actor.grants:
        who.add(Who.MANAGER)
    elif blocked:
        who.add(Who.BLOCKED)
    if Grant.DEFINE_TICKETS in actor.grants:
        who.add(Who.DEFINER)
    if actor.administrator:
        who.add(Who.ADMINISTRATOR)
    return frozenset(who)


def parts(
    actor: Actor, ticket: Ticket, category: Category, guild_wide: frozenset[Who], *, added: bool = False
) -> frozenset[Who]:
    """What the actor is to this ticket, on top of `guild_wide`; `added`: they were added to it.

    A block takes every part but the owner's.
    """
    who = set(guild_wide)
    if ticket.owner_id == actor.user_id:
        who.add(Who.OWNER)
    if Who.BLOCKED not in who:
        if added:
            who.add(Who.PARTICIPANT)
        if not category.responder_role_ids.isdisjoint(actor.role_ids):
            who.add(Who.RESPONDER)
        if not category.viewer_role_ids.isdisjoint(actor.role_ids):
            who.add(Who.VIEWER)
    return frozenset(who)


def parts_in(actor: Actor, category: Category, guild_wide: frozenset[Who]) -> frozenset[Who]:
    """What the actor is to a category, on top of `guild_wide`. A block takes every part."""
    who = set(guild_wide)
    if Who.BLOCKED not in who:
        if not category.responder_role_ids.isdisjoint(actor.role_ids):
            who.add(Who.RESPONDER)
        openers = category.settings.opener_role_ids
        if not openers or not openers.isdisjoint(actor.role_ids):
            who.add(Who.OPENER)
    return frozenset(who)


def parts_anywhere(actor: Actor, categories: Iterable[Category], guild_wide: frozenset[Who]) -> frozenset[Who]:
    """What the actor is to at least one of these categories, on top of `guild_wide`."""
    return guild_wide.union(*(parts_in(actor, each, guild_wide) for each in categories))


@dataclass(frozen=True, slots=True)
class Visibility:
    """Which tickets of a guild an actor sees: all of them, or the own ones, those of some categories, and some more.

    `ticket_ids` are those that they were added to.
    """

    guild_id: int
    owner_id: int
    everything: bool
    category_ids: tuple[int, ...]
    ticket_ids: tuple[int, ...] = ()


def visibility(
    actor: Actor, guild_wide: frozenset[Who], categories: Iterable[Category], added_to: Iterable[int] = ()
) -> Visibility:
    """The same answer as `allowed(SEE, parts(...))` for every ticket at once, in a form that SQL can be built from.

    `added_to` are the ids of the tickets that the actor was added to.
    """
    return Visibility(
        guild_id=actor.guild_id,
        owner_id=actor.user_id,
        everything=Who.MANAGER in guild_wide,
        category_ids=()
        if Who.BLOCKED in guild_wide
        else tuple(
            sorted(
                category.id
                for category in categories
                if not category.responder_role_ids.isdisjoint(actor.role_ids)
                or not category.viewer_role_ids.isdisjoint(actor.role_ids)
            )
        ),
        ticket_ids=() if Who.BLOCKED in guild_wide else tuple(sorted(added_to)),
    )


def staffing(actor: Actor, guild_wide: frozenset[Who], categories: Iterable[Category]) -> Visibility:
    """Of which tickets the actor is staff: the same answer as `allowed(SEE_NOTES, parts(...))` for all at once.

    No ticket is in it because the actor owns it or was added to it: nobody is its owner.
    """
    answered = () if Who.BLOCKED in guild_wide else categories
    return Visibility(
        guild_id=actor.guild_id,
        owner_id=0,
        everything=Who.MANAGER in guild_wide,
        category_ids=tuple(
            sorted(each.id for each in answered if not each.responder_role_ids.isdisjoint(actor.role_ids))
        ),
    )
