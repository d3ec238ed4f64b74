"""Export and import: everything there and back with the same bytes, one server alone, and nothing half done."""

import errno
import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from desk import faultpoint
from storage.backup import back_up
from storage.connection import connect_writer
from storage.errors import CopyFailed, ImportRefused, ServerUnknown
from storage.export.manifest import MANIFEST
from storage.export.nouns import LEFT_OUT, NOUNS
from storage.export.reading import import_into, look_at_export
from storage.export.writing import export
from tests import forked
from tests.storage.full import full_store
from tests.stores import fresh, store_in

AT, LATER = "2027-02-01T00:00:00.000Z", "2027-02-02T00:00:00.000Z"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that nobody changes."""
    return full_store(tmp_path_factory.mktemp("full"))


@pytest.fixture(scope="module")
def made(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its export."""
    made = tmp_path_factory.mktemp("made") / "made.zip"
    export(full, made, AT)
    return made


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    (tmp_path / "empty").mkdir()
    return store_in(tmp_path / "empty")


def content(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(path: Path, noun: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content(path)[f"{noun}.jsonl"].splitlines()]


def dump(path: Path) -> list[str]:
    """All of a store, but for its own secret and what SQLite makes of the index of words."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        return sorted(line for line in db.iterdump() if "_words" not in line and '"meta"' not in line)


def columns(table: str, db: sqlite3.Connection) -> set[str]:
    return {name for _, name, *_, hidden in db.execute(f"PRAGMA table_xinfo('{table}')") if not hidden}


def test_every_table_is_exported_whole_or_left_out_for_a_reason() -> None:
    with closing(fresh()) as db:
        known = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        tables = {name for (name,) in known if "_words" not in name}
        assert {noun.table for noun in NOUNS} | LEFT_OUT.keys() == tables
        assert not {noun.table for noun in NOUNS} & LEFT_OUT.keys()
        for noun in NOUNS:
            assert sorted(each.column for each in noun.columns) == sorted(columns(noun.table, db)), noun.name


def test_what_is_exported_and_imported_is_all_there_and_makes_the_same_bytes_again(
    full: Path, empty: Path, made: Path, tmp_path: Path
) -> None:
    seen: list[tuple[int, int]] = []
    manifest = import_into(empty, made, lambda done, total: seen.append((done, total)))
    assert all(manifest.counts[noun.name] > 0 for noun in NOUNS)
    assert dump(empty) == dump(full)
    export(empty, tmp_path / "again.zip", LATER)
    first, again = content(made), content(tmp_path / "again.zip")
    assert first.pop(MANIFEST).replace(AT.encode(), LATER.encode()) == again.pop(MANIFEST)
    assert first == again
    assert made.stat().st_mode & 0o077 == 0
    with closing(connect_writer(empty)) as db:
        found = db.execute("SELECT count(*) FROM message_words WHERE message_words MATCH 'content'").fetchone()
        assert found == (4,)
        # An id that was given to what is deleted by now is not given again.
        assert db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'ticket'").fetchone() == (77,)


def test_a_line_speaks_as_the_api_does(made: Path) -> None:
    ticket = lines(made, "tickets")[0]
    assert (ticket["id"], ticket["guildId"], ticket["tags"]) == ("10", "1", ["a tag", "büro"])
    assert ticket["closedAt"] == "2027-01-31T18:00:00.000Z"
    assert (
        ticket["fields"] == [{"label": ticket["fields"][0]["label"], "kind": 1021, "values": 1021}] or ticket["fields"]
    )
    assert lines(made, "messages")[0]["opening"] is True


def test_no_secret_is_in_an_export(tmp_path: Path) -> None:
    full = full_store(tmp_path)
    with closing(connect_writer(full)) as db:
        db.execute(
            "INSERT INTO api_key (guild_id, user_id, name, prefix, digest, scopes, created_at)"
            " VALUES (1, 2, 'a key', 'prapi_canary', x'63616e617279', '[]', ?)",
            (AT,),
        )
        db.execute(
            "INSERT INTO webhook (guild_id, user_id, url, types, description, created_at, updated_at, salt, looked_to)"
            " VALUES (1, 2, 'https://canary.example', '[]', '', ?, ?, x'63616e617279', 0)",
            (AT, AT),
        )
    export(full, tmp_path / "made.zip", AT)
    assert b"canary" not in b"".join(content(tmp_path / "made.zip").values())


def test_one_server_is_exported_alone(full: Path, empty: Path, tmp_path: Path) -> None:
    export(full, tmp_path / "one.zip", AT, 2)
    assert look_at_export(tmp_path / "one.zip").servers == (2,)
    text = b"".join(content(tmp_path / "one.zip").values())
    assert b'"guildId":"1"' not in text
    assert {name for name in content(tmp_path / "one.zip") if name.startswith("files/")} == {"files/20", "files/21"}
    import_into(empty, tmp_path / "one.zip")
    # The ids of the other one are free, so it can come after.
    export(full, tmp_path / "other.zip", AT, 1)
    import_into(empty, tmp_path / "other.zip")
    assert dump(empty) == dump(full)
    with pytest.raises(ServerUnknown):
        export(full, tmp_path / "none.zip", AT, 3)
    assert not (tmp_path / "none.zip").exists()


@pytest.mark.parametrize("name", ["desk.db", "desk.db-wal", "desk.db.lock", "desk.db.id", "link.db"])
def test_an_export_is_never_laid_over_the_store_itself(tmp_path: Path, name: str) -> None:
    path = store_in(tmp_path)
    (tmp_path / "link.db").symlink_to(path)
    before = path.read_bytes()
    with pytest.raises(CopyFailed):
        export(path, tmp_path / name, AT)
    assert path.read_bytes() == before


@pytest.mark.parametrize("write", [lambda path, target: export(path, target, AT), back_up])
def test_what_others_left_where_it_is_written_first_is_neither_followed_nor_used(
    full: Path, tmp_path: Path, write: Callable[[Path, Path], object]
) -> None:
    partial, theirs, open_to_all = tmp_path / ".made.partial", tmp_path / "theirs", tmp_path / "open to all"
    theirs.write_text("theirs")
    partial.symlink_to(theirs)
    write(full, tmp_path / "made")
    open_to_all.touch(mode=0o666)
    partial.hardlink_to(open_to_all)
    write(full, tmp_path / "made")
    assert (theirs.read_text(), open_to_all.read_text()) == ("theirs", "")
    assert ((tmp_path / "made").stat().st_mode & 0o777, (tmp_path / "made").is_symlink()) == (0o600, False)
    # A folder of that name is nobody's remains.
    partial.mkdir()
    with pytest.raises(CopyFailed):
        write(full, tmp_path / "made")


def changed(made: Path, spoilt: Path, name: str, change: Callable[[bytes], bytes | None]) -> Path:
    """The archive with one of its files changed, or without it."""
    with ZipFile(spoilt, "w", ZIP_DEFLATED) as archive:
        for each, text in content(made).items():
            into = change(text) if each == name else text
            if into is not None:
                archive.writestr(each, into)
    return spoilt


SPOILT: dict[str, tuple[str, Callable[[bytes], bytes | None], tuple[str, str, int]]] = {
    "no manifest": (MANIFEST, lambda _: None, ("no_export", "", 0)),
    "another form": (MANIFEST, lambda it: it.replace(b'"formatVersion": 1', b'"formatVersion": 2'), ("newer", "", 0)),
    "no JSON": (MANIFEST, lambda _: b"{", ("bad_manifest", "", 0)),
    "a noun is gone": ("edits.jsonl", lambda _: None, ("lacking", "", 0)),
    "a line is gone": ("edits.jsonl", lambda it: it[: it.rindex(b"\n", 0, -1) + 1], ("count", "edits.jsonl", 0)),
    "cut short": ("edits.jsonl", lambda it: it[:-5], ("no_json", "edits.jsonl", 4)),
    "an odd field": ("tickets.jsonl", lambda it: it.replace(b"{", b'{"odd":1,', 1), ("unknown", "tickets.jsonl", 1)),
    "a field is gone": ("panels.jsonl", lambda it: it.replace(b'"id":"10",', b"", 1), ("absent", "panels.jsonl", 1)),
    "a number": ("panels.jsonl", lambda it: it.replace(b'"id":"11"', b'"id":11', 1), ("no_value", "panels.jsonl", 2)),
    "null": (
        "panels.jsonl",
        lambda it: it.replace(b'"guildId":"1"', b'"guildId":null', 1),
        ("foreign", "panels.jsonl", 1),
    ),
    "no time": ("edits.jsonl", lambda it: it.replace(b"2027-01-31", b"2027-02-31", 1), ("no_value", "edits.jsonl", 1)),
    "no choice": ("tickets.jsonl", lambda it: it.replace(b'"high"', b'"odd"', 1), ("not_possible", "tickets.jsonl", 1)),
    "twice": ("panels.jsonl", lambda it: it.replace(b'"id":"11"', b'"id":"10"', 1), ("taken", "panels.jsonl", 2)),
    "half a sign": ("events.jsonl", lambda it: it.replace(b'"7"', b'"\\ud800"', 1), ("no_value", "events.jsonl", 1)),
    "no room behind it": (
        "panels.jsonl",
        lambda it: it.replace(b'"id":"10"', b'"id":"%d"' % (2**63 - 1), 1),
        ("no_value", "panels.jsonl", 1),
    ),
    "no room for an id": (
        MANIFEST,
        lambda it: it.replace(b'"tickets": 77', b'"tickets": %d' % (2**63 - 1)),
        ("bad_manifest", "", 0),
    ),
    "an age": (
        "categories.jsonl",
        lambda it: re.sub(rb'"silenceMinutes":\d+', b'"silenceMinutes":9007199254740991', it, count=1),
        ("no_value", "categories.jsonl", 1),
    ),
    "no time of day": (
        "categories.jsonl",
        lambda it: it.replace(b'"09:00"', b'"9 sharp"', 1),
        ("no_value", "categories.jsonl", 1),
    ),
    "a page of ours": (
        "attachments.jsonl",
        lambda it: it.replace(b"image/png", b"text/html", 1),
        ("no_value", "attachments.jsonl", 1),
    ),
    "dangling": (
        "edits.jsonl",
        lambda it: it.replace(b'"messageId":"10"', b'"messageId":"99"'),
        ("dangling", "edits.jsonl", 1),
    ),
    "foreign": (
        "tickets.jsonl",
        lambda it: it.replace(b'"guildId":"1"', b'"guildId":"2"', 1),
        ("foreign", "tickets.jsonl", 1),
    ),
    "no file": ("files/10", lambda _: None, ("no_file", "attachments.jsonl", 1)),
    "a short file": ("files/10", lambda it: it[:-1], ("file_size", "attachments.jsonl", 1)),
    "a long file": ("files/11", lambda it: it + b"x", ("file_size", "attachments.jsonl", 2)),
}


def test_what_is_no_whole_export_is_refused_by_its_line_and_nothing_is_changed(
    empty: Path, made: Path, tmp_path: Path
) -> None:
    before, told = dump(empty), {}
    for what, (name, change, _) in SPOILT.items():
        with pytest.raises(ImportRefused) as refused:
            import_into(empty, changed(made, tmp_path / "spoilt.zip", name, change))
        told[what] = (refused.value.why, refused.value.place, refused.value.line)
    assert told == {what: refusal for what, (_, _, refusal) in SPOILT.items()}
    assert dump(empty) == before


def test_a_file_that_is_no_archive_or_a_damaged_one_is_refused(empty: Path, made: Path, tmp_path: Path) -> None:
    whole = made.read_bytes()
    for name, text in (("diary", b"dear diary"), ("short", whole[:-30]), ("flipped", b"")):
        (tmp_path / name).write_bytes(text or whole[:400] + bytes([whole[400] ^ 255]) + whole[401:])
        with pytest.raises(ImportRefused) as refused:
            import_into(empty, tmp_path / name)
        assert refused.value.why == "damaged"
    os.mkfifo(tmp_path / "pipe")
    for name, why in (("missing", "missing"), ("pipe", "no_file"), (".", "no_file")):
        with pytest.raises(ImportRefused) as refused:
            import_into(empty, tmp_path / name)
        assert refused.value.why == why


def test_an_archive_that_says_odd_things_of_itself_is_refused_in_words(made: Path, tmp_path: Path) -> None:
    """A file twice, which version unpacks it, how it is packed, where it begins, and where the list of files does."""
    (tmp_path / "odd.zip").write_bytes(made.read_bytes())
    with ZipFile(tmp_path / "odd.zip", "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("files/10", b"another")
    with pytest.raises(ImportRefused) as refused:
        look_at_export(tmp_path / "odd.zip")
    assert refused.value.detail == "a file is in it twice"
    record, end = b"PK\x01\x02", b"PK\x05\x06"
    for mark, place, byte in (
        (record, 6, 99),
        (record, 8, 0x20),
        (record, 8, 0x41),
        (record, 45, 0x40),
        (end, 18, 0x40),
    ):
        text = bytearray(made.read_bytes())
        text[text.rindex(mark) + place] |= byte
        (tmp_path / "odd.zip").write_bytes(text)
        with pytest.raises(ImportRefused) as refused:
            look_at_export(tmp_path / "odd.zip")
        assert refused.value.why in {"damaged", "unreadable"}


def test_where_the_server_is_known_already_nothing_is_imported(full: Path, made: Path) -> None:
    before = dump(full)
    with pytest.raises(ImportRefused) as refused:
        import_into(full, made)
    assert (refused.value.why, refused.value.detail) == ("there", "1")
    assert dump(full) == before


_DIE = """
import os, sys
from pathlib import Path
from desk import faultpoint
from storage.export.reading import import_into

faultpoint.install(lambda name: os.kill(os.getpid(), 9) if name == sys.argv[3] else None)
import_into(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("point", ["import.before_commit", "import.after_commit"])
def test_killed_at_any_point_all_of_it_is_there_or_nothing(full: Path, empty: Path, made: Path, point: str) -> None:
    before = dump(empty)
    killed = forked.run("-c", _DIE, str(empty), str(made), point)
    assert killed.code == -9, killed.err
    if point == "import.before_commit":
        assert dump(empty) == before
        import_into(empty, made)
    assert dump(empty) == dump(full)


@pytest.fixture
def failing() -> Iterator[None]:
    def hook(name: str) -> None:
        if name == "export.before_rename":
            raise OSError(errno.ENOSPC, "no room")

    faultpoint.install(hook)
    yield
    faultpoint.install(None)


def test_an_export_that_fails_leaves_nothing_and_the_older_one_whole(full: Path, tmp_path: Path, failing: None) -> None:
    (tmp_path / "made.zip").write_text("the older one")
    with pytest.raises(CopyFailed):
        export(full, tmp_path / "made.zip", AT)
    assert (tmp_path / "made.zip").read_text() == "the older one"
    assert not list(tmp_path.glob(".*"))
