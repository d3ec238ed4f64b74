"""What can be done with the messages of a ticket: reply, note, read on, delete, and follow what Discord shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk import silence
from desk.actor import Actor, Via
from desk.asking import Sight, demand, demand_no_block, look, look_to, sight_of
from desk.errors import ClaimerAnswers, Forbidden, Invalid, NotFound, TicketClosed
from desk.events import EventType, Origin, file_lane, record, record_shown, ticket_lane
from desk.exchange import NewMessage
from desk.filing import FILE_AT_MOST
from desk.forms import repeats
from desk.models import Attachment, ClaimMode, Message, MessageKind, Status, Ticket
from desk.permissions import Action, Who
from desk.store import Tx
from desk.telling import staff_replied
from desk.text import BadText, cleaned
from desk.text import reply as checked_reply
from desk.veil import HIDDEN
from desk.waiting import after_reply


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A message that somebody wrote in a ticket's place in Discord. `written_at` is RFC 3339, by Discord's clock.

    `forwarded` marks what its author forwarded from elsewhere. `author_left` says that they are no member of the guild
    any more, so that nobody knows what they might then. `urls` are where Discord has the attachments, one for each.
    """

    channel_id: int
    discord_id: int
    content: str
    attachments: tuple[Attachment, ...]
    written_at: str
    forwarded: bool = False
    author_left: bool = False
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Some messages of a ticket, ascending; `older` tells that there are more before them."""

    messages: tuple[Message, ...]
    older: bool


def reply(tx: Tx, actor: Actor, ticket_id: int, content: str, files: tuple[Attachment, ...] = ()) -> Message:
    """Answer in an open ticket, with files that are here already and may stand without any words.

    Raises NotFound, Forbidden, Invalid, TicketClosed or ClaimerAnswers.
    """
    sight = may_reply(tx, actor, ticket_id)
    ticket = sight.ticket
    text = _checked(content, files)
    message = _insert(tx, actor, ticket, MessageKind.REPLY, text, files, anonymous=is_anonymous(sight))
    _replied(tx, actor, sight)
    record_shown(tx, actor, EventType.MESSAGE_CREATED, ticket, messageId=str(message.id))
    return message


def may_reply(tx: Tx, actor: Actor, ticket_id: int) -> Sight:
    """The ticket as the actor meets it, when they may answer there now. Raises as `reply` does, but Invalid."""
    sight = look_to(tx, actor, ticket_id, Action.REPLY)
    if sight.ticket.status is Status.CLOSED:
        raise TicketClosed(sight.ticket.id)
    _demand_turn(sight, actor)
    return sight


def note(tx: Tx, actor: Actor, ticket_id: int, content: str, files: tuple[Attachment, ...] = ()) -> Message:
    """Write what only staff sees. It moves nothing that others could notice: no order, time, version or count."""
    ticket = look_to(tx, actor, ticket_id, Action.NOTE).ticket
    message = _insert(tx, actor, ticket, MessageKind.NOTE, _checked(content, files), files)
    record(tx, actor, EventType.NOTE_CREATED, ticket=ticket, messageId=str(message.id))
    return message


def is_out_of_turn(sight: Sight, actor: Actor) -> bool:
    """Whether only the holder of the claim answers in the ticket, and the actor is other staff of it."""
    others = sight.ticket.claimed_by not in {None, actor.user_id}
    return sight.category.settings.claim_mode is ClaimMode.CLAIMER and others and _as_staff(sight)


def is_anonymous(sight: Sight) -> bool:
    """Whether a reply of who meets the ticket so stands there without their name."""
    return sight.category.settings.anonymous and _as_staff(sight)


def older_messages(tx: Tx, actor: Actor, ticket_id: int, before: int | None, limit: int) -> MessagePage:
    """The `limit` newest messages before that message id (None: before none), as the actor may see them."""
    sight = look(tx, actor, ticket_id)
    found = tx.messages.newest(ticket_id, notes=sight.with_notes, limit=limit + 1, before=before)
    return MessagePage(for_reader(tx, sight, found[-limit:]), older=len(found) > limit)


def for_reader(tx: Tx, sight: Sight, found: Sequence[Message]) -> tuple[Message, ...]:
    """The messages as one meets them who sees the ticket so.

    Staff reads what they said before they were edited; who is none does not learn who wrote an anonymous one.
    """
    if not sight.with_notes:
        return tuple(replace(it, author_id=HIDDEN, author_name="") if it.anonymous else it for it in found)
    return tuple(replace(it, earlier=tuple(tx.messages.earlier(it.id))) if it.edited_at else it for it in found)


def seen(tx: Tx, actor: Actor, message_id: int) -> Message:
    """The message with that id. Raises NotFound when there is none, or it is hidden from the actor."""
    message = tx.messages.get(message_id)
    if message is None or not _sees(tx, actor, message.ticket_id):
        raise NotFound("message")
    return _visible(tx, look(tx, actor, message.ticket_id), message_id)


def delete_message(tx: Tx, actor: Actor, ticket_id: int, message_id: int) -> Message:
    """Remove one message, in Discord too: one's own, or as staff anybody's. Returns it as it was last."""
    demand_no_block(tx, actor, (Action.DELETE_OWN_MESSAGE,))
    sight = look(tx, actor, ticket_id)
    message = _visible(tx, sight, message_id)
    if message.kind is MessageKind.SYSTEM:
        raise Forbidden(Action.DELETE_ANY_MESSAGE)
    own = message.author_id == actor.user_id
    demand(tx, actor, Action.DELETE_OWN_MESSAGE if own else Action.DELETE_ANY_MESSAGE, sight.who)
    _remove(tx, actor, sight.ticket, message, shown=True)
    return message


def delete_by_id(tx: Tx, actor: Actor, message_id: int) -> Message:
    """As `delete_message`, by the message's id alone: a hidden ticket's message is as unknown as none at all."""
    demand_no_block(tx, actor, (Action.DELETE_OWN_MESSAGE,))
    return delete_message(tx, actor, seen(tx, actor, message_id).ticket_id, message_id)


def delete_shown(tx: Tx, actor: Actor, discord_id: int) -> Message:
    """As `delete_message`, for the message that this Discord message is or shows. Raises NotFound, Forbidden."""
    message = tx.messages.by_discord(discord_id)
    if message is None:
        raise NotFound("message")
    return delete_message(tx, actor, message.ticket_id, message.id)


def record_seen(tx: Tx, actor: Actor, seen: SeenMessage) -> Message | None:
    """Keep what a member wrote in a ticket's place; None when the place is no ticket's or it is known already.

    What was said counts although the ticket may be closed meanwhile. What somebody without the right wrote is not
    kept: the bot is asked to take it out of the place. Who has left since had the right: Discord let them write.
    """
    ticket = tx.tickets.by_channel(actor.guild_id, seen.channel_id)
    if ticket is None or tx.messages.buried(seen.discord_id) or tx.messages.by_discord(seen.discord_id):
        return None
    sight = _writer(tx, actor, ticket)
    if sight is None and not seen.author_left:
        record_shown(tx, actor, EventType.MESSAGE_REFUSED, ticket, discordId=str(seen.discord_id))
        return None
    message = tx.messages.insert(
        NewMessage(
            ticket_id=ticket.id,
            author_id=actor.user_id,
            author_name=actor.name,
            via=Via.DISCORD,
            kind=MessageKind.REPLY,
            content=cleaned(seen.content),
            at=seen.written_at,
            attachments=tuple(replace(file, name=cleaned(file.name)) for file in seen.attachments),
            discord_id=seen.discord_id,
            forwarded=seen.forwarded,
        )
    )
    if sight is None:
        _touch(tx, ticket, actor.at)
    else:
        _replied(tx, actor, sight)
    lane = seek_files(tx, message, seen.urls)
    record(tx, actor, EventType.MESSAGE_CREATED, ticket=ticket, lane=lane, messageId=str(message.id))
    return message


def seek_files(tx: Tx, message: Message, urls: Sequence[str]) -> str | None:
    """Have the files fetched from there that the desk keeps; the lane in which that is done, None for nothing."""
    places = [
        (place, url)
        for place, (file, url) in enumerate(zip(message.attachments, urls, strict=False))
        if 0 < file.size <= FILE_AT_MOST
    ]
    tx.attachments.seek(message.id, places)
    return file_lane(message.id) if places else None


def record_edit(tx: Tx, origin: Origin, discord_id: int, content: str, edited_at: str) -> Message | None:
    """Follow an edit made in Discord; None when the message is not known, is the bot's, or says the same already."""
    message = tx.messages.by_discord(discord_id)
    text = cleaned(content)
    if message is None or message.by_bot or message.content == text:
        return None
    ticket = tx.tickets.get(origin.guild_id, message.ticket_id)
    if ticket is None:
        return None
    tx.messages.edit(message.id, text, edited_at)
    _touch(tx, ticket)
    record(tx, origin, EventType.MESSAGE_EDITED, ticket=ticket, messageId=str(message.id))
    return replace(message, content=text, edited_at=edited_at)


def record_removal(tx: Tx, origin: Origin, discord_id: int) -> Message | None:
    """Follow a deletion made in Discord; None when the message is not known (yet: it will not be taken for new)."""
    message = tx.messages.by_discord(discord_id)
    tx.messages.bury(discord_id, origin.at)
    if message is None:
        return None
    ticket = tx.tickets.get(origin.guild_id, message.ticket_id)
    if ticket is None:
        return None
    _remove(tx, origin, ticket, message, shown=False)
    return message


def _sees(tx: Tx, actor: Actor, ticket_id: int) -> bool:
    try:
        look(tx, actor, ticket_id)
    except NotFound:
        return False
    return True


def _writer(tx: Tx, actor: Actor, ticket: Ticket) -> Sight | None:
    """The ticket as one meets it who may write in it; None for who may not."""
    try:
        sight = sight_of(tx, actor, ticket)
        demand(tx, actor, Action.REPLY, sight.who)
        _demand_turn(sight, actor)
    except (NotFound, Forbidden, ClaimerAnswers):
        return None
    return sight


def _checked(content: str, files: tuple[Attachment, ...]) -> str:
    if files and not content.strip():
        return ""
    try:
        return checked_reply(content)
    except BadText as bad:
        raise Invalid({"content": bad.fault}) from bad


def _insert(
    tx: Tx,
    actor: Actor,
    ticket: Ticket,
    kind: MessageKind,
    content: str,
    files: tuple[Attachment, ...],
    *,
    anonymous: bool = False,
) -> Message:
    return tx.messages.insert(
        NewMessage(
            ticket_id=ticket.id,
            author_id=actor.user_id,
            author_name=actor.name,
            via=actor.via,
            kind=kind,
            content=content,
            at=actor.at,
            attachments=files,
            anonymous=anonymous,
        )
    )


def _as_staff(sight: Sight) -> bool:
    """Whether the actor is in the ticket as its staff alone, and not as one whose matter it is."""
    return sight.with_notes and Who.OWNER not in sight.who


def _demand_turn(sight: Sight, actor: Actor) -> None:
    if is_out_of_turn(sight, actor):
        raise ClaimerAnswers(sight.ticket.id, holder_id=sight.ticket.claimed_by or 0)


def _replied(tx: Tx, actor: Actor, sight: Sight) -> None:
    """It is the other side's turn now, and that is activity. A resting ticket comes back when its member writes."""
    by_staff = _as_staff(sight)
    after = after_reply(sight.ticket, sight.category.settings, actor.at, by_staff=by_staff)
    woken = after.snoozed_until is not None and not by_staff
    if by_staff:
        silence.interrupted(tx, actor, after)
    else:
        silence.ended(tx, actor, after)
    _touch(tx, replace(after, snoozed_until=None) if woken else after, actor.at)
    if by_staff:
        staff_replied(tx, actor, after)
    if woken:
        record_shown(tx, actor, EventType.TICKET_WOKEN, after, why="message")


def _touch(tx: Tx, ticket: Ticket, at: str | None = None) -> None:
    """Give the ticket a new version; `at` counts as activity, too, and moves the ticket to the top of lists."""
    after = replace(ticket, updated_at=max(at or "", ticket.updated_at), version=ticket.version + 1)
    tx.tickets.save(after, expected_version=ticket.version)


def _visible(tx: Tx, sight: Sight, message_id: int) -> Message:
    message = tx.messages.get(message_id)
    if message is None or message.ticket_id != sight.ticket.id:
        raise NotFound("message")
    if message.kind is MessageKind.NOTE and not sight.with_notes:
        raise NotFound("message")
    return message


def _remove(tx: Tx, by: Actor | Origin, ticket: Ticket, message: Message, *, shown: bool) -> None:
    """Take the row away; `shown` asks Discord to take away what shows it, too."""
    tx.messages.delete(message.id)
    is_note = message.kind is MessageKind.NOTE
    if message.discord_id is not None:
        tx.messages.bury(message.discord_id, by.at)
    record(
        tx,
        by,
        EventType.NOTE_DELETED if is_note else EventType.MESSAGE_DELETED,
        ticket=ticket,
        lane=ticket_lane(ticket.id) if shown and not is_note else None,
        messageId=str(message.id),
        discordId=str(message.discord_id) if message.discord_id else None,
    )
    if message.opening:
        tx.uploads.drop(ticket.id)
        # Whoever deletes what only repeats the answers wants them gone.
        ticket = replace(ticket, fields=() if repeats(message.content, ticket.fields) else ticket.fields)
    if not is_note:
        _touch(tx, ticket)
