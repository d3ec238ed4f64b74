"""Which ticket or category a command means, and what is offered while it is typed."""

from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Concatenate, ParamSpec, TypeVar

import discord
from discord import app_commands

from cogs import words
from cogs.answers import offered
from cogs.door import Door
from cogs.language import say
from cogs.typed import shortened
from cogs.words.sorting import RESTS, WAKE
from desk import canned, keys, links, merging, moving, reading, snoozing
from desk.actor import Actor
from desk.categories import list_categories
from desk.drafts import Opened, Sheet, Unfinished, hand_in
from desk.entrance import categories_open_to, entrance
from desk.errors import Fault, Invalid, NotFound
from desk.models import ApiKey, Category, Status, Ticket
from desk.store import Tx
from desk.suggestions import suggest_tickets
from desk.tags import suggest_tags

CHOICES = 25

P = ParamSpec("P")
T = TypeVar("T")

Suggest = Callable[[discord.Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[int]]]]


def on_ticket(
    tx: Tx,
    actor: Actor,
    number: int | None,
    channel_id: int | None,
    use_case: Callable[Concatenate[Tx, Actor, int, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run the use case on the ticket of that number, or without one on that of the thread. Raises NotFound."""
    return use_case(tx, actor, ticket_id_of(tx, actor, number, channel_id), *args, **kwargs)


def ticket_id_of(tx: Tx, actor: Actor, number: int | None, channel_id: int | None) -> int:
    """The id of the ticket of that number, or without one of that of the thread. Raises NotFound."""
    if number is None:
        return reading.id_of_channel(tx, actor, channel_id or 0)
    return reading.id_of_number(tx, actor, number)


def persons(interaction: discord.Interaction, user_ids: Iterable[int]) -> tuple[int, ...]:
    """Those ids, when each is of a person who is in the server. Raises Invalid for bots and strangers."""
    found = tuple(user_ids)
    members = [interaction.guild.get_member(each) if interaction.guild else None for each in found]
    if any(member is None or member.bot for member in members):
        raise Invalid({"member": Fault("no_person")})
    return found


def category_id_of(tx: Tx, actor: Actor, typed: str) -> int:
    """The id of the category that was picked, or whose name was typed. Raises NotFound."""
    live = list_categories(tx, actor).categories
    picked = [each.id for each in live if str(each.id) == typed]
    named = [each.id for each in live if each.name.casefold() == typed.strip().casefold()]
    if not picked + named:
        raise NotFound("category")
    return (picked + named)[0]


def on_category(
    tx: Tx,
    actor: Actor,
    typed: str,
    use_case: Callable[Concatenate[Tx, Actor, int, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run the use case on the category that was picked or typed. Raises NotFound."""
    return use_case(tx, actor, category_id_of(tx, actor, typed), *args, **kwargs)


def category_to_open(tx: Tx, actor: Actor, typed: str | None) -> Category | tuple[Category, ...]:
    """The category in which a ticket is to be opened; all that are open to the actor when none was named."""
    if typed is not None:
        return entrance(tx, actor, category_id_of(tx, actor, typed))
    live = list_categories(tx, actor).categories
    theirs = categories_open_to(tx, actor) if live else ()
    return entrance(tx, actor, theirs[0].id) if len(theirs) == 1 else theirs


def open_in(tx: Tx, actor: Actor, typed: str, title: str, message: str, form_id: str) -> Opened | Unfinished:
    """Open a ticket in the category that was picked or typed, or go on to its form. Raises as `open_ticket` does."""
    sheet = Sheet(category_id_of(tx, actor, typed), form_id, title=title, message=message)
    return hand_in(tx, actor, sheet)


def category_id_if(tx: Tx, actor: Actor, typed: str | None) -> int | None:
    """The id of the category that was picked or typed; None without one. Raises NotFound."""
    return None if typed is None else category_id_of(tx, actor, typed)


def move_to(tx: Tx, actor: Actor, ticket_id: int, typed: str, holder: Actor | None) -> Ticket:
    """Move the ticket into the category that was picked or typed. Raises as `move` does."""
    return moving.move(tx, actor, ticket_id, category_id_of(tx, actor, typed), holder)


def snooze_for(tx: Tx, actor: Actor, ticket_id: int, typed: str) -> Ticket:
    """Let the ticket rest as was picked or typed, or bring it back. Raises as `snooze` does."""
    if typed == WAKE:
        return snoozing.wake(tx, actor, ticket_id)
    return snoozing.snooze(tx, actor, ticket_id, snoozing.rest(typed))


def merge_into(tx: Tx, actor: Actor, ticket_id: int, number: int) -> merging.Merge:
    """What merging the ticket into the one of that number would do. Raises as `may_merge` does."""
    return merging.may_merge(tx, actor, ticket_id, reading.id_of_number(tx, actor, number))


def link_number(tx: Tx, actor: Actor, ticket_id: int, number: int) -> Ticket:
    """Link the ticket to the one of that number. Raises as `link` does."""
    return links.link(tx, actor, ticket_id, reading.id_of_number(tx, actor, number))


def unlink_number(tx: Tx, actor: Actor, ticket_id: int, number: int) -> Ticket:
    """Part the ticket from the one of that number. Raises as `unlink` does."""
    return links.unlink(tx, actor, ticket_id, reading.id_of_number(tx, actor, number))


def tickets_to_pick(status: Status | None = None) -> Suggest:
    """Offers the visible tickets of that status that fit what is typed."""

    async def suggest(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[int]]:
        async def offer(door: Door) -> list[app_commands.Choice[int]]:
            actor = door.identify(interaction)
            found = await door.store.read(suggest_tickets, actor, str(typed), CHOICES, status)
            return [app_commands.Choice(name=words.tickets.to_pick(each), value=each.number) for each in found]

        return await offered(interaction, offer)

    return suggest


async def categories_to_pick(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offers the categories whose name contains what is typed."""

    async def offer(door: Door) -> list[app_commands.Choice[str]]:
        live = (await door.store.read(list_categories, door.identify(interaction))).categories
        fitting = [each for each in live if typed.strip().casefold() in each.name.casefold()]
        return [app_commands.Choice(name=shortened(each.name, 100), value=str(each.id)) for each in fitting[:CHOICES]]

    return await offered(interaction, offer)


async def tags_to_pick(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offers the tags that begin with what is typed, of tickets that the member sees."""

    async def offer(door: Door) -> list[app_commands.Choice[str]]:
        found = await door.store.read(suggest_tags, door.identify(interaction), str(typed), CHOICES)
        return [app_commands.Choice(name=each, value=each) for each in found]

    return await offered(interaction, offer)


async def rests_to_pick(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offers the usual times for which a ticket rests; whatever else is typed stays possible."""

    async def offer(_door: Door) -> list[app_commands.Choice[str]]:
        choices = [(say(label), value) for value, label in RESTS.items()]
        fitting = [
            (label, value) for label, value in choices if typed.strip().casefold() in f"{label} {value}".casefold()
        ]
        return [app_commands.Choice(name=label, value=value) for label, value in fitting]

    return await offered(interaction, offer)


async def replies_to_pick(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offers the ready replies that serve in the ticket that is meant."""

    async def offer(door: Door) -> list[app_commands.Choice[str]]:
        actor, number = door.identify(interaction), interaction.namespace.ticket
        where = interaction.channel_id
        found = await door.store.read(on_ticket, actor, number, where, canned.fitting, str(typed), CHOICES)
        return [app_commands.Choice(name=each.name, value=str(each.id)) for each in found]

    return await offered(interaction, offer)


async def keys_to_pick(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offers the member's own keys, and to Administrators after them those of others, with whose they are."""

    async def offer(door: Door) -> list[app_commands.Choice[str]]:
        actor = door.identify(interaction)
        found = await door.store.read(keys.list_all if actor.administrator else keys.list_keys, actor)
        own_first = sorted(found, key=lambda key: key.user_id != actor.user_id)
        offered = {str(key.id): _label(interaction, key) for key in own_first}
        fitting = [(label, value) for value, label in offered.items() if typed.strip().casefold() in label.casefold()]
        return [app_commands.Choice(name=label, value=value) for label, value in fitting[:CHOICES]]

    return await offered(interaction, offer)


def _label(interaction: discord.Interaction, key: ApiKey) -> str:
    """A key by its name and beginning, and another's by whose it is."""
    label = f"{shortened(key.name, 50)} {key.prefix}…"
    if key.user_id == interaction.user.id:
        return label
    owner = interaction.guild.get_member(key.user_id) if interaction.guild else None
    return f"{label} · {shortened(owner.display_name, 30) if owner else key.user_id}"


def writable(channel: object) -> discord.TextChannel:
    """`channel`, when the bot sees it and may write in it. Raises Invalid (channel) otherwise."""
    if isinstance(channel, discord.TextChannel):
        able = channel.permissions_for(channel.guild.me)
        if able.view_channel and able.send_messages:
            return channel
    raise Invalid({"channel": Fault("no_place_for_it")})
