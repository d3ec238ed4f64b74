"""The transcript in Discord: a file at one tap, for one member, with what that member may read."""

import json

import pytest

from cogs.views import transcript
from tests.cogs.world import World, buttons, said, shown

PLACES = {"viewer": False, "owner": False, "responder": True}


async def handed_out(world: World, name: str, label: str = "Transcript") -> tuple[str, str]:
    """What that member reads with the file that `/ticket show` has a button for, and the file."""
    result = await world.use(name, "ticket show", ticket=1)
    given = await world.members[name].click(shown(result), label=label)
    file = shown(given).attachments[0]
    return said(given), (await file.read()).decode()


@pytest.mark.parametrize("name", PLACES)
async def test_the_page_has_what_its_reader_may_see(world: World, name: str) -> None:
    await world.ticket()
    await world.use("responder", "ticket note", ticket=1, message="Known liar")
    await world.use("responder", "ticket claim", ticket=1)
    words, page = await handed_out(world, name)
    assert page.startswith("<!doctype html>")
    assert "It burns, please help." in page
    assert ("Known liar" in page) is PLACES[name] is ("keep it among staff" in words)


async def test_text_and_data_are_one_tap_further(world: World) -> None:
    await world.ticket()
    asked = await world.use("owner", "ticket show", ticket=1)
    page = await world.members["owner"].click(shown(asked), label="Transcript")
    assert list(buttons(page)) == ["As text", "For programs (JSON)"]
    text = await world.members["owner"].click(shown(page), label="As text")
    assert list(buttons(text)) == ["As a page", "For programs (JSON)"]
    assert (await shown(text).attachments[0].read()).decode().startswith("Ticket #1 · ")
    data = await world.members["owner"].click(shown(page), label="For programs (JSON)")
    assert shown(data).attachments[0].filename == "ticket-0001.json"
    assert json.loads(await shown(data).attachments[0].read())["title"] == "Printer is on fire"


async def test_whoever_closes_a_ticket_is_offered_it_and_so_does_more(world: World) -> None:
    ticket = await world.ticket()
    closed = await world.use("responder", "ticket close", ticket=1)
    assert "Transcript" in buttons(closed)
    asked = await world.members["viewer"].click(world.card(ticket), label="More")
    chosen = await world.members["viewer"].select(shown(asked), ["transcript"])
    assert shown(chosen).attachments[0].filename == "ticket-0001.html"


async def test_a_button_from_before_shows_nothing_to_who_lost_sight(world: World) -> None:
    """S01."""
    await world.ticket()
    asked = await world.use("viewer", "ticket show", ticket=1)
    await world.simulated.take_role(world.members["viewer"], world.roles["viewer"])
    refused = await world.members["viewer"].click(shown(asked), label="Transcript")
    assert shown(refused).attachments == []
    assert "no such ticket" in said(refused)


async def test_a_file_that_discord_does_not_take_is_not_tried(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.ticket()
    monkeypatch.setattr(transcript, "FILE_AT_MOST", 100)
    asked = await world.use("owner", "ticket show", ticket=1)
    refused = await world.members["owner"].click(shown(asked), label="Transcript")
    assert shown(refused).attachments == []
    assert "10 MB" in said(refused)
    assert "As text" in buttons(refused)
