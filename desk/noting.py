"""Notes that staff writes where others read: behind a prefix in a ticket's place, or with a number in a log channel."""

import re
from dataclasses import replace
from typing import Final

from desk import messages
from desk.actor import Actor, Via
from desk.asking import Sight, demand, sight_of
from desk.errors import Forbidden, NotFound
from desk.events import EventType, Origin, note_lane, record
from desk.exchange import NewMessage
from desk.messages import SeenMessage
from desk.models import Message, MessageKind, Ticket
from desk.permissions import Action
from desk.store import Tx
from desk.text import cleaned

PREFIX: Final = "//"
"""What begins a note that staff types among the messages of a ticket."""

_IN_LOG: Final = re.compile(r"//[ ]?#?([0-9]{1,15})[ \n]+(\S.*)", re.DOTALL)


def hear(tx: Tx, actor: Actor, seen: SeenMessage) -> Message | None:
    """Keep what a member wrote in a ticket's place, as `record_seen` does; of staff, what begins with `//` as a note.

    A note as well is what staff writes where only another of them answers: it is to go, and must not be lost.
    The note is kept before the bot is asked to take the message out. From anybody else it is a message as any other.
    """
    ticket = tx.tickets.by_channel(actor.guild_id, seen.channel_id)
    sight = None if ticket is None or seen.author_left else _noting(tx, actor, ticket)
    if sight is None:
        return messages.record_seen(tx, actor, seen)
    text = seen.content.removeprefix(PREFIX).strip()
    if seen.content.startswith(PREFIX) and text and not seen.forwarded:
        return _keep(tx, actor, sight.ticket, seen, text)
    if messages.is_out_of_turn(sight, actor):
        return _keep(tx, actor, sight.ticket, seen, seen.content)
    return messages.record_seen(tx, actor, seen)


def hear_edit(tx: Tx, actor: Actor, origin: Origin, discord_id: int, content: str, edited_at: str) -> Message | None:
    """Follow an edit as `record_edit` does; what its author, who is staff, now begins with `//` becomes a note.

    The message is taken out of the ticket and its place. The note has what it said before, for staff alone.
    """
    message = tx.messages.by_discord(discord_id)
    text = content.removeprefix(PREFIX).strip()
    turned = message is not None and content.startswith(PREFIX) and bool(text)
    ticket = tx.tickets.get(actor.guild_id, message.ticket_id) if message is not None and turned else None
    if message is None or ticket is None or not _may_turn(tx, actor, ticket, message):
        return messages.record_edit(tx, origin, discord_id, content, edited_at)
    sought = tx.attachments.sought(message.id)
    tx.attachments.take(message.id)
    messages.record_removal(tx, origin, discord_id)
    seen = SeenMessage(ticket.place.channel_id or 0, discord_id, message.content, message.attachments, edited_at)
    kept = _insert(tx, actor, ticket, seen, message.content)
    tx.attachments.seek(kept.id, sought)
    tx.messages.edit(kept.id, cleaned(text), edited_at)
    _tell(tx, actor, ticket, kept, discord_id)
    return kept


def _may_turn(tx: Tx, actor: Actor, ticket: Ticket, message: Message) -> bool:
    """Whether that message, which the actor edits, can become a note."""
    theirs = message.author_id == actor.user_id and not message.by_bot and not message.forwarded
    return theirs and message.kind is MessageKind.REPLY and _noting(tx, actor, ticket) is not None


def meant_for_log(content: str) -> bool:
    """Whether that could be a note in a log channel: `//12 text`."""
    return _IN_LOG.fullmatch(content) is not None


def hear_in_log(tx: Tx, actor: Actor, seen: SeenMessage) -> bool | None:
    """Keep `//12 text`, written in a log channel, as a note on ticket 12: whether it is kept.

    None when it is no log channel, and for what was heard already. What has no ticket, or comes from somebody who may
    write no note there, is not kept.
    """
    found = _IN_LOG.fullmatch(seen.content)
    if found is None or not _is_log(tx, actor.guild_id, seen.channel_id) or tx.messages.buried(seen.discord_id):
        return None
    ticket = tx.tickets.by_number(actor.guild_id, int(found[1]))
    if ticket is None or _noting(tx, actor, ticket) is None:
        return False
    tx.messages.bury(seen.discord_id, actor.at)
    kept = _insert(tx, actor, ticket, seen, found[2].strip())
    lane = messages.seek_files(tx, kept, seen.urls)
    record(tx, actor, EventType.NOTE_CREATED, ticket=ticket, lane=lane, messageId=str(kept.id))
    return True


def _keep(tx: Tx, actor: Actor, ticket: Ticket, seen: SeenMessage, text: str) -> Message | None:
    """None for what is known already. What the note was taken from is taken out of the place at once."""
    if tx.messages.buried(seen.discord_id) or tx.messages.by_discord(seen.discord_id):
        return None
    # It is to go, and its going takes nothing from the note.
    tx.messages.bury(seen.discord_id, actor.at)
    kept = _insert(tx, actor, ticket, seen, text)
    messages.seek_files(tx, kept, seen.urls)
    _tell(tx, actor, ticket, kept, seen.discord_id)
    return kept


def _tell(tx: Tx, actor: Actor, ticket: Ticket, kept: Message, discord_id: int) -> None:
    """Record the note, and have what it was taken from go out of the place, whatever waits there."""
    record(
        tx,
        actor,
        EventType.NOTE_CREATED,
        ticket=ticket,
        lane=note_lane(kept.id),
        messageId=str(kept.id),
        discordId=str(discord_id),
    )


def _insert(tx: Tx, actor: Actor, ticket: Ticket, seen: SeenMessage, text: str) -> Message:
    return tx.messages.insert(
        NewMessage(
            ticket_id=ticket.id,
            author_id=actor.user_id,
            author_name=actor.name,
            via=Via.DISCORD,
            kind=MessageKind.NOTE,
            content=cleaned(text),
            at=seen.written_at,
            attachments=tuple(replace(file, name=cleaned(file.name)) for file in seen.attachments),
            forwarded=seen.forwarded,
        )
    )


def _noting(tx: Tx, actor: Actor, ticket: Ticket) -> Sight | None:
    """The ticket as one meets it who may write notes to it; None for who may not."""
    try:
        sight = sight_of(tx, actor, ticket)
        demand(tx, actor, Action.NOTE, sight.who)
    except (NotFound, Forbidden):
        return None
    return sight


def _is_log(tx: Tx, guild_id: int, channel_id: int) -> bool:
    own = (each.settings.log_channel_id for each in tx.categories.live(guild_id))
    return channel_id in {tx.guilds.get(guild_id).log_channel_id, *own}
