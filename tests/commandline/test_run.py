"""`run` against a Discord on loopback: it starts, says where it is, stops when told, and refuses in a sentence."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import service
from bot.commands import words
from bot.errors import IntentsMissing
from bot.portal import MESSAGE_CONTENT, SERVER_MEMBERS
from storage.desk_store import open_desk
from tests import forked
from tests.commandline.desk import TOKEN, TOKEN_PARTS, desk, environment
from tests.commandline.portal import Portal, open_portal
from tests.forked import Ended
from tests.stub import world
from tests.stub.process import Stub, running_stub

LAUNCH = """
import sys
from tests.stub.pointing import hurry, point_at
point_at(sys.argv.pop(1))
hurry(0.1)
from bot.__main__ import main
main()
"""


class Running:
    """A desk in a process of its own; `said` are the lines it has printed so far."""

    def __init__(self, process: forked.Process) -> None:
        self._process = process
        self.said: list[str] = []

    async def line(self, beginning: str) -> str:
        """The rest of the next printed line that begins so."""
        async with asyncio.timeout(30):
            while line := (await self._process.stdout.readline()).decode():
                self.said.append(line)
                if line.startswith(beginning):
                    return line.removeprefix(beginning).strip()
        raise AssertionError(self.said)

    def tell(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    async def end(self) -> Ended:
        async with asyncio.timeout(30):
            out, err = await self._process.communicate()
        return Ended(self._process.returncode or 0, "".join(self.said) + out.decode(), err.decode())


@asynccontextmanager
async def running(folder: Path, url: str, **settings: str) -> AsyncIterator[Running]:
    """`python -m bot run` in `folder`, with the Discord at `url`; killed at the end of the block if it still runs."""
    known = environment({"DESK_HTTP_PORT": "0", "DESK_LOG_LEVEL": "debug", **settings})
    process = await forked.start("-c", LAUNCH, url, "run", folder=folder, environment=known, errors=True)
    try:
        yield Running(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    async with running_stub() as found:
        yield found


@pytest.fixture
async def portal() -> AsyncIterator[Portal]:
    async with open_portal() as found:
        yield found


async def test_run_is_up_tells_where_and_stops_when_told(tmp_path: Path, stub: Stub) -> None:
    """O02: the log of a whole run at its most talkative holds no part of the token."""
    async with running(tmp_path, stub.url, DESK_TOKEN=world.TOKEN) as started:
        api = await started.line("REST API: ")
        assert "permissions=361046076496" in await started.line("Invite link: ")
        await stub.until(lambda state: state["connected"] == 1)
        alive = await asyncio.to_thread(desk, tmp_path, "health", "--port", api.rsplit(":", 1)[1])
        assert "/healthz: 200" in alive.out
        started.tell(signal.SIGINT)
        started.tell(signal.SIGINT)
        ended = await started.end()
    assert ended.code == 0, ended.err
    assert "Traceback" not in ended.err
    assert [part for part in (world.TOKEN, world.TOKEN.split(".")[2]) if part in ended.all] == []
    state = await stub.state()
    assert (state["identified"], state["connected"]) == (1, 0)


async def test_a_second_desk_on_the_same_store_is_refused_before_discord_hears_of_it(
    tmp_path: Path, portal: Portal
) -> None:
    (tmp_path / "data").mkdir()
    async with open_desk(tmp_path / "data" / "desk.db"):
        ended = await portal.run(tmp_path, "run", DESK_TOKEN=TOKEN, DESK_HTTP_PORT="0")
    assert ended.code == 75
    assert ended.err.startswith("Another desk (process ")
    assert portal.asked == []


async def test_a_port_that_is_taken_is_told_before_discord_hears_of_it(tmp_path: Path, portal: Portal) -> None:
    """O01."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
        ended = await portal.run(tmp_path, "run", DESK_TOKEN=TOKEN, DESK_HTTP_PORT=port)
    assert ended.code == 75
    assert f"cannot listen on 127.0.0.1 port {port}: another program listens there." in ended.err
    assert portal.asked == []


async def test_a_wrong_token_ends_the_process_after_one_question(tmp_path: Path, portal: Portal) -> None:
    """O02, O03."""
    wrong = TOKEN.replace("y", "z")
    ended = await portal.run(tmp_path, "run", DESK_TOKEN=wrong, DESK_HTTP_PORT="0", DESK_LOG_LEVEL="debug")
    assert ended.code == 78
    last = ended.err.splitlines()[-1]
    assert last.startswith("Discord does not know this token. Get one at https://discord.com/developers/applications")
    assert portal.asked == ["/applications/@me"]
    assert [part for part in (wrong, wrong.split(".")[2]) if part in ended.all] == []


async def test_missing_intents_end_the_process_after_one_question(tmp_path: Path, portal: Portal) -> None:
    """O03."""
    portal.flags = 0
    ended = await portal.run(tmp_path, "run", DESK_TOKEN=TOKEN, DESK_HTTP_PORT="0")
    assert ended.code == 78
    assert ended.err.splitlines()[-1] == words.of_error(IntentsMissing((MESSAGE_CONTENT, SERVER_MEMBERS)))[1]
    assert portal.asked == ["/applications/@me"]
    assert not [part for part in TOKEN_PARTS if part in ended.all]


@pytest.mark.parametrize(
    ("flags", "missing"), [(1 << 15, MESSAGE_CONTENT), (1 << 14, MESSAGE_CONTENT), (1 << 18, SERVER_MEMBERS)]
)
async def test_each_missing_intent_is_named_as_the_portal_names_its_switch(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, flags: int, missing: str
) -> None:
    portal.flags = flags
    monkeypatch.setattr("discord.http.Route.BASE", portal.base)
    application = await service.reach(TOKEN)
    _, sentence = words.of_error(IntentsMissing(application.missing))
    assert f'"{missing}" is switched off. Switch it on at ' in sentence
    assert "Bot → Privileged Gateway Intents" in sentence


async def test_while_discord_is_away_the_api_serves_and_the_desk_asks_again(tmp_path: Path, portal: Portal) -> None:
    """O03."""
    portal.status = 503
    async with running(tmp_path, portal.base, DESK_TOKEN=TOKEN) as started:
        api = await started.line("REST API: ")
        ended = await asyncio.to_thread(desk, tmp_path, "health", "--port", api.rsplit(":", 1)[1])
        assert (ended.code, "/healthz: 200" in ended.out, "/readyz: 503" in ended.out) == (1, True, True)
        started.tell(signal.SIGTERM)
        stopped = await started.end()
    assert stopped.code == 0
    assert "Discord cannot be reached (503); the next try is in" in stopped.err


async def test_the_pauses_between_tries_grow_to_five_minutes(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """O03: in a day of failing that is under 300 questions, and no IDENTIFY."""
    portal.status = 503
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 10:
            portal.status = 200

    monkeypatch.setattr("discord.http.Route.BASE", portal.base)
    assert (await service.reach(TOKEN, lambda: 0, sleep)).missing == ()
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
