"""Rights, keys and blocks in Discord."""

from datetime import timedelta

import pytest

from desk import keys
from desk.actor import Scope
from desk.clock import rfc3339
from desk.keys import KEYS_AT_MOST, KeyDraft, digest, mint
from desk.models import Block
from desk.store import Tx
from tests.cogs.world import World, buttons, said, shown


async def test_an_administrator_grants_and_revokes_a_right_and_it_counts_at_once(world: World) -> None:
    await world.ticket()
    role = world.roles["elsewhere"]
    given = await world.use("admin", "desk grant", role=role, what="manage_tickets")
    assert said(given) == f"<@&{role.id}> now holds `manage_tickets`."
    assert said(await world.use("elsewhere", "ticket claim", ticket=1)) == "Ticket #1 is yours."
    taken = await world.use("admin", "desk revoke", role=role, what="manage_tickets")
    assert said(taken) == f"<@&{role.id}> no longer holds `manage_tickets`."
    assert "There is no such ticket" in said(await world.use("elsewhere", "ticket release", ticket=1))


async def test_the_server_s_owner_gives_rights_without_any_role(world: World) -> None:
    owner = world.simulated.owner_of(world.guild)
    result = await owner.slash(world.hall, "desk grant", role=world.roles["viewer"], what="define_tickets")
    assert "now holds `define_tickets`" in said(result)


@pytest.mark.parametrize("name", ["owner", "manager", "definer"])
async def test_nobody_but_administrators_gives_or_takes_rights(world: World, name: str) -> None:
    for command in ("desk grant", "desk revoke"):
        result = await world.use(name, command, role=world.roles["viewer"], what="manage_tickets")
        assert "members with the Administrator permission" in said(result)


async def test_a_key_is_shown_once_to_its_owner_alone(world: World) -> None:
    made = await world.use("owner", "desk key create", name="my script", scopes="read", days=30)
    secret = mint(bytes(range(32)))
    assert secret in said(made)
    found = digest(secret)
    assert found is not None
    identity = world.store.identities.keys[found]
    assert (identity.user_id, sorted(identity.scopes)) == (world.members["owner"].id, ["tickets:read"])
    listed = said(await world.use("owner", "desk key list"))
    assert "my script" in listed
    assert secret[:12] in listed
    assert secret not in listed
    assert "You have no keys." in said(await world.use("manager", "desk key list"))


async def test_as_many_keys_as_one_may_have_fit_an_answer(world: World) -> None:
    noon = rfc3339(world.now)
    later = rfc3339(world.now + timedelta(days=3650))
    for number in range(KEYS_AT_MOST):
        draft = KeyDraft(f"{number:02}" + "*" * 98, frozenset(Scope), later)
        made = await world.store.write(keys.create, world.actor("owner"), draft, mint(bytes([number] * 32)))
        await world.store.write(keys.note_use, {made.id: noon})
    listed = said(await world.use("owner", "desk key list"))
    assert all(f"\u2068{number:02}" in listed for number in range(KEYS_AT_MOST))
    refused = await world.use("owner", "desk key create", name="one more")
    assert "you have 25 keys. Revoke one first" in said(refused)


async def test_a_key_is_revoked_by_its_owner_and_ends_at_once(world: World) -> None:
    await world.use("owner", "desk key create", name="my script")
    (choice,) = await world.members["owner"].autocomplete(world.hall, "desk key revoke", "key", "script")
    assert await world.members["manager"].autocomplete(world.hall, "desk key revoke", "key", "") == []
    foreign = await world.use("manager", "desk key revoke", key=choice["value"])
    assert "You have no such key." in said(foreign)
    assert said(foreign) == said(await world.use("manager", "desk key revoke", key="my script"))
    assert "is revoked" in said(await world.use("owner", "desk key revoke", key=choice["value"]))
    assert world.store.identities.keys == {}


async def test_an_administrator_revokes_the_key_of_another(world: World) -> None:
    await world.use("owner", "desk key create", name="my script")
    owner = world.members["owner"]
    assert "has no keys." in said(await world.use("admin", "desk key list", member=world.members["viewer"]))
    listed = said(await world.use("admin", "desk key list", member=owner))
    assert "API keys of" in listed
    assert "my script" in listed
    assert "my script" not in said(await world.use("admin", "desk key list"))
    assert "Administrator" in said(await world.use("manager", "desk key list", member=owner))
    assert "my script" in said(await world.use("owner", "desk key list", member=owner))
    (choice,) = await world.members["admin"].autocomplete(world.hall, "desk key revoke", "key", "owner")
    assert choice["name"].endswith("… · owner")
    assert "is revoked" in said(await world.use("admin", "desk key revoke", key=choice["value"]))
    assert world.store.identities.keys == {}


async def test_a_blocked_member_opens_nothing_until_the_block_ends_or_is_lifted(world: World) -> None:
    owner = world.members["owner"]
    blocked = said(await world.use("manager", "desk block", member=owner, until="2h", reason="Spam"))
    assert blocked.startswith(f"<@{owner.id}> is blocked until <t:")
    again = {"category": "open", "title": "Printer", "message": "It burns."}
    assert "You are blocked until <t:" in said(await owner.slash(world.hall, "ticket open", **again))
    world.now += timedelta(hours=3)
    assert "is open" in said(await owner.slash(world.hall, "ticket open", **again))
    for typed, wrong in (("soon", "**Until when** is no time"), ("2001-01-01", "is over already")):
        assert wrong in said(await world.use("manager", "desk block", member=owner, until=typed))
    await world.use("manager", "desk block", member=owner)
    assert "You are blocked:" in said(await owner.slash(world.hall, "ticket open", **again))
    assert said(await world.use("manager", "desk unblock", member=owner)) == f"<@{owner.id}> is no longer blocked."
    assert said(await world.use("manager", "desk unblock", member=owner)) == f"<@{owner.id}> is not blocked."


async def test_who_manages_tickets_cannot_be_blocked(world: World) -> None:
    result = await world.use("admin", "desk block", member=world.members["manager"])
    assert "**Member** manages tickets and cannot be blocked" in said(result)


async def test_only_who_manages_tickets_blocks(world: World) -> None:
    for name in ("responder", "definer"):
        result = await world.use(name, "desk block", member=world.members["owner"])
        assert "This is for those who manage tickets." in said(result)
        assert buttons(result) == {}
        assert shown(result).embeds == []


async def test_who_defines_categories_is_led_through_setting_up_and_others_are_told_who_may(world: World) -> None:
    screen = await world.use("definer", "desk setup")
    assert "Who answers? (1 of 4)" in said(screen)
    assert list(buttons(screen)) == ["Language of the server", "Roles that answer tickets", "Next"]
    refused = await world.use("manager", "desk setup")
    assert "This is for those who define categories." in said(refused)
    assert buttons(refused) == {}


async def test_who_manages_tickets_moves_the_log_and_others_are_told_who_may(world: World) -> None:
    moved = await world.use("manager", "desk log", channel=world.hall)
    assert f"written in <#{world.hall.id}> from now on" in said(moved)
    assert "/desk grant" in said(await world.use("responder", "desk log", channel=world.hall))
    assert "written nowhere" in said(await world.use("manager", "desk log"))


async def test_a_look_at_the_desk_is_for_those_who_define_categories(world: World) -> None:
    looked = await world.use("definer", "desk check")
    assert "All is well" in said(looked)
    assert "✅ The bot is connected" in said(looked)
    assert buttons(looked) == {}
    assert "This is for those who define categories." in said(await world.use("manager", "desk check"))


async def test_a_blocked_role_holds_all_who_have_it_until_it_ends_and_no_one_who_manages_tickets(world: World) -> None:
    viewers = world.roles["viewer"]
    await world.simulated.give_role(world.members["manager"], viewers)
    blocked = said(await world.use("manager", "desk block", role=viewers, until="2h", reason="Raid"))
    assert blocked.startswith(f"All who hold <@&{viewers.id}> are blocked until <t:")
    opening = {"category": "open", "title": "Printer", "message": "It burns."}
    assert "You are blocked until <t:" in said(await world.use("viewer", "ticket open", **opening))
    assert "is open" in said(await world.use("owner", "ticket open", **opening))
    assert "is open" in said(await world.use("manager", "ticket open", **opening))
    listed = said(await world.use("manager", "desk block"))
    assert f"1 block\n<@&{viewers.id}> is blocked until <t:" in listed
    assert "Raid" in listed
    world.now += timedelta(hours=3)
    assert "is open" in said(await world.use("viewer", "ticket open", **opening))
    assert "Nobody is blocked." in said(await world.use("manager", "desk unblock"))


async def test_a_role_that_manages_tickets_cannot_be_blocked_nor_two_at_once(world: World) -> None:
    for name in ("manager", "admin"):
        managing = await world.use("admin", "desk block", role=world.roles[name])
        assert "**Role** manages tickets and cannot be blocked" in said(managing)
    both = await world.use("manager", "desk block", role=world.roles["viewer"], member=world.members["owner"])
    assert "Choose a member or a role, not both." in said(both)


async def test_the_block_of_a_role_is_lifted_by_command(world: World) -> None:
    viewers = world.roles["viewer"]
    await world.use("manager", "desk block", role=viewers)
    assert said(await world.use("manager", "desk unblock", role=viewers)) == f"<@&{viewers.id}> is no longer blocked."
    assert said(await world.use("manager", "desk unblock", role=viewers)) == f"<@&{viewers.id}> is not blocked."


async def test_more_blocks_than_an_answer_shows_are_counted(world: World) -> None:
    def block_many(tx: Tx) -> None:
        for number in range(20):
            tx.blocks.put(Block(world.guild.id, 10**17 + number, None, "*" * 500))

    await world.store.write(block_many)
    listed = said(await world.use("manager", "desk block"))
    assert listed.startswith("20 blocks\n<@100000000000000000> is blocked without end")
    assert listed.endswith("and 8 more; `/ticket member` tells of each.")
