"""What can be done with tickets: open, show, list, count, change, delete."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from desk.actor import Actor, Via
from desk.asking import Sight, demand, demand_in_guild, demand_no_block, look, look_to, sight_of, what_is_visible
from desk.changes import TicketChange, actions, apply
from desk.clock import parse_rfc3339
from desk.entrance import demand_room, entrance
from desk.errors import Fault, Invalid, ReopenOver, StaleVersion
from desk.events import EventType, place_lane, record, record_shown
from desk.exchange import NewMessage, NewTicket, Slice, TicketFilter
from desk.forms import Answers, fields_of, message_of, title_of
from desk.messages import for_reader, seek_files
from desk.models import Attachment, Message, MessageKind, Status, Ticket, Upload, Waiting
from desk.permissions import Action, Visibility, allowed
from desk.search import find, terms_of
from desk.store import Tx
from desk.surroundings import around, carry_out, could_claim, links_of
from desk.text import BadText, cleaned, opening_message, title
from desk.veil import for_reader as veiled
from desk.veil import narrowed, one_for_reader
from desk.waiting import after_change, due

MESSAGES_SHOWN = 100
"""How many of a ticket's newest messages come with it."""

WALKED_AT_MOST = 10_000
"""How many rows of a list may be walked over to reach a page by its number."""


@dataclass(frozen=True, slots=True)
class TicketDraft:
    """What a member says to open a ticket: title and message, answers by the label of the question, files.

    In a category with a form, what is None is made of the answers. `whole`: every required question must be answered.
    """

    category_id: int
    title: str | None
    message: str | None
    answers: Answers = field(default_factory=dict)
    uploads: tuple[Upload, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class TicketDetail:
    """A ticket with its newest messages, ascending; `older` tells that there are more before them.

    `participants` are the ids of those who were added to it, `links` the tickets linked to it that the actor sees.
    """

    ticket: Ticket
    messages: tuple[Message, ...]
    older: bool
    with_notes: bool
    with_rating: bool
    participants: tuple[int, ...]
    links: tuple[Ticket, ...]


@dataclass(frozen=True, slots=True)
class TicketPage:
    """One part of a list and how many tickets the whole list has; `more` tells that the list goes on."""

    tickets: tuple[Ticket, ...]
    total: int
    more: bool


Check = Callable[[TicketDetail], None]
"""Looks at a ticket as its actor sees it, and raises what stands against going on."""


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
    _say_opening(tx, actor, ticket, said, draft.uploads, anonymous=for_other and category.settings.anonymous)
    owner_id = {"ownerId": str(whose.user_id)} if for_other else {}
    record_shown(tx, actor, EventType.TICKET_OPENED, ticket, number=ticket.number, **owner_id)
    return ticket


def _say_opening(
    tx: Tx, actor: Actor, ticket: Ticket, content: str, uploads: Sequence[Upload], *, anonymous: bool
) -> None:
    message = tx.messages.insert(
        NewMessage(
            ticket_id=ticket.id,
            author_id=actor.user_id,
            author_name=actor.name,
            via=actor.via,
            kind=MessageKind.REPLY,
            content=content,
            at=actor.at,
            attachments=tuple(Attachment(cleaned(each.name), each.size) for each in uploads),
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


def show(tx: Tx, actor: Actor, ticket_id: int) -> TicketDetail:
    """The ticket with its newest messages as the actor may see them. Raises NotFound."""
    return _detail(tx, actor, look(tx, actor, ticket_id))


def show_number(tx: Tx, actor: Actor, number: int) -> TicketDetail:
    """As `show`, by the number that people use."""
    return _detail(tx, actor, sight_of(tx, actor, tx.tickets.by_number(actor.guild_id, number)))


def id_of_number(tx: Tx, actor: Actor, number: int) -> int:
    """The id behind the number that people use. Raises NotFound for a hidden ticket as for none."""
    return sight_of(tx, actor, tx.tickets.by_number(actor.guild_id, number)).ticket.id


def id_of_channel(tx: Tx, actor: Actor, channel_id: int) -> int:
    """The id of the ticket whose place is that channel or thread. Raises NotFound for a hidden ticket as for none."""
    return sight_of(tx, actor, tx.tickets.by_channel(actor.guild_id, channel_id)).ticket.id


def _detail(tx: Tx, actor: Actor, sight: Sight) -> TicketDetail:
    messages = tx.messages.newest(sight.ticket.id, notes=sight.with_notes, limit=MESSAGES_SHOWN + 1)
    return TicketDetail(
        ticket=one_for_reader(tx, actor, sight.ticket),
        messages=for_reader(tx, sight, messages[-MESSAGES_SHOWN:]),
        older=len(messages) > MESSAGES_SHOWN,
        with_notes=sight.with_notes,
        with_rating=allowed(Action.SEE_RATING, sight.who),
        participants=tuple(tx.participants.of(sight.ticket.id)),
        links=links_of(tx, actor, sight.ticket.id),
    )


def list_tickets(
    tx: Tx, actor: Actor, wanted: TicketFilter, part: Slice, visible: Visibility | None = None
) -> TicketPage:
    """That part of the visible tickets that fit `wanted`, and how many fit in all.

    `visible` is what the actor sees, where that is known already. Raises Invalid for a part that begins so deep in the
    list that only a cursor reaches it without a long walk.
    """
    visible, wanted = visible or what_is_visible(tx, actor), narrowed(tx, actor, wanted)
    total = tx.tickets.count(visible, wanted)
    if part.after is None and part.offset >= total:
        return TicketPage((), total, more=False)
    _demand_near(part)
    rows = tx.tickets.page(visible, wanted, replace(part, limit=part.limit + 1))
    return TicketPage(veiled(tx, actor, rows[: part.limit]), total, more=len(rows) > part.limit)


def list_found(tx: Tx, actor: Actor, query: str, wanted: TicketFilter, part: Slice) -> TicketPage:
    """As `list_tickets`, of those alone that have every word of `query` where the actor may read it.

    Raises Invalid for a query in which there is nothing to be found by, too.
    """
    found = find(tx, actor, terms_of(query, "q"), wanted, replace(part, limit=part.limit + 1))
    if found.hits:
        _demand_near(part)
    shown = tuple(hit.ticket for hit in found.hits[: part.limit])
    return TicketPage(shown, found.total, more=len(found.hits) > part.limit)


def _demand_near(part: Slice) -> None:
    if part.offset >= WALKED_AT_MOST:
        raise Invalid({"page": Fault("too_deep", WALKED_AT_MOST)})


def count_open(tx: Tx, actor: Actor) -> int:
    """How many open tickets the actor sees."""
    return tx.tickets.count(what_is_visible(tx, actor), TicketFilter(status=Status.OPEN))


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
        check(_detail(tx, actor, sight))
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
        check(_detail(tx, actor, sight))
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
