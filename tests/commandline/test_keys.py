"""`key create`, `key list` and `key revoke`, while the desk is stopped and while it runs."""

import re
from pathlib import Path

from desk.keys import digest
from storage.desk_store import open_desk
from tests.commandline.desk import desk, make_store
from tests.forked import Ended

GUILD, MEMBER, OTHER = "910000000000000001", "920000000000000001", "920000000000000002"


def test_a_key_is_shown_once_listed_by_its_beginning_and_ended(tmp_path: Path) -> None:
    make_store(tmp_path)
    made = desk(tmp_path, "key", "create", GUILD, MEMBER, "--name", "reports", "--scope", "tickets:read", "--days", "9")
    assert made.code == 0, made.all
    secret = made.out.strip()
    assert digest(secret) is not None

    listed = desk(tmp_path, "key", "list", GUILD, MEMBER)
    assert f"{secret[:12]}… 'reports', tickets:read, made " in listed.out
    assert ", ends " in listed.out
    assert secret not in listed.all
    assert desk(tmp_path, "key", "list", GUILD).out == listed.out
    assert desk(tmp_path, "key", "list", GUILD, OTHER).out == ""

    number = re.match(r"key (\d+) of member ", listed.out)
    assert number is not None
    ended = desk(tmp_path, "key", "revoke", GUILD, number[1])
    assert (ended.code, ended.out.rstrip().endswith(", revoked")) == (0, True)
    assert desk(tmp_path, "key", "list", GUILD, MEMBER).out == ""


def one_sentence(ended: Ended) -> str:
    assert ended.out == ""
    assert "Traceback" not in ended.err
    return ended.err


async def test_while_the_desk_runs_the_command_points_to_discord(tmp_path: Path) -> None:
    database = make_store_open(tmp_path)
    async with open_desk(database):
        ended = desk(tmp_path, "key", "create", GUILD, MEMBER)
    assert ended.code == 75
    assert re.match(r"The desk is running \(process \d+\) .* `/desk key` in Discord", one_sentence(ended))


def make_store_open(folder: Path) -> Path:
    """Where the store is made by whoever opens it."""
    (folder / "data").mkdir()
    return folder / "data" / "desk.db"


def test_what_cannot_be_done_is_told_in_a_sentence(tmp_path: Path) -> None:
    nothing = desk(tmp_path, "key", "list", GUILD, MEMBER)
    assert (nothing.code, one_sentence(nothing).startswith("There is no store at ")) == (69, True)
    assert not (tmp_path / "data").exists()
    make_store(tmp_path)
    unknown = desk(tmp_path, "key", "revoke", GUILD, "77")
    assert (unknown.code, one_sentence(unknown)) == (2, "There is no such key.\n")
    unnamed = desk(tmp_path, "key", "create", GUILD, MEMBER, "--name", " ")
    assert (unnamed.code, one_sentence(unnamed)) == (2, "name is empty.\n")
    no_id = desk(tmp_path, "key", "list", GUILD, "1" * 30)
    assert (no_id.code, "no id of Discord" in one_sentence(no_id)) == (2, True)
