"""`restore`: asked about before, told about after, and refused in a sentence."""

import io
import re
from pathlib import Path

import pytest

from bot.commands.restore import restore
from bot.commands.words import of_error
from bot.errors import CutShort, NotConfirmed
from desk import faultpoint, keys
from desk.actor import Scope
from desk.keys import KeyDraft
from storage.backup import back_up
from storage.desk_store import open_desk
from tests.commandline.desk import desk, make_store
from tests.people import GUILD, actor
from tests.storage.test_restoring import MINTED, using
from tests.stores import store_in


def backed_up(folder: Path) -> Path:
    """A store with two keys, one of them revoked since its backup `copy.db`."""
    (folder / "data").mkdir()
    database = store_in(folder / "data")
    with using(database) as tx:
        first, _ = (keys.create(tx, actor("owner"), KeyDraft("a key", frozenset(Scope), None), each) for each in MINTED)
    back_up(database, folder / "copy.db")
    with using(database) as tx:
        keys.revoke(tx, actor("owner"), first.id)
    return database


def test_a_restore_says_what_it_replaces_what_is_kept_and_what_to_do_next(tmp_path: Path) -> None:
    database = backed_up(tmp_path)
    before = database.read_bytes()
    unasked = desk(tmp_path, "restore", "copy.db")
    assert (unasked.code, "add --yes" in unasked.err) == (2, True)
    assert database.read_bytes() == before

    done = desk(tmp_path, "restore", "copy.db", "--yes")
    assert done.code == 0, done.all
    told = done.out.splitlines()
    assert re.fullmatch(rf"Backup  {tmp_path}/copy\.db: 0 tickets of 0 servers, last change \S+Z", told[0])
    assert re.fullmatch(rf"Store   {database}: 0 tickets of 0 servers, last change \S+Z", told[1])
    kept = re.fullmatch(r"The store that stood there is kept: (.*)", told[4])
    assert kept is not None
    assert Path(kept[1]).read_bytes() == before
    assert told[5] == "- 1 API key ended since the backup, and so it stays."
    assert "`python -m bot check`" in told[-1]
    assert desk(tmp_path, "key", "list", str(GUILD)).out.startswith("key 2 ")


def test_on_a_new_machine_it_says_what_nobody_can_know(tmp_path: Path) -> None:
    database = backed_up(tmp_path)
    for each in (*database.parent.iterdir(), database.parent):
        each.rmdir() if each.is_dir() else each.unlink()
    done = desk(tmp_path, "restore", "copy.db")
    assert (done.code, f"Store   {database}: none yet" in done.out) == (0, True)
    assert "key list GUILD_ID" in done.out
    assert "skips 1000 numbers" in done.out
    assert desk(tmp_path, "check", "--offline").out.count("newest") == 1


async def test_the_store_of_a_running_desk_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    async with open_desk(tmp_path / "data" / "desk.db"):
        back_up(tmp_path / "data" / "desk.db", tmp_path / "copy.db")
        ended = desk(tmp_path, "restore", "copy.db", "--yes")
    assert (ended.code, "Traceback" in ended.err) == (75, False)
    assert re.search(r"The desk is running \(process \d+\) .* Stop it first", ended.err)


def test_what_cannot_be_restored_is_told_in_one_sentence(tmp_path: Path) -> None:
    make_store(tmp_path)
    (tmp_path / "diary").write_text("dear diary")
    for name, why in (
        ("missing", "There is no such file"),
        ("x" * 300, "cannot be read: File name too long"),
        (".", "It is a folder, or a pipe"),
        ("diary", "damaged or no whole backup"),
        ("data/desk.db", "itself"),
    ):
        ended = desk(tmp_path, "restore", name, "--yes")
        assert ended.code == 2
        assert f"{(tmp_path / name).resolve()} is not restored." in ended.err
        assert why in ended.err
        assert ended.err.endswith("Nothing was changed.\n")
    nowhere = desk(tmp_path, "restore", "data/desk.db", DESK_DATA="/proc/no folder")
    assert (nowhere.code, "cannot be used" in nowhere.err, "Traceback" in nowhere.err) == (65, True, False), nowhere.all


class Terminal(io.StringIO):
    """Somebody who types that."""

    def isatty(self) -> bool:
        return True


def test_who_stops_a_restore_is_told_that_the_store_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = backed_up(tmp_path)
    before = database.read_bytes()
    monkeypatch.chdir(tmp_path)

    def press_ctrl_c(point: str) -> None:
        if point == "restore.after_copy":
            raise KeyboardInterrupt

    faultpoint.install(press_ctrl_c)
    try:
        with pytest.raises(CutShort) as stopped:
            restore(Path("copy.db"), yes=True)
    finally:
        faultpoint.install(None)
    assert of_error(stopped.value)[1].startswith(f"It was stopped: {database} is as it was, or")
    assert database.read_bytes() == before


def test_whoever_is_asked_may_say_no(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = backed_up(tmp_path)
    before = database.read_bytes()
    monkeypatch.chdir(tmp_path)
    # The last is the end of what is typed, as Ctrl-D and Ctrl-C make it.
    for said in ("n\n", "\n", ""):
        monkeypatch.setattr("sys.stdin", Terminal(said))
        with pytest.raises(NotConfirmed):
            restore(Path("copy.db"))
        assert database.read_bytes() == before
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    restore(Path("copy.db"))
    assert "Put the backup in its place?" in capsys.readouterr().out
    assert database.read_bytes() != before
