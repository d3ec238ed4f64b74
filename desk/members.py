"""The member's card: what staff knows of a member, as far as who asks may see it, and the notes kept on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desk.actor import Actor
from desk.asking import block_on, demand_anywhere, look
from desk.errors import Fault, Invalid, NotFound
from desk.events import EventType, record
from desk.exchange import Slice, TicketFilter
from desk.models import Block, MemberNote, RoleBlock, Status
from desk.permissions import Action, Who, allowed, staffing
from desk.reading import TicketPage, list_tickets
from desk.store import Tx
from desk.text import BadText
from desk.text import member_note as checked

TICKETS_SHOWN: Final = 5
RATINGS_SHOWN: Final = 50
"""How many of a member's last ratings count."""

NOTES_AT_MOST: Final = 50
"""How many notes are kept on one member."""


@dataclass(frozen=True, slots=True)
class MemberCard:
    """What somebody of the staff may see of a member.

    `page` is a part of their tickets, `ratings` the stars that they gave last, newest first. `notes` are None on one's
    own card, `block` is the one that holds them longest, for who may lift it.
    """

    user_id: int
    page: TicketPage
    open: int
    ratings: tuple[int, ...]
    notes: tuple[MemberNote, ...] | None
    block: Block | RoleBlock | None


def card(tx: Tx, actor: Actor, member: Actor, page: int = 0) -> MemberCard:
    """The card of `member` with the `page`-th part of their tickets. Raises Forbidden, Blocked."""
    who = demand_anywhere(tx, actor, Action.SEE_MEMBER)
    theirs = TicketFilter(owner_id=member.user_id)
    still_open = TicketFilter(owner_id=member.user_id, status=Status.OPEN)
    return MemberCard(
        user_id=member.user_id,
        page=list_tickets(tx, actor, theirs, Slice(TICKETS_SHOWN, page * TICKETS_SHOWN)),
        open=list_tickets(tx, actor, still_open, Slice(1)).total,
        ratings=_ratings(tx, actor, who, member.user_id),
        notes=None if member.user_id == actor.user_id else tuple(tx.member_notes.of(actor.guild_id, member.user_id)),
        block=block_on(tx, member) if allowed(Action.BLOCK, who) else None,
    )


def owner_in(tx: Tx, actor: Actor, channel_id: int) -> int:
    """Whose ticket that channel or thread is. Raises NotFound (whose) where it is none that the actor sees."""
    ticket = tx.tickets.by_channel(actor.guild_id, channel_id)
    try:
        return look(tx, actor, ticket.id if ticket else 0).ticket.owner_id
    except NotFound:
        raise NotFound("whose") from None


def notes_on(tx: Tx, actor: Actor, user_id: int) -> Sequence[MemberNote]:
    """The notes about that member, newest first. Raises Forbidden, Blocked, Invalid for who asks about themselves."""
    demand_anywhere(tx, actor, Action.NOTE_MEMBER)
    _demand_another(actor, user_id)
    return tx.member_notes.of(actor.guild_id, user_id)


def add_note(tx: Tx, actor: Actor, user_id: int, text: str) -> MemberNote:
    """Write down something about that member. Raises Forbidden, Blocked, Invalid."""
    if len(notes_on(tx, actor, user_id)) >= NOTES_AT_MOST:
        raise Invalid({"note": Fault("too_many_notes", NOTES_AT_MOST)})
    try:
        content = checked(text)
    except BadText as bad:
        raise Invalid({"note": bad.fault}) from bad
    made = tx.member_notes.add(MemberNote(0, actor.guild_id, user_id, actor.user_id, content, actor.at))
    record(tx, actor, EventType.MEMBER_NOTED, userId=str(user_id), noteId=str(made.id))
    return made


def note(tx: Tx, actor: Actor, note_id: int) -> MemberNote:
    """The note with that id. Raises Forbidden, Blocked, NotFound; one about oneself is as if it were not."""
    demand_anywhere(tx, actor, Action.NOTE_MEMBER)
    found = tx.member_notes.get(actor.guild_id, note_id)
    if found is None or found.user_id == actor.user_id:
        raise NotFound("note")
    return found


def delete_note(tx: Tx, actor: Actor, note_id: int) -> MemberNote:
    """Delete the note, whoever wrote it. Raises as `note` does."""
    found = note(tx, actor, note_id)
    tx.member_notes.delete(note_id)
    record(tx, actor, EventType.MEMBER_NOTE_DELETED, userId=str(found.user_id), noteId=str(note_id))
    return found


def _ratings(tx: Tx, actor: Actor, who: frozenset[Who], user_id: int) -> tuple[int, ...]:
    """What the member said of tickets of which the actor is staff: a rating is not for viewers."""
    staffed = staffing(actor, who, tx.categories.live(actor.guild_id))
    rated = tx.tickets.page(staffed, TicketFilter(owner_id=user_id, rated=True), Slice(RATINGS_SHOWN))
    return tuple(ticket.rating for ticket in rated if ticket.rating is not None)


def _demand_another(actor: Actor, user_id: int) -> None:
    if user_id == actor.user_id:
        raise Invalid({"member": Fault("yourself")})
