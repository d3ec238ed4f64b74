"""A running simulated Discord with a throw-away bot, a channel and three people."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import pytest

from bot.demo.simulated import ChannelHandle, GuildHandle, MemberActor, RoleHandle, Simulated
from tests.simulated.small_bot import SmallBot

T = TypeVar("T")


@dataclass(frozen=True)
class Scene:
    """The world of these tests; `staff` is held by `bob` and `cleo`."""

    discord: Simulated
    guild: GuildHandle
    hall: ChannelHandle
    staff: RoleHandle
    ann: MemberActor
    bob: MemberActor
    cleo: MemberActor

    async def let(self, act: Callable[[], Awaitable[T]]) -> T:
        """Have that done once what is under way has ended: while windows run, the clock may act at any moment."""
        return await self.discord.op(act)

    @property
    def bot(self) -> SmallBot:
        """The bot that is attached now."""
        assert isinstance(self.discord.bot, SmallBot)
        return self.discord.bot


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    bots = [SmallBot()]
    simulated = Simulated(bots[0])
    await simulated.start()
    guild = simulated.add_guild("House")
    staff = guild.create_role("staff")
    hall = guild.create_text_channel("hall")
    ann = simulated.add_member(guild, "ann")
    bob, cleo = (simulated.add_member(guild, name, [staff]) for name in ("bob", "cleo"))
    await simulated.settle()
    yield Scene(simulated, guild, hall, staff, ann, bob, cleo)
    await simulated.stop()
    for bot in [*bots, simulated.bot]:
        await bot.close()
