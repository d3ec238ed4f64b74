"""Who holds which roles: at once while Discord is there, from memory for fifteen minutes, and then nobody knows."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.client import DeskClient
from bot.demo.simulated import GuildHandle, MemberActor, RoleHandle, Simulated
from bot.directory import GOOD_FOR, LiveDirectory
from desk.errors import RolesUnknown


@dataclass
class Scene:
    """A guild with one role and one member who holds it."""

    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    client: DeskClient = field(default_factory=DeskClient)
    simulated: Simulated = field(init=False)
    directory: LiveDirectory = field(init=False)
    guild: GuildHandle = field(init=False)
    staff: RoleHandle = field(init=False)
    ann: MemberActor = field(init=False)

    async def build(self) -> None:
        """Fill the guild."""
        self.directory = LiveDirectory(self.client, lambda: self.now)
        self.client.equipped_by(lambda bot: bot.add_cog(self.directory))
        self.simulated = Simulated(self.client)
        await self.simulated.start()
        self.guild = self.simulated.add_guild("House")
        self.staff = self.guild.create_role("staff")
        self.ann = self.simulated.add_member(self.guild, "ann", [self.staff])
        await self.simulated.settle()

    def roles(self) -> frozenset[int]:
        """What ann holds."""
        found = self.directory.member(self.guild.id, self.ann.id)
        assert found is not None
        return found.role_ids


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    built = Scene()
    await built.build()
    yield built
    await built.simulated.stop()
    await built.client.close()


async def test_a_role_taken_away_counts_at_once(scene: Scene) -> None:
    assert scene.roles() == {scene.staff.id}
    await scene.simulated.take_role(scene.ann, scene.staff)
    assert scene.roles() == frozenset()


async def test_who_has_left_is_no_member(scene: Scene) -> None:
    await scene.simulated.leave(scene.ann)
    assert scene.directory.member(scene.guild.id, scene.ann.id) is None
    assert scene.directory.member(4711, scene.ann.id) is None


async def test_ids_that_are_nobodys_are_not_remembered(scene: Scene) -> None:
    scene.roles()
    for user_id in range(1000):
        assert scene.directory.member(scene.guild.id, user_id) is None
    assert len(scene.directory._members) == 1


async def test_the_guilds_owner_is_an_administrator(scene: Scene) -> None:
    owner = scene.directory.member(scene.guild.id, scene.guild.owner.id)
    assert owner is not None
    assert owner.administrator
    assert not scene.directory.member(scene.guild.id, scene.ann.id).administrator  # type: ignore[union-attr]  # is one


async def test_last_seen_roles_are_good_for_a_quarter_of_an_hour(scene: Scene) -> None:
    await scene.directory.disconnected()
    scene.now += GOOD_FOR
    assert scene.roles() == {scene.staff.id}
    scene.now += timedelta(seconds=1)
    with pytest.raises(RolesUnknown):
        scene.roles()
    await scene.directory.connected()
    assert scene.roles() == {scene.staff.id}


async def test_a_disconnect_told_twice_does_not_make_roles_good_for_longer(scene: Scene) -> None:
    scene.roles()
    await scene.directory.disconnected()
    scene.now += GOOD_FOR
    await scene.directory.disconnected()
    scene.now += timedelta(seconds=1)
    with pytest.raises(RolesUnknown):
        scene.roles()


async def test_before_discord_was_ever_reached_nobody_knows(scene: Scene) -> None:
    fresh = LiveDirectory(scene.client, lambda: scene.now)
    with pytest.raises(RolesUnknown):
        fresh.member(scene.guild.id, scene.ann.id)
    with pytest.raises(RolesUnknown):
        fresh.assignable_roles(scene.guild.id)


async def test_assignable_are_the_roles_that_people_made(scene: Scene) -> None:
    assert scene.directory.assignable_roles(scene.guild.id) == {scene.staff.id}
    assert scene.directory.assignable_roles(4711) == frozenset()
    await scene.directory.disconnected()
    assert scene.directory.assignable_roles(scene.guild.id) == {scene.staff.id}


async def test_a_guild_that_is_down_has_the_roles_that_it_had_for_as_long(scene: Scene) -> None:
    scene.roles()
    guild = scene.client.get_guild(scene.guild.id)
    assert guild is not None
    guild.unavailable = True
    await scene.directory.outage_begins(guild)
    scene.now += GOOD_FOR
    assert scene.roles() == {scene.staff.id}
    scene.now += timedelta(seconds=1)
    with pytest.raises(RolesUnknown):
        scene.roles()
    guild.unavailable = False
    await scene.directory.outage_ends(guild)
    assert scene.roles() == {scene.staff.id}
