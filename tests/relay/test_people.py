"""Who may write follows the category, and whoever loses the right is put out of the threads."""

import discord
import pytest

from desk import categories, tickets
from desk.categories import CategoryDraft
from tests.relay.world import World


def overwrites(world: World, category: str = "open") -> dict[int, discord.PermissionOverwrite]:
    """What the parent channel of that category says for whom."""
    topic = f"category {world.category_ids[category]}"
    guild = world.simulated.bot.get_guild(world.guild.id)
    assert guild is not None
    parent = next(it for it in guild.text_channels if it.topic and it.topic.endswith(topic))
    return {target.id: each for target, each in parent.overwrites.items()}


async def edit(world: World, *, responders: list[str], viewers: list[str]) -> None:
    """Give the category these roles."""
    draft = CategoryDraft(
        "open",
        responder_role_ids=tuple(world.roles[name].id for name in responders),
        viewer_role_ids=tuple(world.roles[name].id for name in viewers),
    )
    admin = world.actor("admin")
    await world.store.write(categories.edit, admin, world.category_ids["open"], draft, world.assignable)
    await world.simulated.settle()


async def test_a_viewer_who_opens_a_ticket_can_write_in_it(world: World) -> None:
    ticket = await world.open_ticket(by="viewer")
    assert "viewer" in world.who_writes(ticket)


async def test_a_role_taken_away_puts_its_member_out(world: World) -> None:
    ticket = await world.open_ticket()
    await world.simulated.take_role(world.members["responder"], world.roles["responder"])
    await world.simulated.settle()
    assert world.people_in(ticket) == {"owner", "viewer"}


async def test_a_role_given_brings_its_member_into_the_open_tickets(world: World) -> None:
    ticket = await world.open_ticket()
    await world.simulated.give_role(world.members["outsider"], world.roles["responder"])
    await world.simulated.settle()
    assert "outsider" in world.people_in(ticket)
    assert "outsider" in world.who_writes(ticket)
    assert f"<@{world.members['outsider'].id}>" not in world.card_text(ticket)


async def test_an_owner_made_viewer_goes_on_writing_in_the_own_ticket(world: World) -> None:
    ticket = await world.open_ticket()
    await world.simulated.give_role(world.members["owner"], world.roles["viewer"])
    await world.simulated.settle()
    assert "owner" in world.who_writes(ticket)


async def test_a_role_that_gives_no_tickets_changes_nothing(world: World) -> None:
    await world.open_ticket()
    colour = world.guild.create_role("blue")
    before = len(world.simulated.requests)
    await world.simulated.give_role(world.members["outsider"], colour)
    await world.simulated.settle()
    assert len(world.simulated.requests) == before


async def test_staff_cannot_bring_a_stranger_into_a_ticket_by_a_mention(world: World) -> None:
    ticket = await world.open_ticket()
    stranger = world.members["outsider"]
    await world.members["responder"].send(world.thread(ticket), f"<@{stranger.id}> look at this")
    await world.simulated.settle()
    assert "outsider" not in world.people_in(ticket)


async def test_an_owner_who_loses_the_role_stays_in_the_own_ticket(world: World) -> None:
    ticket = await world.open_ticket(by="responder")
    await world.simulated.take_role(world.members["responder"], world.roles["responder"])
    await world.simulated.settle()
    assert "responder" in world.people_in(ticket)


async def test_a_role_taken_away_puts_its_member_out_of_archived_threads_too(world: World) -> None:
    ticket = await world.open_ticket()
    await world.simulated.set_thread(world.thread(ticket).id, archived=True)
    await world.simulated.take_role(world.members["responder"], world.roles["responder"])
    await world.simulated.settle()
    assert world.people_in(ticket) == {"owner", "viewer"}


async def test_other_roles_of_a_category_come_in_and_the_former_go(world: World) -> None:
    ticket = await world.open_ticket()
    await edit(world, responders=["elsewhere"], viewers=[])
    assert world.people_in(ticket) == {"owner", "elsewhere"}
    assert world.who_writes(ticket) == {"owner", "elsewhere", "admin"}
    said = overwrites(world)
    assert world.roles["responder"].id not in said
    assert said[world.roles["elsewhere"].id].send_messages_in_threads is True


async def test_a_responder_made_viewer_may_only_read(world: World) -> None:
    ticket = await world.open_ticket()
    await edit(world, responders=["elsewhere"], viewers=["responder"])
    assert world.people_in(ticket) == {"owner", "elsewhere", "responder"}
    assert world.who_writes(ticket) == {"owner", "elsewhere", "admin"}


async def test_a_deleted_category_takes_its_roles_out_of_discord(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(categories.delete, world.actor("definer"), world.category_ids["open"])
    await world.simulated.settle()
    assert world.people_in(ticket) == {"owner"}
    said = overwrites(world)
    assert not said.keys() & {world.roles["responder"].id, world.roles["viewer"].id}
    assert "owner" in world.who_writes(ticket)


async def test_what_an_administrator_set_for_another_role_stays(world: World) -> None:
    guild = world.simulated.bot.get_guild(world.guild.id)
    assert guild is not None
    parent = next(it for it in guild.text_channels if it.name == "tickets-open")
    quiet = guild.get_role(world.roles["elsewhere"].id)
    assert quiet is not None
    await parent.set_permissions(quiet, view_channel=False)
    await world.simulated.settle()
    await edit(world, responders=["responder"], viewers=[])
    assert overwrites(world)[quiet.id].view_channel is False


async def test_staff_comes_in_where_the_bot_may_not_call_their_role(world: World) -> None:
    allowed = discord.Permissions(361046076496)
    world.simulated.limit_bot(world.guild, allowed)
    await world.simulated.settle()
    ticket = await world.open_ticket()
    assert world.people_in(ticket) == {"owner", "viewer", "responder"}
    assert f"<@{world.members['responder'].id}>" not in world.card_text(ticket)


async def test_a_manager_who_claims_a_ticket_comes_into_its_thread(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.claim, world.actor("manager"), ticket.id)
    await world.simulated.settle()
    assert "manager" in world.people_in(ticket)
    assert f"<@{world.members['manager'].id}>" not in world.card_text(ticket)


async def test_who_reads_tickets_without_having_been_given_them_is_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.guild.create_role("janitors", permissions=discord.Permissions(manage_threads=True))
    await world.simulated.settle()
    await world.open_ticket()
    await world.open_ticket("Another fire")
    assert [record.args for record in caplog.records if "janitors" in record.getMessage()] == [
        (world.category_ids["open"], world.guild.id, ["janitors"])
    ]
