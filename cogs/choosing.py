"""Which ticket or category a command means, and what is offered while it is typed."""

from collections.abc import Callable, Coroutine
from typing import Any, Concatenate, ParamSpec, TypeVar

import discord
from discord import app_commands

from cogs import words
from cogs.answers import offered
from cogs.door import Door
from cogs.typed import shortened
from desk import keys, tickets
from desk.actor import Actor
from desk.categories import list_categories
from desk.errors import Fault, Invalid, NotFound
from desk.models import Category, Status, Ticket
from desk.store import Tx
from desk.suggestions import suggest_tickets
from desk.tickets import TicketDraft

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
    if number is None:
        ticket_id = tickets.id_of_channel(tx, actor, channel_id or 0)
    else:
        ticket_id = tickets.id_of_number(tx, actor, number)
    return use_case(tx, actor, ticket_id, *args, **kwargs)


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
    """The category in which a ticket is to be opened; all of them when none was named and there is a choice."""
    live = list_categories(tx, actor).categories
    if typed is None and len(live) != 1:
        return live
    return tickets.may_open(tx, actor, category_id_of(tx, actor, typed or str(live[0].id)))


def open_in(tx: Tx, actor: Actor, typed: str, title: str, message: str) -> Ticket:
    """Open a ticket in the category that was picked or typed. Raises as `open_ticket` does."""
    return tickets.open_ticket(tx, actor, TicketDraft(category_id_of(tx, actor, typed), title, message))


def category_id_if(tx: Tx, actor: Actor, typed: str | None) -> int | None:
    """The id of the category that was picked or typed; None without one. Raises NotFound."""
    return None if typed is None else category_id_of(tx, actor, typed)


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


async def keys_to_pick(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offers the member's own keys."""

    async def offer(door: Door) -> list[app_commands.Choice[str]]:
        own = await door.store.read(keys.list_keys, door.identify(interaction))
        fitting = [key for key in own if typed.strip().casefold() in key.name.casefold()]
        return [
            app_commands.Choice(name=f"{shortened(key.name, 80)} {key.prefix}…", value=str(key.id))
            for key in fitting[:CHOICES]
        ]

    return await offered(interaction, offer)


def writable(channel: object) -> discord.TextChannel:
    """`channel`, when the bot sees it and may write in it. Raises Invalid (channel) otherwise."""
    if isinstance(channel, discord.TextChannel):
        able = channel.permissions_for(channel.guild.me)
        if able.view_channel and able.send_messages:
            return channel
    raise Invalid({"channel": Fault("no_place_for_it")})
