"""The schema refuses what Discord would, takes what discord.py really sends, and every test is held against it."""

from io import BytesIO
from typing import Any, Final

import discord
import pytest

from bot.demo.simulated import Simulated
from tests.schema.departures import DEPARTURES, Departure, as_published
from tests.schema.published import ABSENT, Published, published
from tests.schema.request import Request
from tests.schema.watch import WATCH, Watch, complaints, wrongs

CHANNEL: Final = 100000000000000001
BUTTON: Final = {"type": 2, "style": 1, "label": "Open", "custom_id": "open"}


@pytest.fixture
def schema() -> Published:
    """Discord's published schema; without it the tests of it are skipped, and say why."""
    if (found := published()) is None:
        pytest.skip(ABSENT)
    return found


def message(**fields: Any) -> Request:
    """A message of the bot."""
    return Request("POST", f"/channels/{CHANNEL}/messages", {}, fields)


def with_button(**changes: Any) -> Request:
    """A message with one button."""
    return message(content="x", components=[{"type": 1, "components": [BUTTON | changes]}])


BAD: Final = {
    "no such route": Request("POST", f"/channels/{CHANNEL}/massages", {}, {}),
    "no method of the route": Request("PUT", f"/channels/{CHANNEL}/messages", {}, {}),
    "no body": Request("POST", f"/channels/{CHANNEL}/messages", {}, None),
    "a body where none is taken": Request("DELETE", f"/channels/{CHANNEL}/messages/{CHANNEL}", {}, {"a": 1}),
    "an unknown field": message(content="x", contents="x"),
    "an unknown field of a component": with_button(lable="Open"),
    "a type that is wrong": message(content=5),
    "a type of component that is not allowed there": with_button(type=4),
    "a label too long": with_button(label="x" * 81),
    "a label too long in UTF-16 units alone": with_button(label="\N{FIRE}" * 41),
    "too many rows": message(content="x", components=[{"type": 1, "components": [BUTTON]}] * 41),
    "a style that there is not": with_button(style=9),
    "a field that is missing": message(embeds=[{"fields": [{"name": "x"}]}]),
    "a query that there is not": Request("GET", f"/channels/{CHANNEL}/messages", {"limits": 5}, None),
    "a query beyond its range": Request("GET", f"/channels/{CHANNEL}/messages", {"limit": "101"}, None),
}


def test_what_is_right_passes_the_schema(schema: Published) -> None:
    assert schema.wrongs(with_button()) == []
    assert schema.wrongs(Request("GET", f"/channels/{CHANNEL}/messages", {"limit": 100, "after": CHANNEL}, None)) == []


@pytest.mark.parametrize("what", BAD)
def test_what_discord_would_refuse_is_refused(schema: Published, what: str) -> None:
    assert schema.wrongs(BAD[what]) != []


def test_what_is_wrong_is_named_with_its_place(schema: Published) -> None:
    assert schema.wrongs(with_button(label="x" * 81)) == [
        "components.0.components.0.label: 'xxxxxxxxxxxxxxxxxxxx'… is 81 long, of 80 at most"
    ]


class Speaker(discord.Client):
    """Does once each thing in which the library departs from the schema."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.all())
        self.tree = discord.app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        """Publish a command."""
        self.tree.add_command(discord.app_commands.Command(name="speak", description="Speak", callback=_speak))
        await self.tree.sync()


async def _speak(_interaction: discord.Interaction) -> None:
    """Nobody uses it."""


async def spoken() -> list[Request]:
    """What the library sends."""
    client = Speaker()
    simulated, watch = Simulated(client), Watch()
    watch.meet(simulated)
    try:
        await simulated.start()
        guild = simulated.add_guild("House")
        ann, hall = simulated.add_member(guild, "ann"), guild.create_text_channel("hall")
        await simulated.settle()
        channel = client.get_channel(hall.id)
        assert isinstance(channel, discord.TextChannel)
        member = channel.guild.get_member(ann.id)
        assert member is not None
        allowed = discord.AllowedMentions(users=[member], roles=False, everyone=False)
        sent = await channel.send(embed=discord.Embed(title="x"), allowed_mentions=allowed)
        await sent.edit(content="y")
        await channel.send(file=discord.File(BytesIO(b"x"), "x.txt"))
        await channel.set_permissions(member, overwrite=discord.PermissionOverwrite(send_messages=True))
    finally:
        await simulated.stop()
        await client.close()
    return watch.take()


async def test_the_library_speaks_as_published_but_for_what_is_listed_and_all_of_that_is_needed(
    schema: Published,
) -> None:
    requests = await spoken()
    assert [wrong for request in requests for wrong in schema.wrongs(as_published(request))] == []
    idle = [departure.name for departure in DEPARTURES if not _needed(schema, requests, departure)]
    assert idle == [], "the library no longer departs from the schema in this: take it off the list"


def _needed(schema: Published, requests: list[Request], departure: Departure) -> bool:
    others = tuple(it for it in DEPARTURES if it is not departure)
    return any(schema.wrongs(as_published(request, others)) for request in requests)


async def test_a_test_whose_bot_asks_badly_is_found_out(schema: Published) -> None:
    client = discord.Client(intents=discord.Intents.all())
    simulated = Simulated(client)
    try:
        await simulated.start()
        hall = simulated.add_guild("House").create_text_channel("hall")
        await simulated.settle()
        messages = discord.http.Route("GET", "/channels/{it}/messages", it=hall.id)
        await client.http.request(messages, params={"limit": 100})
        assert complaints(WATCH.take()) == []
        await client.http.request(messages, params={"limit": 101})
    finally:
        await simulated.stop()
        await client.close()
    # Taken here, so that this test itself passes.
    (asked,) = WATCH.take()
    assert wrongs(asked, schema) == ["the query's 'limit' cannot be 101"]
