"""`backup` beside a running desk, `health` of one that runs or does not, and `demo` without its package."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from aiohttp import web

from storage.desk_store import open_desk
from tests.commandline.desk import desk, make_store, python

# The desk listens on every address; asked is this machine's own.
EVERYWHERE = {"DESK_HTTP_HOST": "0.0.0.0"}  # noqa: S104 -- nothing listens there in this test


async def test_a_backup_is_made_beside_a_running_desk_and_replaces_nothing_unasked(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    async with open_desk(tmp_path / "data" / "desk.db"):
        made = await asyncio.to_thread(desk, tmp_path, "backup", "copy.db")
        again = await asyncio.to_thread(desk, tmp_path, "backup", "copy.db")
        replaced = await asyncio.to_thread(desk, tmp_path, "backup", "copy.db", "--replace")
        in_folder = await asyncio.to_thread(desk, tmp_path, "backup", ".")
    assert made.code == 0, made.all
    assert made.out == f"copy.db: {(tmp_path / 'copy.db').stat().st_size} bytes, checked\n"
    assert (again.code, replaced.code, in_folder.code) == (2, 0, 0)
    assert "add --replace" in again.err
    in_folder_name = in_folder.out.split(":")[0]
    assert re.fullmatch(r"desk-\d{8}T\d{6}Z\.db", in_folder_name)
    for name in ("copy.db", in_folder_name):
        with closing(sqlite3.connect(tmp_path / name)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_where_no_store_is_none_is_copied_and_none_is_made(tmp_path: Path) -> None:
    ended = desk(tmp_path, "backup", "copy.db")
    assert (ended.code, ended.err.startswith("There is no store at ")) == (69, True)
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_gone_is_told_as_a_loss(tmp_path: Path) -> None:
    make_store(tmp_path).unlink()
    ended = desk(tmp_path, "backup", "copy.db")
    assert ended.code == 65
    assert "is gone, though a desk was kept here. Put a backup in its place" in ended.err


def test_a_copy_over_the_store_itself_is_refused(tmp_path: Path) -> None:
    database = make_store(tmp_path)
    before = database.read_bytes()
    ended = desk(tmp_path, "backup", "data/desk.db", "--replace")
    assert ended.code == 2
    assert ended.err.endswith("it is a file of the store itself.\n")
    assert database.read_bytes() == before


def test_a_place_where_no_copy_can_be_is_told_in_one_sentence(tmp_path: Path) -> None:
    make_store(tmp_path)
    (tmp_path / "file").touch()
    for place, why in (("file/copy.db", "Not a directory"), ("missing/copy.db", "No such file or directory")):
        ended = desk(tmp_path, "backup", place)
        assert ended.code == 2
        assert ended.err.endswith(f" was not copied to {tmp_path / place}: {why}.\n")
        assert "Traceback" not in ended.err


@asynccontextmanager
async def answering(ready: int) -> AsyncIterator[str]:
    """A desk's door that is alive, and answers `ready` when asked whether it can work; yields its port."""
    application = web.Application()

    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"success": True}, status=200 if request.path == "/healthz" else ready)

    application.router.add_get("/healthz", answer)
    application.router.add_get("/readyz", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield str(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def test_health_ends_with_0_only_if_the_desk_is_alive_and_ready(tmp_path: Path) -> None:
    async with answering(200) as port:
        good = await asyncio.to_thread(desk, tmp_path, "health", DESK_HTTP_PORT=port)
        anywhere = await asyncio.to_thread(desk, tmp_path, "health", DESK_HTTP_PORT=port, **EVERYWHERE)
    assert (good.code, good.out) == (0, '/healthz: 200 {"success": true}\n/readyz: 200 {"success": true}\n')
    assert anywhere.code == 0
    async with answering(503) as port:
        away = await asyncio.to_thread(desk, tmp_path, "health", "--port", port)
    assert (away.code, "/readyz: 503" in away.out) == (1, True)
    nobody = await asyncio.to_thread(desk, tmp_path, "health", DESK_HTTP_PORT=port)
    assert (nobody.code, "/healthz: no answer" in nobody.out) == (1, True)


def test_a_port_that_nobody_knows_cannot_be_asked(tmp_path: Path) -> None:
    ended = desk(tmp_path, "health", DESK_HTTP_PORT="0")
    assert (ended.code, "--port N" in ended.err) == (2, True)


def test_the_demo_says_how_to_install_what_it_needs(tmp_path: Path) -> None:
    hidden = "find = it.find_spec\nit.find_spec = lambda name: None if name == 'simcord' else find(name)\n"
    start = "import importlib.util as it\nfrom bot.__main__ import main\n"
    (tmp_path / "script.py").write_text(start + hidden + "main()\n")
    ended = python(tmp_path, "script.py", "demo")
    assert ended.code == 69
    assert "pip install --require-hashes -r requirements-dev.txt" in ended.err
