"""`python -m bot demo`: the JSON line that scripts rely on, its end, its data folder, and the curl lines it shows."""

import asyncio
import html
import json
import re
import shutil
import signal
import socket
import sys
from pathlib import Path

import pytest

from tests.commandline.desk import desk, make_store
from tests.demo.process import RunningDemo, running_demo

NAMES = {"owner", "outsider", "viewer", "responder", "elsewhere", "manager", "definer", "admin"}


async def titles(demo: RunningDemo, who: str) -> set[str]:
    """The titles of all tickets that the member sees."""
    return {ticket["title"] for ticket in (await demo.call(who, "GET"))["tickets"]}


async def open_a_ticket(demo: RunningDemo, title: str) -> None:
    """Open one as the owner, and be told so."""
    body = {"title": title, "categoryId": demo.told["categories"]["open"], "message": "Please help me."}
    await demo.call("owner", "POST", body=body)


async def test_the_line_says_all_that_scripts_rely_on_and_control_c_ends_it_well() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # Started as a person starts it, so that what is imported then is imported here.
    command = [sys.executable, "-m", "bot", "demo", "--json", "--port", str(port)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        told = json.loads(await process.stdout.readline())
        assert told["api"] == f"http://127.0.0.1:{port}"
        assert list(told) == ["api", "discord", "guildId", "members", "roles", "categories", "keys"]
        assert set(told["members"]) == NAMES
        assert set(told["roles"]) == NAMES - {"owner", "outsider"}
        assert set(told["categories"]) == {"open", "other"}
        assert set(told["keys"]) == NAMES | {"readonly", "writeonly"}
        ids = [told["guildId"], *(one for kind in ("members", "roles", "categories") for one in told[kind].values())]
        assert all(isinstance(one, str) and one.isdigit() for one in ids)
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_with_a_data_folder_it_goes_on_where_it_stopped_or_was_killed(
    tmp_path: Path, how: signal.Signals
) -> None:
    data = tmp_path / "deep" / "data"
    async with running_demo("--data", str(data)) as demo:
        before = demo.told
        await open_a_ticket(demo, "Kept over the night")
        seen = await titles(demo, "owner")
        assert await demo.stop(how) == (-how if how is signal.SIGKILL else 0)
    async with running_demo("--data", str(data)) as demo:
        for name in ("guildId", "members", "roles", "categories", "keys"):
            assert demo.told[name] == before[name]
        assert await titles(demo, "owner") == seen
        assert "Kept over the night" in seen
        assert (await demo.ticket("owner", "Kept over the night"))["closeReason"] is None
        await open_a_ticket(demo, "Opened in the morning")
        ticket = await demo.ticket("owner", "Opened in the morning")
        assert ticket["number"] == len(seen) + 1
        async with asyncio.timeout(15):
            while not any("Opened in the morning" in place["name"] for place in await places(demo)):
                pass
        assert await demo.stop() == 0


@pytest.mark.parametrize("folder", ["file", "file/below"])
def test_a_folder_that_cannot_be_one_is_told_in_one_sentence(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").touch()
    ended = desk(tmp_path, "demo", "--data", folder)
    assert (ended.code, ended.out) == (2, "")
    assert re.fullmatch(rf"Nothing can be kept in {folder}: .+\. Name another folder: --data DIR\.\n", ended.err)


def test_the_store_of_a_real_desk_is_left_alone(tmp_path: Path) -> None:
    database = make_store(tmp_path)
    before = database.read_bytes()
    ended = desk(tmp_path, "demo", "--data", "data")
    assert (ended.code, ended.out) == (2, "")
    assert "data/desk.db is no store of the demo's" in ended.err
    assert database.read_bytes() == before
    database.unlink()
    assert desk(tmp_path, "demo", "--data", "data").code == 2
    assert not (tmp_path / "data" / "simulated-discord").exists()


async def places(demo: RunningDemo) -> list[dict[str, str]]:
    """What the page lists of the simulated Discord."""
    async with demo.session.get(f"{demo.told['discord']}state") as answer:
        listed: list[dict[str, str]] = (await answer.json())["places"]
        return listed


# The page prints lines for curl, so curl itself runs them; few machines lack it.
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
async def test_the_curl_lines_of_the_page_work_as_they_stand() -> None:
    async with running_demo() as demo:
        assert await titles(demo, "readonly") == await titles(demo, "owner") != set()
        assert await titles(demo, "outsider") == set()
        async with demo.session.get(demo.told["discord"]) as page:
            assert page.status == 200
            shown = re.findall(r'data-copy="(curl[^"]+)"', await page.text())
        assert len(shown) >= 5
        for line in shown:
            shell = await asyncio.create_subprocess_shell(html.unescape(line), stdout=asyncio.subprocess.PIPE)
            output, _ = await shell.communicate()
            assert json.loads(output)["success"] is True, line
