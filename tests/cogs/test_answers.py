"""The one place that answers: every error has words, the unexpected is logged and owned up to, nobody is pinged."""

import ast
import logging
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from cogs.faults import FAULTS, FIELDS
from cogs.refusals import FORBIDDEN, GRANTS, MISSING, WORDS, refusal
from desk import actor as actors
from desk import errors
from desk.errors import DeskError, Fault
from desk.permissions import TABLE, Action, Who
from tests.cogs.world import World, said, shown

DESK = Path(errors.__file__).parent


EXAMPLES: tuple[DeskError, ...] = (
    errors.Forbidden("claim"),
    errors.Blocked("open", until="2026-01-01T12:00:00.000Z"),
    errors.MissingGrant("block", grant="manage_tickets"),
    errors.NotFound("ticket"),
    errors.Invalid({"title": Fault("too_short", 3)}),
    errors.Conflict(1),
    errors.AlreadyClaimed(1, holder_id=2),
    errors.ClaimerAnswers(1, holder_id=2),
    errors.TicketClosed(1),
    errors.TicketOpen(1),
    errors.ReopenOver(1, hours=24),
    errors.RatingFinal(1, days=7),
    errors.TicketLimit(1, number=1, limit=2),
    errors.StaleVersion(1, current=2),
    errors.TooSoon("2026-01-01T12:00:00.000Z", seconds=60),
    errors.FormChanged(1),
)


def tree(kind: type[DeskError]) -> list[type[DeskError]]:
    """The error class and all below it."""
    return [kind, *(each for child in kind.__subclasses__() for each in tree(child))]


@pytest.mark.parametrize("kind", tree(DeskError), ids=lambda kind: kind.__name__)
def test_every_error_of_the_desk_has_words_of_its_own_that_say_what_to_do(kind: type[DeskError]) -> None:
    made = next((example for example in EXAMPLES if type(example) is kind), None) or kind()
    assert kind in WORDS
    text = refusal(made)
    assert text is not None
    assert 20 < len(text) < 300
    assert "{" not in text


def _strings_given_to(name: str) -> set[str]:
    """The first string argument of every call of `name` in the desk."""
    calls = [
        node
        for path in DESK.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]
    firsts = [call.args[0] for call in calls if call.args]
    found = [part for first in firsts for part in ast.walk(first) if isinstance(part, ast.Constant)]
    return {part.value for part in found if isinstance(part.value, str)}


OF_THE_API = {"bad_position", "too_deep_to_find", "switched_off", "too_many_webhooks", "webhook", "delivery"}
"""What the desk names that nobody meets in Discord: positions, deep pages and webhooks are the API's alone."""


def test_every_fault_and_everything_missing_that_the_desk_names_has_words() -> None:
    named = {*_strings_given_to("Fault"), *_strings_given_to("NotFound")}
    assert _strings_given_to("Fault") - OF_THE_API - FAULTS.keys() == set()
    assert _strings_given_to("NotFound") - OF_THE_API - MISSING.keys() == set()
    assert OF_THE_API & (FAULTS.keys() | MISSING.keys()) == OF_THE_API - named == set()
    assert set(actors.Grant) | {Who.ADMINISTRATOR} == GRANTS.keys()


FIELDS_OF_THE_API = {"url", "webhookId"}
"""Fields that only the API has."""


def test_every_field_that_the_desk_finds_faulty_has_a_name() -> None:
    keys = set()
    for path in DESK.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict) and any("Fault" in ast.unparse(value) for value in node.values):
                keys |= {key.value for key in node.keys if isinstance(key, ast.Constant)}
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("faults["):
                keys |= {part.value for part in ast.walk(node.targets[0]) if isinstance(part, ast.Constant)}
    assert keys - FIELDS.keys() == FIELDS_OF_THE_API
    assert {"title", "message", "name", "color"} <= keys


def test_every_action_that_several_may_do_says_whom_to_ask() -> None:
    by_grant_alone = [{Who.MANAGER}, {Who.DEFINER}, {Who.ADMINISTRATOR}]
    for_all = {action for action, who in TABLE.items() if Who.MEMBER in who}
    refused = {action for action in Action if TABLE[action] not in by_grant_alone} - for_all
    assert refused - FORBIDDEN.keys() == {Action.SEE_CATEGORY_ROLES}


class Broken:
    """A store whose disk is gone in a way that nobody thought of."""

    identities = actors.Identities()

    def read(self, *_: Any, **__: Any) -> Any:
        """Fail."""
        raise ZeroDivisionError

    write = read_long = read


async def _break(world: World) -> discord.Message:
    """Let everything fail from now on; gives a card whose buttons still look whole."""
    ticket = await world.ticket()
    await world.panel()
    world.door = replace(world.door, store=Broken())
    await world.simulated.restart(world.fresh_bot())
    return world.card(ticket)


async def test_the_unexpected_is_owned_up_to_with_a_number_that_stands_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    card = await _break(world)
    panel = world.hall.last_message
    assert panel is not None
    tries = [
        await world.use("owner", "ticket claim", ticket=1),
        await world.use("owner", "ticket open", category="open"),
        await world.members["owner"].click(card, label="Claim"),
        await world.members["owner"].click(panel, label="open"),
    ]
    for result in tries:
        text = said(result)
        assert text.startswith("Something went wrong in the desk, and it was written down.")
        request_id = text.split("`")[1]
        (record,) = [it for it in caplog.records if f"request {request_id} " in it.getMessage()]
        assert record.levelno == logging.ERROR
        assert record.exc_info is not None


async def test_a_form_that_fails_is_answered_too(world: World, caplog: pytest.LogCaptureFixture) -> None:
    form = await world.use("owner", "ticket open", category="open")
    await _break(world)
    result = await world.members["owner"].submit_modal(form, {"title": "Printer", "message": "It burns."})
    assert said(result).startswith("Something went wrong")
    assert "ZeroDivisionError" in caplog.text


async def test_suggestions_that_fail_are_none_and_are_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await _break(world)
    assert await world.members["owner"].autocomplete(world.hall, "ticket show", "ticket", "") == []
    assert "ZeroDivisionError" in caplog.text


async def test_an_error_on_a_page_that_is_turned_leaves_the_page_and_is_said_beside_it(world: World) -> None:
    for _ in range(11):
        await world.ticket()
    listed = await world.use("owner", "ticket list")
    before = said(listed)
    world.door = replace(world.door, store=Broken())
    await world.simulated.restart(world.fresh_bot())
    turned = await world.members["owner"].click(shown(listed), label="Next")
    (beside,) = turned.followups
    assert beside.content.startswith("Something went wrong")
    assert beside.ephemeral
    assert said(listed) == before


@pytest.mark.parametrize(("status", "code", "level"), [(404, 10062, "INFO"), (500, 0, "WARNING")])
async def test_when_discord_takes_no_answer_nothing_is_done(
    world: World, caplog: pytest.LogCaptureFixture, status: int, code: int, level: str
) -> None:
    """An interaction that came too late, or that Discord failed on, is refused before anything is written."""
    await world.ticket()
    caplog.set_level(logging.INFO, "cogs.answers")
    world.simulated.refuse("POST", "/interactions/*/callback", status=status, code=code, times=None)
    await world.use("responder", "ticket claim", ticket=1)
    world.simulated.stop_refusing()
    assert (await world.seen(1)).claimed_by is None
    assert level in {record.levelname for record in caplog.records if record.name == "cogs.answers"}


async def test_no_answer_can_ping_anybody_whatever_was_typed(world: World) -> None:
    """C10: every message that the door sends forbids all mentions, and shows the text as it was typed."""
    loud = "@everyone <@&1> <@2> [safe](http://evil.example) ```"
    await world.add_category(f"cat {loud}", ["responder"])
    asked = await world.use("owner", "ticket open", title=loud, message=loud)
    await world.use("owner", "ticket open", category=f"cat {loud}", title=loud, message=f"{loud}\n# Closed by staff")
    results = [
        asked,
        await world.use("owner", "ticket list"),
        await world.use("owner", "ticket show", ticket=1),
        await world.use("owner", "ticket close", ticket=1, reason=loud),
        await world.use("manager", "ticket delete", ticket=1),
        await world.use("definer", "category list"),
        await world.use("definer", "category delete", category=f"cat {loud}"),
        await world.use("owner", "desk key create", name=loud),
        await world.use("owner", "desk key list"),
    ]
    for result in results:
        # What stands on a button is never drawn; all else is.
        answer = shown(result)
        text = answer.content + "".join(f"{it.title}{it.description}" for it in answer.embeds)
        assert text
        bare = re.sub(r"\\[^0-9A-Za-z\s]", "x", re.sub("```\n[^`]*(?:`\u200b`\u200b`[^`]*)*\n```", "", text))
        assert "@everyone" not in bare
        assert "<@&1>" not in bare
        assert "<@2>" not in bare
        assert "[safe]" not in bare
        assert "```" not in bare
        assert "\n# " not in bare
    sent = [it.json for it in world.simulated.requests if it.path.startswith(("/interactions/", "/webhooks/"))]
    messages = [body.get("data", body) for body in sent if isinstance(body, dict)]
    written = [body for body in messages if "content" in body or "embeds" in body]
    assert len(written) >= len(results)
    assert all(body["allowed_mentions"] == {"parse": []} for body in written)


async def test_templates_in_what_people_type_are_text(world: World) -> None:
    """What looks like a field of a format string is printed as it is, and opens nothing of the bot's."""
    bait = "{guild._state.http.token} {0.__class__} %s"
    await world.use("owner", "ticket open", category="open", title=bait, message=bait)
    answer = said(await world.use("owner", "ticket show", ticket=1))
    assert bait.replace("_", r"\_") in answer
    refused = await world.use("owner", "ticket show", ticket=1)
    assert "{" in said(refused)


def test_what_discord_refuses_a_command_with_has_words_too() -> None:
    assert "server only" in (refusal(app_commands.NoPrivateMessage()) or "")
    assert refusal(ZeroDivisionError()) is None
