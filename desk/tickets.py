"""What is done with tickets: open, change, delete."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from desk.actor import Actor, Via
from desk.asking import Sight, demand, demand_in_guild, demand_no_block, look, look_to
from desk.changes import TicketChange, actions, apply
from desk.clock import parse_rfc3339
from desk.entrance import demand_room, entrance
from desk.errors import Fault, Invalid, ReopenOver, StaleVersion
from desk.events import EventType, place_lane, record, record_shown
from desk.exchange import NewMessage, NewTicket
from desk.forms import Answers, fields_of, message_of, title_of
from desk.messages import seek_files
from desk.models import Attachment, MessageKind, Status, Ticket, Upload, Waiting
from desk.permissions import Action, allowed
from desk.reading import Check, detail
from desk.store import Tx
from desk.surroundings import around, carry_out, could_claim
from desk.text import BadText, cleaned, opening_message, title
from desk.veil import one_for_reader
from desk.waiting import after_change, due


@dataclass(frozen=True, slots=True)
class TicketDraft:
    """What a member says to open a ticket: title and message, answers by the label of the question, files.

    In a category with a form, what is None is made of the answers. `uploads` are files that Discord has, `files` those
    that are here already. `whole`: every required question must be answered.
    """

    category_id: int
    title: str | None
    message: str | None
    answers: Answers = field(default_factory=dict)
    uploads: tuple[Upload, ...] = ()
    files: tuple[Attachment, ...] = ()
    whole: bool = False


def open_ticket(tx: Tx, actor: Actor, draft: TicketDraft, owner: Actor | None = None) -> Ticket:
    """Open a ticket for the actor, or as staff for `owner`.

    Raises Blocked, Forbidden, Invalid, NotFound (category), TicketLimit or TooSoon.
    """
    demand_in_guild(tx, actor, Action.OPEN)
    heading, message = checked_words(draft.title, draft.message)
    category = entrance(tx, actor, draft.category_id, owner)
    form = category.settings.form
    fields = fields_of(form, draft.answers, draft.uploads, whole=draft.whole)
    if not form:
        heading, message = checked_words(draft.title or "", draft.message or "")
    for_other = owner is not None and owner.user_id != actor.user_id
    whose = owner if owner is not None else actor
    ticket = tx.tickets.insert(
        NewTicket(
            guild_id=actor.guild_id,
            category_id=category.id,
            owner_id=whose.user_id,
            owner_name=whose.name,
            title=heading or title_of(fields, category, whose.name),
            opened_via=actor.via,
            at=actor.at,
            fields=fields,
            due_at=None if for_other else due(category.settings, actor.at),
            waiting=Waiting.MEMBER if for_other else Waiting.STAFF,
        )
    )
    said = message or message_of(fields) or ticket.title
    _say_opening(tx, actor, ticket, said, draft, anonymous=for_other and category.settings.anonymous)
    owner_id = {"ownerId": str(whose.user_id)} if for_other else {}
    record_shown(tx, actor, EventType.TICKET_OPENED, ticket, number=ticket.number, **owner_id)
    return ticket


def _say_opening(tx: Tx, actor: Actor, ticket: Ticket, content: str, draft: TicketDraft, *, anonymous: bool) -> None:
    uploads = draft.uploads
    message = tx.messages.insert(
        NewMessage(
            ticket_id=ticket.id,
            author_id=actor.user_id,
            author_name=actor.name,
            via=actor.via,
            kind=MessageKind.REPLY,
            content=content,
            at=actor.at,
            attachments=(*(Attachment(cleaned(each.name), each.size) for each in uploads), *draft.files),
            opening=True,
            anonymous=anonymous,
        )
    )
    tx.uploads.put(ticket.id, uploads)
    seek_files(tx, message, [each.url for each in uploads])


def checked_words(heading: str | None, message: str | None) -> tuple[str | None, str | None]:
    """Title and message as they are kept; what is None stays so. Raises Invalid naming each that cannot be taken."""
    faults: dict[str, Fault] = {}
    try:
        heading = None if heading is None else title(heading)
    except BadText as bad:
        faults["title"] = bad.fault
    try:
        message = None if message is None else opening_message(message)
    except BadText as bad:
        faults["message"] = bad.fault
    if faults:
        raise Invalid(faults)
    return heading, message


def update(
    tx: Tx,
    actor: Actor,
    ticket_id: int,
    change: TicketChange,
    assignee: Actor | None = None,
    holder: Actor | None = None,
    check: Check | None = None,
) -> Ticket:
    """Do all of `change` or none of it, and return the ticket after it.

    `assignee` is the member whom `change.claimed_by` names, `holder` the one who has the claim so far, as Discord
    knows them: only who is known to answer where a ticket is moved keeps its claim. `check` is shown the ticket as the
    actor sees it before the change. Raises NotFound, Forbidden, Invalid, AlreadyClaimed, TicketClosed, TicketLimit,
    ReopenOver, StaleVersion or what `check` raises.
    """
    demand_no_block(tx, actor, actions(change, actor))
    sight = look(tx, actor, ticket_id)
    ticket = sight.ticket
    for action in actions(change, actor, ticket.claimed_by):
        demand(tx, actor, action, sight.who)
    if isinstance(change.claimed_by, int):
        _demand_able(tx, sight, assignee)
    if change.version is not None and change.version != ticket.version:
        raise StaleVersion(ticket.id, current=ticket.version)
    if check is not None:
        check(detail(tx, actor, sight))
    known = [each for each in (actor, assignee, holder) if each is not None]
    changed = around(tx, actor, change, apply(change, ticket, actor), known)
    if not changed.events:
        return one_for_reader(tx, actor, ticket)
    if any(event is EventType.TICKET_REOPENED for event, _ in changed.events):
        # However the change ends, a reopened ticket counts: two could take turns otherwise.
        demand_room(tx, ticket.owner_id, sight.category)
        _demand_time(sight, actor.at)
    turned = after_change(ticket, changed.ticket, sight.category.settings, actor.at)
    after = replace(turned, updated_at=max(actor.at, ticket.updated_at), version=ticket.version + 1)
    if not tx.tickets.save(after, expected_version=ticket.version):
        current = tx.tickets.get(actor.guild_id, ticket.id)
        raise StaleVersion(ticket.id, current=current.version if current else ticket.version)
    for event, data in changed.events:
        carry_out(tx, actor, after, event, data)
        record_shown(tx, actor, event, after, **data)
        if event is EventType.TICKET_RENAMED:
            record(tx, actor, EventType.PLACE_DUE, ticket=after, lane=place_lane(after.id))
    return one_for_reader(tx, actor, after)


def _demand_time(sight: Sight, at: str) -> None:
    """Raise ReopenOver when only the owner asks, and the category's hours for that have passed."""
    hours, closed_at = sight.category.settings.reopen_hours, sight.ticket.closed_at
    if hours is None or closed_at is None or allowed(Action.SORT, sight.who):
        return
    if parse_rfc3339(at) > parse_rfc3339(closed_at) + timedelta(hours=hours):
        raise ReopenOver(sight.ticket.id, hours=hours)


def _demand_able(tx: Tx, sight: Sight, assignee: Actor | None) -> None:
    """Raise Invalid unless the assignee could have claimed the ticket themselves."""
    if assignee is None or not could_claim(tx, assignee, sight.ticket, sight.category):
        raise Invalid({"claimedBy": Fault("not_a_responder")})


def claim(tx: Tx, actor: Actor, ticket_id: int) -> Ticket:
    """Make the actor the one responder who works the ticket. Raises AlreadyClaimed naming the holder, TicketClosed."""
    return update(tx, actor, ticket_id, TicketChange(claimed_by_me=True))


def release(tx: Tx, actor: Actor, ticket_id: int) -> Ticket:
    """Give the claim back: one's own, or as a manager anybody's."""
    return update(tx, actor, ticket_id, TicketChange(claimed_by=None))


def assign(tx: Tx, actor: Actor, ticket_id: int, assignee: Actor) -> Ticket:
    """Make `assignee` the holder of the claim, whoever held it. Raises Invalid when they could not claim it."""
    return update(tx, actor, ticket_id, TicketChange(claimed_by=assignee.user_id), assignee)


def close(tx: Tx, actor: Actor, ticket_id: int, reason: str | None = None) -> Ticket:
    """Close the ticket; the claim stays noted."""
    return update(tx, actor, ticket_id, TicketChange(status=Status.CLOSED, close_reason=reason))


def reopen(tx: Tx, actor: Actor, ticket_id: int) -> Ticket:
    """Open a closed ticket again, with the claim that it had."""
    return update(tx, actor, ticket_id, TicketChange(status=Status.OPEN))


def may_delete(tx: Tx, actor: Actor, ticket_id: int) -> Ticket:
    """The ticket, when the actor may delete it. Raises NotFound or MissingGrant, before they are asked whether to."""
    return look_to(tx, actor, ticket_id, Action.DELETE_TICKET).ticket


def delete(tx: Tx, actor: Actor, ticket_id: int, check: Check | None = None) -> Ticket:
    """Remove the ticket with its content and its place for good; returns it as it was last. `check` as in `update`."""
    sight = look_to(tx, actor, ticket_id, Action.DELETE_TICKET)
    ticket = sight.ticket
    if check is not None:
        check(detail(tx, actor, sight))
    # Who could see it is told that it is gone, when nothing else says any more who that was.
    people = [str(user_id) for user_id in tx.participants.of(ticket.id)]
    tx.tickets.delete(ticket.id)
    channel = ticket.place.channel_id
    record_shown(
        tx,
        actor,
        EventType.TICKET_DELETED,
        ticket,
        number=ticket.number,
        channelId=str(channel) if channel else None,
        ownerId=str(ticket.owner_id),
        participantIds=people,
    )
    return ticket


def close_without_place(tx: Tx, guild_id: int, ticket_id: int, at: str) -> Ticket | None:
    """Close a ticket opened in Discord for which Discord refuses a place; one opened elsewhere stays open."""
    ticket = tx.tickets.get(guild_id, ticket_id)
    if ticket is None or ticket.opened_via is not Via.DISCORD or ticket.status is Status.CLOSED:
        return ticket
    after = replace(
        ticket,
        status=Status.CLOSED,
        closed_at=at,
        close_reason="no_place",
        updated_at=at,
        version=ticket.version + 1,
    )
    tx.tickets.save(after, expected_version=ticket.version)
    return after
