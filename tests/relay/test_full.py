"""Channel categories and servers that are full: Discord's refusal opens the next, and administrators hear in time."""

import pytest

from desk import tickets
from desk.actor import Via
from desk.models import GuildSettings, PlaceState, Status, Ticket
from desk.tickets import TicketDraft
from tests.relay.in_channels import let_be_channels, under
from tests.relay.world import World

CREATE = ("POST", "/guilds/*/channels")
PARENT_FULL, GUILD_FULL = 50035, 30013


@pytest.fixture
async def town(world: World) -> World:
    """A world whose category `open` has channels under `Help`, and whose guild has a log channel."""
    chosen = world.guild.create_category("Help")
    log = world.guild.create_text_channel("log")
    await world.simulated.settle()
    await let_be_channels(world, under_channel_id=chosen.id)
    await world.store.write(lambda tx: tx.guilds.save(GuildSettings(world.guild.id, log_channel_id=log.id)))
    return world


def alerts(world: World) -> list[str]:
    """What stands in the log channel beside the lines of the log."""
    log = next(it.id for it in world.simulated.places() if it.name == "log")
    return [it.content for it in world.simulated.messages(log) if it.content]


def fill(world: World, name: str, count: int) -> None:
    """Put so many channels under the channel category of that name, behind the bot's back."""
    parent = next(it.id for it in world.simulated.places() if it.name == name)
    for number in range(count):
        world.simulated.backend.create_channel(world.guild.id, f"c{number}", parent_id=parent)


@pytest.mark.parametrize("taken", [48, 49])
async def test_a_channel_category_that_discord_calls_full_is_followed_by_another(town: World, taken: int) -> None:
    """P01: Discord's refusal triggers the fallback, whatever was counted; the ticket opens."""
    fill(town, "Help", taken)
    await town.simulated.settle()
    town.simulated.refuse(*CREATE, status=400, code=PARENT_FULL)
    ticket = await town.open_ticket(via=Via.DISCORD)
    assert (ticket.status, ticket.place.state) == (Status.OPEN, PlaceState.MADE)
    assert under(town, ticket) == "Help 2"
    assert town.who_reads(ticket) == {"owner", "viewer", "responder", "manager", "admin"}
    before = len(town.simulated.requests)
    assert under(town, await town.open_ticket()) == "Help 2"
    made = [
        it for it in town.simulated.requests[before:] if (it.method, it.path.endswith("channels")) == ("POST", True)
    ]
    assert len(made) == 1


async def test_fifty_channels_are_not_tried_and_a_place_that_comes_free_is_used_again(town: World) -> None:
    fill(town, "Help", 50)
    await town.simulated.settle()
    assert under(town, await town.open_ticket()) == "Help 2"
    await town.simulated.delete_channel(next(it.id for it in town.simulated.places() if it.name == "c0"))
    assert under(town, await town.open_ticket()) == "Help"


async def test_tickets_opened_at_the_same_moment_share_the_next_channel_category(town: World) -> None:
    fill(town, "Help", 50)
    await town.simulated.settle()
    opened = [await _opened(town) for _ in range(4)]
    await town.simulated.settle()
    assert [under(town, await town.seen(each.id)) for each in opened] == ["Help 2"] * 4
    assert [it.name for it in town.simulated.places()].count("Help 2") == 1


async def _opened(world: World) -> Ticket:
    draft = TicketDraft(world.category_ids["open"], "Fire", "It burns.")
    return await world.store.write(tickets.open_ticket, world.actor("owner"), draft)


async def test_where_the_bot_may_make_no_further_one_the_channel_lies_under_none(town: World) -> None:
    fill(town, "Help", 50)
    await town.simulated.settle()
    town.simulated.refuse(*CREATE, status=403, code=50013)
    ticket = await town.open_ticket()
    assert (ticket.place.state, under(town, ticket)) == (PlaceState.MADE, None)
    assert town.who_reads(ticket) == {"owner", "viewer", "responder", "manager", "admin"}


async def test_in_a_full_server_the_member_is_told_no_ticket_remains_and_administrators_hear_once(town: World) -> None:
    """P01: the member gets a sentence, administrators one alert, no open ticket remains."""
    town.simulated.refuse(*CREATE, status=400, code=GUILD_FULL, times=None)
    owner = town.members["owner"]
    options = {"category": str(town.category_ids["open"]), "title": "Fire", "message": "It burns, please help."}
    for _ in range(2):
        told = await owner.slash(town.hall, "ticket open", **options)
        assert told.response is not None
        assert "as many channels as Discord allows" in (told.response.content or "")
    assert {(it.status, it.close_reason) for it in await town.everything()} == {(Status.CLOSED, "no_place")}
    assert [text for text in alerts(town) if "as many channels" in text] == alerts(town)
    assert len(alerts(town)) == 1
    town.simulated.stop_refusing()
    assert (await town.open_ticket()).place.state is PlaceState.MADE


async def test_administrators_hear_once_when_nine_tenths_are_taken_and_again_after_there_was_room(town: World) -> None:
    fill(town, "Help", 43)
    await town.simulated.settle()
    await town.open_ticket()
    assert alerts(town) == []
    await town.open_ticket()
    await town.open_ticket()
    [told] = alerts(town)
    assert "Help" in told
    assert "45 of 50" in told
    for name in ("c0", "c1", "c2", "c3"):
        await town.simulated.delete_channel(next(it.id for it in town.simulated.places() if it.name == name))
    await town.open_ticket()
    fill(town, "Help", 2)
    await town.simulated.settle()
    await town.open_ticket()
    assert len(alerts(town)) == 2


async def test_administrators_hear_of_a_nearly_full_server_and_its_last_channel_is_a_tickets(town: World) -> None:
    """P01: the ticket after the 500th channel is closed without a place."""
    there = sum(it.kind in {"channel", "category"} for it in town.simulated.places())
    for number in range(499 - there):
        town.simulated.backend.create_channel(town.guild.id, f"c{number}")
    await town.simulated.settle()
    ticket = await town.open_ticket(via=Via.DISCORD)
    assert (ticket.status, ticket.place.state) == (Status.OPEN, PlaceState.MADE)
    [told] = alerts(town)
    assert "500 of 500" in told
    refused = await town.open_ticket(via=Via.DISCORD)
    assert (refused.close_reason, refused.place.error) == ("no_place", "discord 400 30013")


async def test_discords_own_word_for_a_full_channel_category_is_understood(town: World) -> None:
    """P01: the bot counts fewer than there are, asks, and goes on in the next."""
    fill(town, "Help", 50)
    guild = town.simulated.bot.get_guild(town.guild.id)
    await town.simulated.settle()
    assert guild is not None
    for channel in [it for it in guild.channels if it.name.startswith("c") and it.category_id]:
        guild._remove_channel(channel)
    assert under(town, await town.open_ticket()) == "Help 2"
