"""A store that the first release has filled, upgraded: nothing of it is lost, and what is new works on it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desk import outbox, places, queue, reading, search, tickets
from desk.actor import Actor, Grant, Member, Via, identify
from desk.exchange import Slice, TicketFilter
from desk.models import MessageKind, PlaceState, Priority, Status
from desk.queue import Wanted
from storage.connection import teach_words
from storage.migrations import known_migrations
from storage.preparation import copy_path, prepare
from storage.tx import SqlTx

DUMP = Path(__file__).with_name("first_release.sql")
"""All of it as SQL: three tickets with replies, a note, an edit and a deletion, two tags, a key, a block, a panel."""

READABLE = {'["fire", "b\\u00fcro"]': '["fire","büro"]'}

GUILD = 1456074443980800006
MEMBERS = {"owner": 1456074443980800016, "viewer": 1456074443980800018, "responder": 1456074443980800019}
ROLES = {"viewer": 1456074443980800010, "responder": 1456074443980800011}
NOW = "2026-12-01T12:00:00.000Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(DUMP.read_text("utf-8"))
    return path


@pytest.fixture
def tx(path: Path) -> Iterator[SqlTx]:
    """The store after the upgrade by this release."""
    prepare(path, known_migrations())
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        teach_words(db)
        db.execute("PRAGMA foreign_keys = ON")
        yield SqlTx(db)


def actor(tx: SqlTx, name: str) -> Actor:
    roles = frozenset({ROLES[name]} if name in ROLES else ())
    member = Member(GUILD, MEMBERS[name], name, roles, administrator=False)
    return identify(member, tx.load_identities(), via=Via.DISCORD, at=NOW, request_id="test")


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def whole(path: Path, table: str, columns: list[str]) -> list[tuple[object, ...]]:
    """These columns of all rows of the table."""
    return rows(path, f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1, 2")  # noqa: S608 -- the schema's own names


def test_every_row_of_the_first_release_is_there_after_the_upgrade(path: Path) -> None:
    tables = [str(name) for (name,) in rows(path, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    columns = {name: [str(each[1]) for each in rows(path, f"PRAGMA table_info('{name}')")] for name in tables}
    before = {name: whole(path, name, columns[name]) for name in tables}
    prepare(path, known_migrations())
    assert copy_path(path, 1).exists()
    # Tags are written as they read, from now on.
    before["ticket"] = [tuple(READABLE.get(str(it), it) for it in row) for row in before["ticket"]]
    assert {name: whole(path, name, columns[name]) for name in tables} == before
    assert rows(path, "PRAGMA foreign_key_check") == []
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_its_tickets_read_as_they_did(tx: SqlTx) -> None:
    staff = actor(tx, "responder")
    detail = reading.show_number(tx, staff, 1)
    it = detail.ticket
    assert (it.title, it.status, it.priority, it.tags) == (
        "Printer is on fire",
        Status.OPEN,
        Priority.HIGH,
        ("fire", "büro"),
    )
    assert (it.claimed_by, it.place.state) == (MEMBERS["responder"], PlaceState.MADE)
    said = [(each.content, each.kind, each.edited_at is not None) for each in detail.messages]
    assert said == [
        ("It burns, please help.", MessageKind.REPLY, False),
        ("The smoke is purple now", MessageKind.REPLY, False),
        ("typo here", MessageKind.REPLY, True),
        ("Have you tried water?", MessageKind.REPLY, False),
        ("suspicious colour, call the chemist", MessageKind.NOTE, False),
    ]
    assert len(reading.show_number(tx, actor(tx, "owner"), 1).messages) == 4
    closed = reading.show_number(tx, actor(tx, "viewer"), 3).ticket
    assert (closed.status, closed.close_reason) == (Status.CLOSED, "done")
    assert [(each.user_id, each.reason) for each in tx.blocks.all(GUILD)] == [(1456074443980800020, "spam")]
    assert [each.name for each in tx.keys.of(GUILD, MEMBERS["owner"])] == ["laptop"]
    assert tx.load_identities().grants[GUILD, 1456074443980800013] == {Grant.MANAGE_TICKETS}
    assert [each.message_id for each in places.panels(tx, GUILD)] == [1456074443980800040]


@pytest.mark.parametrize(
    ("words", "number"), [("smoke", 1), ("straße", 2), ("東京", 2), ("オフィス", 2), ("buro", 2), ("nothing", 3)]
)
def test_what_was_said_then_is_found_now(tx: SqlTx, words: str, number: int) -> None:
    found = search.search(tx, actor(tx, "responder"), words, TicketFilter(), Slice(5))
    assert number in [each.ticket.number for each in found.matches]


def test_a_note_of_then_is_found_by_staff_alone(tx: SqlTx) -> None:
    for name, total in (("responder", 1), ("owner", 0), ("viewer", 0)):
        assert search.search(tx, actor(tx, name), "chemist", TicketFilter(), Slice(5)).total == total


def test_the_queue_holds_its_open_tickets_and_what_waited_to_be_shown_still_waits(tx: SqlTx) -> None:
    page = queue.queue(tx, actor(tx, "responder"), Wanted(), Slice(5))
    assert [each.number for each in page.tickets] == [1, 2]
    assert queue.queue(tx, actor(tx, "responder"), Wanted(tag="büro"), Slice(5)).total == 1
    assert [work.event.type for work in outbox.due_work(tx, NOW)] == ["message.created"]
    opened = tickets.open_ticket(tx, actor(tx, "owner"), tickets.TicketDraft(1, "One more", "After the upgrade"))
    assert opened.number == 4
