"""The reference's examples, as printed, against a live desk: host, key and ids are put in, and a colour that is one."""

import asyncio
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.api.client import Client
from tests.api.examples import EXAMPLES, HOST, KEY, LANGUAGES, Example
from tests.api.world import Desk

REFERENCE = Path(__file__).parents[2].parent / "shared" / "tickets-api-reference.txt"

Run = Callable[[str], str]


@pytest.fixture(scope="module")
def reference() -> str:
    if not REFERENCE.exists():
        pytest.skip(
            "the reference is not in a folder `shared` beside the checkout, so the table is not held against it"
        )
    return REFERENCE.read_text(encoding="utf-8")


def by_curl(code: str) -> str:
    """What curl prints."""
    return output_of(shlex.split(code.replace("curl ", "curl --silent --show-error --max-time 20 ")))


def by_python(code: str) -> str:
    """What Python prints, as JSON."""
    shown = code.replace("print(response.json())", "import json; print(json.dumps(response.json()))")
    return output_of([sys.executable, "-c", shown])


def by_javascript(code: str) -> str:
    """What Node has in `data`, as JSON."""
    return output_of(["node", "--input-type=module", "-e", f"{code}\nconsole.log(JSON.stringify(data));"])


def output_of(command: list[str]) -> str:
    """What a program prints when it succeeds."""
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout


RUN: dict[str, Run] = {"curl": by_curl, "python": by_python, "javascript": by_javascript}
NEEDS = {"curl": "curl", "python": sys.executable, "javascript": "node"}


async def filled_in(code: str, example: Example, call: Client, desk: Desk) -> str:
    """The code with real things in place of the placeholders."""
    code = code.replace(HOST, desk.url).replace(KEY, desk.keys[example.who]).replace("example-color", "#3366ff")
    if "ticket_id" in code:
        code = code.replace("ticket_id", await desk.ticket())
    if "message_id" in code:
        shown = await call.get(f"/api/tickets?ticketId={await desk.ticket()}", "owner")
        code = code.replace("message_id", shown["ticket"]["messages"][0]["id"])
    return code.replace("category_id", desk.categories["open"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda it: it.name)
async def test_every_printed_example_works(call: Client, desk: Desk, example: Example, language: str) -> None:
    """G12, C9, Q1."""
    if shutil.which(NEEDS[language]) is None:
        pytest.skip(f"{NEEDS[language]} is not installed, so the examples for it are not run")
    code = await filled_in(getattr(example.sample, language), example, call, desk)
    envelope = json.loads(await asyncio.to_thread(RUN[language], code))
    assert (list(envelope), envelope["success"]) == (["success", "data", "error"], True)


def test_the_table_is_what_the_reference_prints(reference: str) -> None:
    """G12."""
    missing = [
        f"{it.name}: {kind}" for it in EXAMPLES for kind in LANGUAGES if getattr(it.sample, kind) not in reference
    ]
    assert missing == []
    counts = [reference.count(start) for start in ("await fetch(", "import requests", 'curl -H "Auth', "curl -X ")]
    assert counts == [11, 11, 4, 7 + 7], "4 + 7 commands with a key, and 7 of the tester's without"


def test_the_title_limits_and_statuses_are_those_of_the_reference(reference: str) -> None:
    """P2, T4."""
    for words in ("3-120 characters", "5-2000 characters", "open, closed, claimed, or all"):
        assert words in reference


async def test_the_testers_commands_without_a_key_are_refused_in_the_envelope(desk: Desk, reference: str) -> None:
    """G12, G9."""
    commands = re.findall(r"^curl Equivalent\n\n(curl .*)$", reference, re.MULTILINE)
    assert len(commands) == 11
    outputs = await asyncio.gather(*(asyncio.to_thread(by_curl, it.replace(HOST, desk.url)) for it in commands))
    assert {json.loads(output)["error"]["code"] for output in outputs} == {"unauthenticated"}


@pytest.mark.parametrize("payload", [{"title": "Example ticket", "categoryId": "", "message": "Example message"}])
async def test_the_testers_own_payload_is_refused_by_name(call: Client, payload: dict[str, str]) -> None:
    """E5."""
    reply = await call("POST", "/api/tickets", "owner", json=payload)
    assert reply.faulty == {"categoryId"}
