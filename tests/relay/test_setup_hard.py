"""Setting a server up while others do so too, or take away what was chosen: nothing is made twice, and it is said."""

import asyncio
from typing import Any

import pytest

from bot.caretaker import Housekeeper
from desk import places
from desk.clock import system_clock
from tests.relay.test_setup import Newcomer, newcomer

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
