"""The demo's world: the names that scripts rely on, who may do what in it, and the same ids and keys at each start."""

from pathlib import Path

from bot.demo.seed import Seeded, seed
from bot.demo.simulated import Simulated
from bot.demo.world import MEMBERS, ROLES, Town, build
from desk import reading
from desk.actor import Grant, Scope, Via, identify
from desk.clock import system_clock
from desk.exchange import Slice, TicketFilter
from desk.keys import digest
from storage.desk_store import DeskStore, open_desk
from tests.simulated.small_bot import SmallBot


async def build_town() -> tuple[Simulated, Town]:
    """A world of its own, never started: the guild alone is wanted."""
    world = Simulated(SmallBot())
    return world, build(world)


async def titles_seen_by(store: DeskStore, town: Town, name: str) -> set[str]:
    """The titles of the tickets that the member sees in a list."""
    actor = identify(town.member(name), store.identities, via=Via.REST, at="2026-01-01T00:00:00.000Z", request_id="t")
    page = await store.read(reading.list_tickets, actor, TicketFilter(), Slice(100))
    return {ticket.title for ticket in page.tickets}


async def test_the_names_are_those_that_scripts_rely_on() -> None:
    world, town = await build_town()
    names = {"owner", "outsider", "viewer", "responder", "elsewhere", "manager", "definer", "admin"}
    assert set(town.members) == set(MEMBERS) == names
    assert set(town.roles) == set(ROLES) == names - {"owner", "outsider"}
    assert town.guild.owner.id not in {member.id for member in town.members.values()}
    await world.bot.close()


async def test_each_key_is_its_member_s_and_two_hold_one_scope_alone(tmp_path: Path) -> None:
    world, town = await build_town()
    async with open_desk(tmp_path / "desk.db") as store:
        seeded = await seed(store, town, system_clock)
        held = {name: store.identities.keys[digest(key) or b""] for name, key in seeded.keys.items()}
    assert set(seeded.categories) == {"open", "other"}
    assert {name: held[name].user_id for name in MEMBERS} == {name: town.members[name].id for name in MEMBERS}
    assert {held[name].user_id for name in ("readonly", "writeonly")} == {town.members["owner"].id}
    assert {name: identity.scopes for name, identity in held.items()} == {
        **dict.fromkeys(MEMBERS, frozenset(Scope)),
        "readonly": {Scope.READ},
        "writeonly": {Scope.WRITE},
    }
    await world.bot.close()


async def test_the_seeded_tickets_are_seen_by_those_whom_they_concern(tmp_path: Path) -> None:
    world, town = await build_town()
    async with open_desk(tmp_path / "desk.db") as store:
        await seed(store, town, system_clock)
        seen = {name: bool(await titles_seen_by(store, town, name)) for name in MEMBERS}
        grants = dict(store.identities.grants)
    assert {name for name, sees in seen.items() if sees} == {"owner", "viewer", "responder", "manager", "admin"}
    assert grants == {
        (town.guild.id, town.roles["manager"].id): {Grant.MANAGE_TICKETS},
        (town.guild.id, town.roles["definer"].id): {Grant.DEFINE_TICKETS},
    }
    await world.bot.close()


async def test_a_second_start_on_the_same_store_finds_everything_again_and_adds_nothing(tmp_path: Path) -> None:
    found: list[tuple[Seeded, int, set[str]]] = []
    for _ in range(2):
        world, town = await build_town()
        async with open_desk(tmp_path / "desk.db") as store:
            seeded = await seed(store, town, system_clock)
            found.append((seeded, town.guild.id, await titles_seen_by(store, town, "owner")))
        await world.bot.close()
    assert found[0] == found[1]
