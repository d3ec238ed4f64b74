"""Setting a server up while others do so too, or take away what was chosen: nothing is made twice, and it is said."""

import asyncio
from typing import Any

import discord
import pytest

from bot.caretaker import Housekeeper
from bot.portal import PERMISSIONS
from cogs.surroundings import PLACES, POSTS
from cogs.words.permissions import named
from desk import places, reading, tickets
from desk.actor import Member, Via, identify
from desk.clock import system_clock
from desk.exchange import Slice, TicketFilter
from desk.tickets import TicketDraft
from tests.relay.test_changes import labels
from tests.relay.test_setup import Newcomer, newcomer
from tests.relay.world import World

__all__ = ["newcomer"]


async def ready(newcomer: Newcomer) -> None:
    """All is chosen; the last step is shown."""
    await newcomer.begin()
    await newcomer.pick("roles", [newcomer.staff])
    await newcomer.press("Next")
    await newcomer.pick("templates", ["general"])
    await newcomer.press("Next")
    await newcomer.press("Next")


async def counts(newcomer: Newcomer) -> tuple[int, int, int, int]:
    """How many categories, panels, channels to open tickets in and channel categories there are."""
    store, guild_id = newcomer.world.store, newcomer.guild.id
    names = [each.name for each in newcomer.guild.channels.values()]
    live, panels = await store.read(places.live_categories, guild_id), await store.read(places.panels, guild_id)
    return len(live), len(panels), names.count("open-a-ticket"), names.count("Tickets")


async def test_two_who_set_up_at_once_come_to_the_same_channels(
    newcomer: Newcomer, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, guild_id = newcomer.world, newcomer.guild.id
    ask = world.desk.client.http.request

    async def later(*arguments: Any, **more: Any) -> Any:
        """Discord takes its time, in which others look."""
        await asyncio.sleep(0)
        return await ask(*arguments, **more)

    monkeypatch.setattr(world.desk.client.http, "request", later)
    keeper = Housekeeper(world.store, world.desk.client, world.desk.relay, system_clock)
    groups = await asyncio.gather(*(keeper.channel_category(guild_id, "Tickets") for _ in range(3)))
    halls = await asyncio.gather(*(keeper.channel(guild_id, "open-a-ticket", groups[0]) for _ in range(3)))
    await world.simulated.settle()
    assert await counts(newcomer) == (0, 0, 1, 1)
    assert len({*groups}) == len({*halls}) == 1


async def test_a_role_that_was_deleted_after_it_was_picked_is_told_and_picked_anew(newcomer: Newcomer) -> None:
    await ready(newcomer)
    await newcomer.world.simulated.delete_role(newcomer.staff)
    await newcomer.world.simulated.settle()
    await newcomer.press("Set it up")
    assert "**Responders** has a role that cannot be used" in newcomer.words
    assert "Who answers?" in newcomer.words
    assert await counts(newcomer) == (0, 0, 0, 0)
    for _ in range(3):
        await newcomer.press("Next")
    await newcomer.press("Set it up")
    assert "Your desk is ready." in newcomer.words


async def test_everyone_is_refused_as_a_team_when_it_is_picked(newcomer: Newcomer) -> None:
    """S02."""
    await newcomer.begin()
    await newcomer.pick("roles", [newcomer.guild.default_role, newcomer.staff])
    assert "**Responders** has a role that cannot be used" in newcomer.words
    kept = await newcomer.world.store.read(lambda tx: tx.setups.get(newcomer.guild.id, newcomer.admin.id))
    assert str(newcomer.staff.id) in (kept or "")
    assert f"[{newcomer.staff.id}]" in (kept or "")


def limit(newcomer: Newcomer, *missing: str) -> None:
    """The bot holds what the invite link asks for but these, by its own role and by @everyone's."""
    held = discord.Permissions(PERMISSIONS)
    held.update(**dict.fromkeys(missing, False))
    newcomer.world.simulated.limit_bot(newcomer.guild, held)
    guild_id = newcomer.guild.id
    common = held & discord.Permissions(**dict.fromkeys((*POSTS, "send_messages_in_threads"), True))
    newcomer.world.simulated.backend.edit_role(guild_id, guild_id, {"permissions": common.value})


def fill(newcomer: Newcomer, up_to: int, under: int | None = None) -> None:
    """Put channels into the server, or into a channel category of it, until it has so many."""
    guild = newcomer.world.simulated.bot.get_guild(newcomer.guild.id)
    assert guild is not None
    present = [each for each in guild.channels if under is None or each.category_id == under]
    for number in range(up_to - len(present)):
        newcomer.world.simulated.backend.create_channel(guild.id, f"c{number}", parent_id=under)


async def test_each_permission_that_is_taken_away_before_the_last_step_is_named_and_nothing_is_half_made(
    newcomer: Newcomer,
) -> None:
    await ready(newcomer)
    for name in PLACES:
        limit(newcomer, name)
        await newcomer.world.simulated.settle()
        await newcomer.press("Set it up")
        assert f"The bot lacks {named([name], server=True)}. Give its role that" in newcomer.words
        assert labels(newcomer.shown) == ["Back", "Look again"]
        assert await counts(newcomer) == (0, 0, 0, 0)
        limit(newcomer)
        await newcomer.world.simulated.settle()
        await newcomer.press("Look again")
    assert named(["manage_roles"], server=True) == "**Manage Roles**"
    await newcomer.press("Set it up")
    assert "Your desk is ready." in newcomer.words
    assert await counts(newcomer) == (1, 1, 1, 1)


@pytest.mark.parametrize(("taken", "made"), [(500, (0, 0, 0, 0)), (499, (0, 0, 0, 1)), (498, (1, 1, 1, 1))])
async def test_a_full_server_is_told_in_plain_words_and_set_up_whole_when_there_is_room(
    newcomer: Newcomer, taken: int, made: tuple[int, ...]
) -> None:
    await ready(newcomer)
    fill(newcomer, taken)
    await newcomer.world.simulated.settle()
    await newcomer.press("Set it up")
    assert "This server has as many channels as Discord allows. Delete some, then set it up again." in newcomer.words
    assert "30013" not in newcomer.words
    assert await counts(newcomer) == made
    for name in ("c0", "c1", "c2"):
        found = next(each for each in newcomer.guild.channels.values() if each.name == name)
        await newcomer.world.simulated.delete_channel(found.id)
    await ready(newcomer)
    await newcomer.press("Set it up")
    assert "❌" not in newcomer.words
    assert await counts(newcomer) == (1, 1, 1, 1)


async def test_a_full_channel_category_is_told_in_plain_words(newcomer: Newcomer) -> None:
    group = newcomer.guild.create_category("Full")
    await newcomer.world.simulated.settle()
    fill(newcomer, 50, group.id)
    await ready(newcomer)
    await newcomer.press("Back")
    await newcomer.pick("under", [group])
    await newcomer.press("Next")
    await newcomer.press("Set it up")
    assert f"<#{group.id}> has as many channels as Discord allows in a channel category." in newcomer.words
    assert await counts(newcomer) == (0, 0, 0, 0)


async def test_what_was_broken_off_is_gone_on_with_and_leaves_nothing_behind(newcomer: Newcomer) -> None:
    world, guild_id = newcomer.world, newcomer.guild.id
    await ready(newcomer)
    keeper = Housekeeper(world.store, world.desk.client, world.desk.relay, system_clock)
    group = await keeper.channel_category(guild_id, "Tickets")
    await keeper.channel(guild_id, "open-a-ticket", group)
    await world.restart()
    await newcomer.press("Set it up")
    assert await counts(newcomer) == (1, 1, 1, 1)
    await leave_a_trial(newcomer, world)
    await world.restart()
    await ready(newcomer)
    await newcomer.press("Set it up")
    assert "A test ticket was opened and removed again." in newcomer.words
    assert await counts(newcomer) == (1, 1, 1, 1)
    page = await world.store.read(reading.list_tickets, admin_of(newcomer), TicketFilter(), Slice(10))
    assert [each.title for each in page.tickets] == ["Is it on?"]
    assert [it.kind for it in world.simulated.places() if it.kind == "private thread"] == ["private thread"]


def admin_of(newcomer: Newcomer) -> Any:
    """The administrator, acting behind the scenes."""
    member = Member(newcomer.guild.id, newcomer.admin.id, "admin", frozenset(), administrator=True)
    at = "2026-01-01T00:00:00.000Z"
    return identify(member, newcomer.world.store.identities, via=Via.DISCORD, at=at, request_id="test")


async def leave_a_trial(newcomer: Newcomer, world: World) -> None:
    """The desk ends while it tries a ticket; the administrator has one of their own beside it."""
    [category] = await world.store.read(places.live_categories, newcomer.guild.id)
    for heading, text in (
        ("Test of the desk", "This ticket tries the desk, and is removed in a moment."),
        ("Is it on?", "This ticket tries the desk, and is removed in a moment."),
    ):
        draft = TicketDraft(category.id, heading, text)
        await world.store.write(tickets.open_ticket, admin_of(newcomer), draft)
    await world.simulated.settle()
