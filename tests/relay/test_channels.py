"""A ticket whose place is a channel of its own: closed to all but those who belong there, from the first call on."""

from dataclasses import replace

import discord
import pytest

from bot.demo.simulated import texts
from bot.portal import PERMISSIONS
from desk import blocks, categories, grants, tickets
from desk.actor import Grant
from desk.models import ClaimMode, PlaceState, Status, Style, Ticket
from desk.store import Tx
from tests.relay.in_channels import channel, let_be_channels, set_up, text_channel, under
from tests.relay.test_changes import labels
from tests.relay.test_people import edit
from tests.relay.world import World

VIEW = discord.Permissions(view_channel=True).value


@pytest.fixture
async def town(world: World) -> World:
    """A world whose category `open` has channels."""
    await let_be_channels(world)
    return world


async def close(world: World, ticket: Ticket, by: str = "owner") -> None:
    """Have that member close it."""
    await world.store.write(tickets.close, world.actor(by), ticket.id, "It went out.")
    await world.simulated.settle()


async def test_an_opened_ticket_gets_a_channel_under_one_that_the_bot_makes(town: World) -> None:
    ticket = await town.open_ticket()
    assert (ticket.place.state, ticket.place.style) == (PlaceState.MADE, Style.CHANNEL)
    assert (channel(town, ticket).name, channel(town, ticket).kind) == ("0001-printer-is-on-fire", "channel")
    assert under(town, ticket) == "open"
    assert "Printer is on fire" in town.card_text(ticket)


async def test_a_ticket_gets_its_channel_under_the_channel_category_that_staff_chose(world: World) -> None:
    chosen = world.guild.create_category("Help")
    await world.simulated.settle()
    await let_be_channels(world, under_channel_id=chosen.id)
    assert under(world, await world.open_ticket()) == "Help"


async def test_nobody_sees_a_new_ticket_but_those_who_may_from_the_first_call_on(town: World) -> None:
    """S02: the create call itself keeps everybody out, and lets in owner, staff and bot."""
    ticket = await town.open_ticket()
    made = [it for it in town.simulated.requests if (it.method, it.path.endswith("/channels")) == ("POST", True)]
    body = next(it.json for it in made if isinstance(it.json, dict) and str(it.json["name"]).startswith("0001"))
    rights = {int(it["id"]): it for it in body["permission_overwrites"]}
    assert int(rights[town.guild.id]["deny"]) & VIEW
    seeing = {target for target, it in rights.items() if int(it["allow"]) & VIEW}
    roles = {town.roles[name].id for name in ("responder", "viewer", "manager")}
    assert seeing == roles | {town.members["owner"].id, town.simulated.bot_user_id}
    assert town.who_reads(ticket) == {"owner", "viewer", "responder", "manager", "admin"}
    assert town.who_writes(ticket) == {"owner", "responder", "manager", "admin"}


async def test_what_is_written_in_the_channel_and_by_rest_stands_in_both(town: World) -> None:
    ticket = await town.open_ticket()
    await town.members["owner"].send(town.thread(ticket), "It still burns.")
    await town.reply(ticket, "Try water.")
    assert [it.content for it in (await town.detail(ticket.id)).messages[1:]] == ["It still burns.", "Try water."]
    assert "Try water." in town.said(ticket)[-1]


async def test_a_closed_channel_is_seen_by_its_owner_and_written_in_by_nobody(town: World) -> None:
    ticket = await town.open_ticket()
    await close(town, ticket)
    assert "owner" in town.who_reads(ticket)
    assert town.who_writes(ticket) == {"admin"}
    assert "Reopen" in labels(town.simulated.messages(town.thread(ticket).id)[-1])
    await town.store.write(tickets.reopen, town.actor("owner"), ticket.id)
    await town.simulated.settle()
    assert town.who_writes(ticket) == {"owner", "responder", "manager", "admin"}


async def test_a_closed_channel_goes_to_the_archive_and_comes_back(world: World) -> None:
    archive = world.guild.create_category("Archive")
    await world.simulated.settle()
    await let_be_channels(world, archive_channel_id=archive.id)
    ticket = await world.open_ticket()
    await close(world, ticket)
    assert under(world, ticket) == "Archive"
    assert world.who_reads(ticket) == {"owner", "viewer", "responder", "manager", "admin"}
    await world.store.write(tickets.reopen, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    assert under(world, ticket) == "open"
    assert "owner" in world.who_writes(ticket)


async def test_a_deleted_ticket_takes_its_channel_along(town: World) -> None:
    ticket = await town.open_ticket()
    await town.store.write(tickets.delete, town.actor("manager"), ticket.id)
    await town.simulated.settle()
    assert ticket.place.channel_id not in {it.id for it in town.simulated.places()}


async def test_only_who_claimed_a_ticket_answers_where_the_category_says_so(world: World) -> None:
    await let_be_channels(world, claim_mode=ClaimMode.CLAIMER)
    await world.simulated.give_role(world.members["outsider"], world.roles["responder"])
    ticket = await world.open_ticket()
    assert {"responder", "outsider"} <= world.who_writes(ticket)
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await world.simulated.settle()
    assert world.who_writes(ticket) == {"owner", "responder", "admin"}
    assert "outsider" in world.who_reads(ticket)
    await world.store.write(tickets.release, world.actor("responder"), ticket.id)
    await world.simulated.settle()
    assert {"responder", "outsider"} <= world.who_writes(ticket)


async def test_a_blocked_responder_sees_no_channel_and_a_blocked_owner_only_reads(town: World) -> None:
    ticket = await town.open_ticket()
    for name in ("responder", "owner"):
        await town.store.write(blocks.block, town.actor("manager"), town.actor(name))
    await town.simulated.settle()
    assert town.who_reads(ticket) == {"owner", "viewer", "manager", "admin"}
    assert "owner" not in town.who_writes(ticket)


async def test_other_roles_of_a_category_come_in_and_the_former_go(town: World) -> None:
    ticket = await town.open_ticket()
    await let_be_channels(town)
    await edit(town, responders=["elsewhere"], viewers=["responder"])
    assert town.who_reads(ticket) == {"owner", "elsewhere", "responder", "manager", "admin"}
    assert town.who_writes(ticket) == {"owner", "elsewhere", "manager", "admin"}


async def test_a_viewer_who_owns_a_ticket_writes_in_it(town: World) -> None:
    assert "viewer" in town.who_writes(await town.open_ticket(by="viewer"))


async def test_what_was_given_in_the_channel_by_hand_does_not_outlive_the_record(town: World) -> None:
    """L08: rights come from the ticket's record, never from what the channel had before."""
    ticket = await town.open_ticket()
    found = text_channel(town, ticket)
    stranger = found.guild.get_member(town.members["outsider"].id)
    assert stranger is not None
    await found.set_permissions(stranger, view_channel=True)
    assert "outsider" in town.who_reads(ticket)
    await close(town, ticket)
    assert "outsider" not in town.who_reads(ticket)


async def test_a_role_that_gets_or_loses_manage_tickets_gets_or_loses_sight_of_the_channels(town: World) -> None:
    ticket = await town.open_ticket()
    for verb, sees in ((grants.grant, True), (grants.revoke, False)):
        await town.store.write(verb, town.actor("admin"), town.roles["elsewhere"].id, Grant.MANAGE_TICKETS)
        await town.simulated.settle()
        assert ("elsewhere" in town.who_reads(ticket)) is sees


async def test_a_responder_who_loses_the_role_loses_the_channel_at_once_and_costs_no_request(town: World) -> None:
    ticket = await town.open_ticket()
    before = len(town.simulated.requests)
    await town.simulated.take_role(town.members["responder"], town.roles["responder"])
    await town.simulated.settle()
    assert "responder" not in town.who_reads(ticket)
    assert len(town.simulated.requests) == before


async def test_a_channel_deleted_by_hand_closes_its_ticket_and_reopening_makes_another(town: World) -> None:
    ticket = await town.open_ticket()
    await town.simulated.delete_channel(ticket.place.channel_id or 0)
    await town.simulated.settle()
    gone = await town.seen(ticket.id)
    assert (gone.status, gone.close_reason) == (Status.CLOSED, "place_gone")
    await town.store.write(tickets.reopen, town.actor("owner"), ticket.id)
    await town.simulated.settle()
    again = await town.seen(ticket.id)
    assert (again.place.state, again.place.style) == (PlaceState.MADE, Style.CHANNEL)
    assert "owner" in town.who_writes(again)


async def test_what_was_said_in_a_channel_while_the_desk_was_away_is_kept(town: World) -> None:
    """O05: all of it once, in order."""
    ticket = await town.open_ticket()
    async with town.away():
        for text in ("One", "Two"):
            await town.members["owner"].send(town.thread(ticket), text)
    assert [it.content for it in (await town.detail(ticket.id)).messages[1:]] == ["One", "Two"]


async def test_a_bot_that_holds_what_its_invite_asks_for_sets_no_right_that_it_lacks(world: World) -> None:
    world.simulated.limit_bot(world.guild, discord.Permissions(PERMISSIONS))
    await world.simulated.settle()
    await let_be_channels(world)
    before = len(world.simulated.requests)
    ticket = await world.open_ticket()
    await close(world, ticket)
    assert world.who_reads(ticket) == {"owner", "viewer", "responder", "manager", "admin"}
    named = 0
    for entry in world.simulated.requests[before:]:
        body = entry.json if isinstance(entry.json, dict) else {}
        for each in body.get("permission_overwrites", ()):
            named |= int(each["allow"]) | int(each["deny"])
    held = text_channel(world, ticket).guild.me.guild_permissions
    assert not held.administrator
    assert named & ~held.value == 0


async def test_a_closed_ticket_is_told_of_in_the_text_channel_that_is_its_archive(world: World) -> None:
    await set_up(world, archive_channel_id=world.hall.id)
    ticket = await world.open_ticket()
    await close(world, ticket)
    told = "".join(texts(world.simulated.messages(world.hall.id)))
    assert "Printer is on fire" in told
    assert f"<#{ticket.place.channel_id}>" in told


async def test_an_archive_that_is_full_is_followed_by_another(world: World) -> None:
    archive = world.guild.create_category("Archive")
    for number in range(50):
        world.simulated.backend.create_channel(world.guild.id, f"c{number}", parent_id=archive.id)
    await world.simulated.settle()
    await let_be_channels(world, archive_channel_id=archive.id)
    ticket = await world.open_ticket()
    await close(world, ticket)
    assert under(world, ticket) == "Archive 2"


async def test_a_ticket_keeps_its_thread_when_its_category_turns_to_channels(world: World) -> None:
    thread = await world.open_ticket()
    await let_be_channels(world)
    await close(world, thread)
    await world.store.write(tickets.reopen, world.actor("owner"), thread.id)
    await world.simulated.settle()
    assert (await world.seen(thread.id)).place.style is Style.THREAD
    assert (await world.open_ticket()).place.style is Style.CHANNEL
    assert world.people_in(thread) == {"owner", "viewer", "responder"}


async def test_a_ticket_keeps_its_channel_when_its_category_turns_to_threads_and_is_deleted(town: World) -> None:
    ticket = await town.open_ticket()
    await set_up(town)
    await town.reply(ticket, "Still here")
    assert "Still here" in town.said(ticket)[-1]
    assert (await town.open_ticket()).place.style is Style.THREAD
    await town.store.write(categories.delete, town.actor("admin"), town.category_ids["open"])
    await town.simulated.settle()
    assert (await town.seen(ticket.id)).status is Status.OPEN
    assert town.who_writes(ticket) == {"owner", "manager", "admin"} == town.who_reads(ticket)


async def test_a_category_changed_to_claimers_alone_changes_the_channels_that_there_are(town: World) -> None:
    await town.simulated.give_role(town.members["outsider"], town.roles["responder"])
    ticket = await town.open_ticket()
    await town.store.write(tickets.claim, town.actor("responder"), ticket.id)
    await town.simulated.settle()
    assert "outsider" in town.who_writes(ticket)

    def change(tx: Tx) -> None:
        before = tx.categories.get(town.guild.id, town.category_ids["open"])
        assert before is not None
        settings = replace(before.settings, claim_mode=ClaimMode.CLAIMER)
        categories.changed(tx, town.actor("admin"), before, replace(before, settings=settings))

    await town.store.write(change)
    await town.simulated.settle()
    assert "outsider" not in town.who_writes(ticket)
    assert "responder" in town.who_writes(ticket)
