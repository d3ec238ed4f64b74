"""`check` looks at everything, changes nothing, and says what to do about what is wrong."""

import asyncio
import os
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.checks import Verdict, file_system, of_clock, of_file_system, of_room, of_sqlite
from bot.settings import Settings
from bot.signing_in import of_sign_in
from storage.migrations import known_migrations
from tests.commandline.desk import TOKEN, TOKEN_PARTS, desk, make_store
from tests.commandline.portal import open_portal

GIB = 1024**3


def line_about(what: str, printed: str) -> str:
    (line,) = [line for line in printed.splitlines() if line.split(" ", 1)[1].lstrip().startswith(f"{what}:")]
    return line


def contents_of(folder: Path) -> dict[str, bytes]:
    """What is in the folder; whoever reads a store puts SQLite's own two files beside it, which hold nothing."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix not in {".db-shm", ".db-wal"}}


async def test_a_desk_that_can_start_is_told_so(tmp_path: Path) -> None:
    await asyncio.to_thread(make_store, tmp_path)
    before = contents_of(tmp_path / "data")
    async with open_portal() as portal:
        ended = await portal.run(tmp_path, "check", DESK_TOKEN=TOKEN, DESK_HTTP_PORT="0")
    assert ended.code == 0, ended.all
    assert line_about("token", ended.out) == "ok    token: belongs to 'desk'"
    assert line_about("clock", ended.out) == "ok    clock: as Discord's"
    assert line_about("store", ended.out) == f"ok    store: version {len(known_migrations())}, the newest"
    assert line_about("invite link", ended.out).endswith(
        "client_id=930000000000000001&scope=bot+applications.commands&permissions=361046076496"
    )
    assert not [part for part in TOKEN_PARTS if part in ended.all]
    assert contents_of(tmp_path / "data") == before


async def test_whoever_sets_sign_in_up_is_told_the_redirect_until_discord_knows_it(tmp_path: Path) -> None:
    secret = "a-secret-of-the-application"
    settings = {"DESK_TOKEN": TOKEN, "DESK_PUBLIC_URL": "https://Desk.example:443/", "DESK_CLIENT_SECRET": secret}
    redirect = "https://desk.example/sign-in/callback"
    async with open_portal() as portal:
        ended = await portal.run(tmp_path, "check", **settings)
        assert (ended.code, line_about("sign-in", ended.out)) == (
            1,
            f"bad   sign-in: Discord does not know the redirect {redirect}",
        )
        portal.redirects = [redirect]
        ended = await portal.run(tmp_path, "check", **settings)
        assert line_about("sign-in", ended.out) == f"ok    sign-in: is set up, with the redirect {redirect}"
        assert secret not in ended.all


def test_what_sign_in_needs_is_told_one_thing_at_a_time() -> None:
    def verdict(*entered: str, **given: object) -> tuple[Verdict, str]:
        found = of_sign_in(Settings.model_validate(given), entered)
        return found.verdict, found.seen

    secret = {"client_secret": "a-secret"}
    own = "http://127.0.0.1:8080/sign-in/callback"
    assert verdict()[0] is Verdict.GOOD
    assert verdict(own, **secret) == (Verdict.GOOD, f"is set up, with the redirect {own}")
    assert verdict(**secret, http_port=0)[0] is Verdict.BAD
    assert verdict(**secret, http_host="192.0.2.1")[0] is Verdict.BAD
    plain = "http://desk.example"
    found = verdict(f"{plain}/sign-in/callback", **secret, public_url=plain)
    assert found == (Verdict.NOTE, "sessions travel where others can read them")


async def test_a_missing_intent_and_a_wrong_token_are_told_before_the_start(tmp_path: Path) -> None:
    async with open_portal() as portal:
        portal.flags = 1 << 18
        ended = await portal.run(tmp_path, "check", DESK_TOKEN=TOKEN)
        assert ended.code == 1
        assert '"Server Members Intent" is switched off' in line_about("intents", ended.out)
        ended = await portal.run(tmp_path, "check", DESK_TOKEN="a.b.c")
        assert ended.code == 1
        assert "Discord does not know this token" in line_about("token", ended.out)
        portal.status = 503
        ended = await portal.run(tmp_path, "check", DESK_TOKEN=TOKEN)
        assert ended.code == 0
        assert line_about("token", ended.out).startswith("note")


def test_everything_that_is_wrong_is_found_in_one_run(tmp_path: Path) -> None:
    database = make_store(tmp_path)
    os.truncate(database, 5000)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        ended = desk(tmp_path, "check", DESK_HTTP_PORT=str(taken.getsockname()[1]))
    assert ended.code == 1
    assert line_about("store", ended.out).startswith("bad   store: The store ")
    assert "another program listens there" in line_about("port", ended.out)
    assert line_about("token", ended.out) == "bad   token: there is none"
    assert "Bot → Reset Token" in ended.out


def test_bad_settings_are_findings_too(tmp_path: Path) -> None:
    ended = desk(tmp_path, "check", DESK_HTTP_PORT="abc", DESK_LOG_FORMAT="xml")
    assert ended.code == 1
    assert len(ended.out.splitlines()) == 2
    assert all(line.startswith("bad   settings: DESK_") for line in ended.out.splitlines())


def test_a_file_of_settings_that_others_can_read_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"DESK_TOKEN={TOKEN}\n")
    (tmp_path / ".env").chmod(0o644)
    ended = desk(tmp_path, "check", "--offline")
    assert ended.code == 0
    assert "note  .env: others on this machine can read it\n      → chmod 600 .env\n" in ended.out
    (tmp_path / ".env").chmod(0o600)
    assert ".env" not in desk(tmp_path, "check", "--offline").out


MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:50 / /srv/with\\040blank rw - nfs4 server:/export rw
41 22 0:51 / /srv rw - xfs /dev/sdb rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/var/lib/desk", "ext4"), ("/srv/desk", "xfs"), ("/srv/with blank/desk", "nfs4"), ("/srvelse", "ext4")],
)
def test_the_file_system_is_that_of_the_nearest_mount(tmp_path: Path, path: str, kind: str) -> None:
    (tmp_path / "mountinfo").write_text(MOUNTS)
    assert file_system(Path(path), tmp_path / "mountinfo") == kind
    assert file_system(Path(path), tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("ext4", Verdict.GOOD),
        ("nfs4", Verdict.BAD),
        ("cifs", Verdict.BAD),
        ("fuse.sshfs", Verdict.BAD),
        (None, Verdict.GOOD),
    ],
)
def test_a_file_system_across_a_network_is_bad(kind: str | None, verdict: Verdict) -> None:
    assert of_file_system(kind).verdict is verdict


@pytest.mark.parametrize(("free", "verdict"), [(GIB // 20, Verdict.BAD), (GIB // 2, Verdict.NOTE), (GIB, Verdict.GOOD)])
def test_room_on_the_disk_is_judged(free: int, verdict: Verdict) -> None:
    assert of_room(free).verdict is verdict


@pytest.mark.parametrize(
    ("ahead", "seen"), [(2.0, "as Discord's"), (90.0, "90 seconds fast"), (-61.5, "62 seconds slow")]
)
def test_a_clock_that_is_wrong_is_told_with_what_to_do(ahead: float, seen: str) -> None:
    found = of_clock(ahead)
    assert found.seen == seen
    assert (found.verdict is Verdict.BAD) == bool(found.remedy) == (abs(ahead) > 5)


def test_what_discord_refused_for_good_is_counted(tmp_path: Path) -> None:
    database = make_store(tmp_path)
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        db.execute(
            "INSERT INTO event (seq, guild_id, type, via, at, request_id, data)"
            " VALUES (1, 1, 'panel.posted', 'discord', '', '', '{}')"
        )
        db.execute("INSERT INTO outbox (seq, lane, state, due_at) VALUES (1, 'panel:1', 'parked', '')")
    ended = desk(tmp_path, "check", "--offline", DESK_TOKEN=TOKEN, DESK_HTTP_PORT="0")
    assert ended.code == 0
    assert line_about("relay", ended.out).startswith("note  relay: 1 thing is not shown")


def test_a_faulty_sqlite_is_no_obstacle_but_told_with_what_it_means() -> None:
    assert of_sqlite("3.51.3", faulty=False).remedy == ""
    faulty = of_sqlite("3.40.1", faulty=True)
    assert faulty.verdict is Verdict.NOTE
    assert "safe, because one connection writes" in faulty.seen
