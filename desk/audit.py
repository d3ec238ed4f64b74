"""The log: which of what happened is told in a guild's log channels, in order and once each."""

from dataclasses import dataclass, replace

from desk.actor import Actor
from desk.asking import demand_in_guild
from desk.events import EventType, record
from desk.models import Category, Event, GuildSettings, Ticket
from desk.permissions import Action
from desk.store import Tx

LINES = 20
"""How many events are told at once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event for the log; `ticket` is None for what concerns none, or one that is deleted meanwhile.

    `category` is the one in which it happened, as it is now.
    """

    event: Event
    ticket: Ticket | None
    channel_id: int
    category: Category | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What is written into a guild's log channels next; with it the log has come to the event `until`."""

    guild_id: int
    until: int
    entries: tuple[Entry, ...]
    again: bool


def log_channel(tx: Tx, actor: Actor) -> int | None:
    """The guild's log channel. Raises MissingGrant."""
    demand_in_guild(tx, actor, Action.SET_LOG)
    return tx.guilds.get(actor.guild_id).log_channel_id


def set_log_channel(tx: Tx, actor: Actor, channel_id: int | None) -> GuildSettings:
    """Have the log written into that channel, from now on; None for nowhere. Raises MissingGrant."""
    demand_in_guild(tx, actor, Action.SET_LOG)
    before = tx.guilds.get(actor.guild_id)
    if before.log_channel_id == channel_id:
        return before
    begin(tx, actor.guild_id)
    after = replace(before, log_channel_id=channel_id)
    tx.guilds.save(after)
    record(tx, actor, EventType.LOG_MOVED, channelId=str(channel_id) if channel_id else None)
    return after


def begin(tx: Tx, guild_id: int) -> None:
    """To be asked before a guild gets a log channel: where it had none yet, what happened until now stays untold."""
    if guild_id not in tx.guilds.with_log():
        last = tx.events.last(guild_id)
        tx.guilds.set_logged(guild_id, last, last)


def guilds_behind(tx: Tx) -> list[int]:
    """The guilds with a log channel in which something happened that their log does not tell yet."""
    return [each for each in tx.guilds.with_log() if tx.events.last(each) > tx.guilds.logged(each)[0]]


def next_batch(tx: Tx, guild_id: int) -> Batch | None:
    """What is to be told next; None when all is told.

    What was begun and not finished comes again as it was, so that it can be found where it was posted already.
    """
    done, doing = tx.guilds.logged(guild_id)
    again = doing > done
    events = [each for each in tx.events.after(guild_id, done, LINES) if not again or each.seq <= doing]
    if not events:
        return None
    until = events[-1].seq
    tx.guilds.set_logged(guild_id, done, max(doing, until))
    entries = (_entry(tx, each) for each in events)
    return Batch(guild_id, until, tuple(each for each in entries if each is not None), again)


def told(tx: Tx, batch: Batch) -> None:
    """The batch stands in the log. What was begun beyond it, as before a backup was restored, is in doubt still."""
    _, doing = tx.guilds.logged(batch.guild_id)
    tx.guilds.set_logged(batch.guild_id, batch.until, max(doing, batch.until))


def channel_gone(tx: Tx, guild_id: int, channel_id: int) -> None:
    """Somebody deleted that channel: nothing is written into it any more."""
    settings = tx.guilds.get(guild_id)
    if settings.log_channel_id == channel_id:
        tx.guilds.save(replace(settings, log_channel_id=None))
    for category in tx.categories.live(guild_id):
        if category.settings.log_channel_id == channel_id:
            tx.categories.save(replace(category, settings=replace(category.settings, log_channel_id=None)))


def _entry(tx: Tx, event: Event) -> Entry | None:
    ticket = tx.tickets.get(event.guild_id, event.ticket_id) if event.ticket_id else None
    category = tx.categories.get(event.guild_id, event.category_id) if event.category_id else None
    own = category.settings.log_channel_id if category else None
    channel_id = own or tx.guilds.get(event.guild_id).log_channel_id
    return None if channel_id is None else Entry(event, ticket, channel_id, category)
