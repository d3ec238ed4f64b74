"""A backup in the place of the store: what is refused, what is kept, what is carried over, and killed at any point."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from desk import audit, blocks, categories, faultpoint, grants, keys, tickets, webhooks
from desk.actor import Grant, Scope, Via
from desk.categories import CategoryDraft
from desk.clock import parse_rfc3339
from desk.exchange import Work
from desk.keys import KeyDraft
from desk.models import Place, PlaceState, Ticket
from desk.store import Tx
from desk.webhooks import WebhookDraft
from storage.backup import back_up
from storage.carrying import IDS_SKIPPED, NUMBERS_SKIPPED
from storage.connection import connect_writer
from storage.errors import BackupRefused, CopyFailed, RestoreUnfinished
from storage.migrations import known_migrations
from storage.preparation import inspect, prepare
from storage.replacing import begun
from storage.restoring import Holding, Restored, look_at, look_at_backup, restore
from storage.tx import SqlTx
from tests import forked
from tests.people import GUILD, ROLES, USERS, actor
from tests.stores import store_in

T = TypeVar("T")
STEPS = known_migrations()
MINTED = keys.mint(b"k" * 32), keys.mint(b"l" * 32)
LATER = "2026-01-02T12:00:00.000Z"


@contextmanager
def using(path: Path) -> Iterator[Tx]:
    """One transaction over the store at `path`, without a desk."""
    with closing(connect_writer(path)) as db:
        db.execute("BEGIN IMMEDIATE")
        yield SqlTx(db)
        db.execute("COMMIT")


def opened(tx: Tx, title: str = "A title") -> Ticket:
    category = tx.categories.live(GUILD)[0]
    ticket = tickets.open_ticket(tx, actor("owner"), tickets.TicketDraft(category.id, title, "A message"))
    tx.places.save(ticket.id, Place(PlaceState.MADE, 10_000 + ticket.id, 20_000 + ticket.id))
    return ticket


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with one ticket in it, two keys, a grant and two webhooks."""
    (tmp_path / "data").mkdir()
    path = store_in(tmp_path / "data")
    with using(path) as tx:
        admin = actor("admin")
        draft = CategoryDraft("open", responder_role_ids=(ROLES["responder"],))
        categories.create(tx, admin, draft, frozenset(ROLES.values()))
        opened(tx)
        for minted in MINTED:
            keys.create(tx, actor("owner"), KeyDraft("a key", frozenset(Scope), None), minted)
        grants.grant(tx, admin, ROLES["manager"], Grant.MANAGE_TICKETS)
        for url in ("https://a.example/", "https://b.example/"):
            webhooks.create(tx, admin, WebhookDraft(url, ("ticket.opened",), ""), b"s" * 32)
        for work in tx.events.due("9999", 100):
            tx.events.delivered(work.event.seq)
    return path


@pytest.fixture
def backup(path: Path) -> Path:
    target = path.parent.with_name("backup.db")
    back_up(path, target)
    return target


@pytest.fixture
def at_point() -> Iterator[dict[str, BaseException]]:
    """Raise what is put under a point's name when that is passed; the names of all that are passed are kept as keys."""
    errors: dict[str, BaseException] = {}

    def hook(name: str) -> None:
        if (error := errors.get(name)) is not None:
            raise error

    faultpoint.install(hook)
    yield errors
    faultpoint.install(None)


def put_back(backup: Path, path: Path) -> Restored:
    look_at_backup(backup, path, len(STEPS))
    return restore(backup, path, STEPS, lambda: parse_rfc3339(LATER))


def titles(path: Path) -> list[str]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        return [title for (title,) in db.execute("SELECT title FROM ticket ORDER BY number")]


def test_a_backup_takes_the_place_of_the_store_which_is_kept_whole(path: Path, backup: Path) -> None:
    with using(path) as tx:
        opened(tx, "Since then")
    assert look_at(path) == Holding(2, 1, "2026-01-01T12:00:00.000Z")
    came = put_back(backup, path)
    assert (came.carried.opened, came.carried.deleted) == (1, 0)
    assert came.kept == path.with_name("desk.db.replaced-20260102T120000Z")
    assert {each.name for each in path.parent.iterdir()} == {"desk.db", "desk.db.id", came.kept.name}
    assert titles(came.kept) == ["A title", "Since then"]
    assert titles(path) == ["A title"]
    # What was kept can be put back like any backup, and nothing is lost on the way there and back.
    again = put_back(came.kept, path)
    assert titles(path) == ["A title", "Since then"]
    assert again.kept is not None
    assert again.kept.name == f"{came.kept.name}-2"
    assert titles(again.kept) == ["A title"]


def test_nothing_that_was_given_out_since_is_given_again(path: Path, backup: Path) -> None:
    """Numbers stand in the names of threads, ids in buttons and topics, and numbers of events on the bot's messages."""
    with using(path) as tx:
        since = opened(tx, "Since then")
        tickets.delete(tx, actor("manager"), opened(tx, "Deleted again").id)
        last = tx.events.last(GUILD)
    put_back(backup, path)
    with using(path) as tx:
        after = opened(tx, "After")
        assert (after.number, after.id) == (since.number + 2, since.id + 2)
        assert min(each.seq for each in tx.events.of_ticket(after.id)) > last
        assert categories.create(tx, actor("admin"), CategoryDraft("new"), frozenset()).id == 2


@pytest.mark.parametrize(
    ("older", "given", "skipped"),
    [
        ("missing", 1, NUMBERS_SKIPPED),
        ("missing", 50_000, 5_000),
        ("damaged", 1, NUMBERS_SKIPPED),
        ("another desk", 1, 1000),
    ],
)
def test_where_nobody_knows_what_was_given_out_numbers_are_skipped(
    path: Path, backup: Path, older: str, given: int, skipped: int
) -> None:
    with closing(sqlite3.connect(backup)) as db, db:
        db.execute("UPDATE guild SET last_number = ?", (given,))
    with using(path) as tx:
        before = opened(tx, "Since then")
    kept = path.read_bytes()
    path.unlink()
    if older == "damaged":
        path.write_bytes(kept[:1000] + b"\xff" * 40_000)
    if older == "another desk":
        path.with_name("desk.db.id").unlink()
        prepare(path, STEPS)
    came = put_back(backup, path)
    assert (came.carried.known, came.kept is None) == (False, older == "missing")
    # That numbers are to be looked for in Discord outlasts another restore.
    assert put_back(backup, path).carried.known
    with using(path) as tx:
        assert tx.guilds.numbers_unsure_since(GUILD) == "2026-01-01T12:00:00.000Z"
        after = opened(tx, "After")
        assert after.number == given + skipped + 1
        assert after.id > before.id + IDS_SKIPPED - 10
        assert min(each.seq for each in tx.events.of_ticket(after.id)) > IDS_SKIPPED


def test_numbers_behind_which_none_could_be_given_are_not_taken_over(path: Path, backup: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name IN ('ticket', 'event')", (2**63 - 1,))
        db.execute("UPDATE sqlite_sequence SET seq = 'x' WHERE name = 'message'")
        db.execute("UPDATE guild SET last_number = ?", (2**63 - 1,))
    assert put_back(backup, path).carried.known
    with using(path) as tx:
        assert opened(tx, "After").number == 2 + NUMBERS_SKIPPED


def test_what_was_taken_away_since_stays_away(path: Path, backup: Path) -> None:
    with using(path) as tx:
        admin = actor("admin")
        ended = keys.revoke(tx, actor("owner"), tx.keys.of(GUILD, None)[0].id)
        grants.revoke(tx, admin, ROLES["manager"], Grant.MANAGE_TICKETS)
        blocks.block(tx, admin, actor("outsider"))
        first, second = tx.webhooks.of(GUILD)
        webhooks.delete(tx, admin, first.id)
        rotated = webhooks.rotate(tx, admin, second.id, b"t" * 32)
    carried = put_back(backup, path).carried
    assert (carried.keys, carried.grants, carried.blocks, carried.webhooks) == (1, 1, 1, 1)
    with using(path) as tx:
        assert [key.id for key in tx.keys.of(GUILD, None) if key.revoked_at] == [ended.id]
        assert tx.grants.of(GUILD) == {}
        assert [each.user_id for each in tx.blocks.all(GUILD)] == [USERS["outsider"]]
        assert [(each.id, each.salt) for each in tx.webhooks.of(GUILD)] == [(second.id, rotated.salt)]


def test_what_was_given_since_is_not_taken_for_taken(path: Path, tmp_path: Path) -> None:
    """The store of before the restore has what the restored one has not: put back, it has it still."""
    admin, backup = actor("admin"), tmp_path / "backup.db"
    with using(path) as tx:
        grants.revoke(tx, admin, ROLES["manager"], Grant.MANAGE_TICKETS)
    back_up(path, backup)
    with using(path) as tx:
        grants.grant(tx, admin, ROLES["manager"], Grant.MANAGE_TICKETS)
        grants.grant(tx, admin, ROLES["definer"], Grant.DEFINE_TICKETS)
    kept = put_back(backup, path).kept
    assert kept is not None
    assert put_back(kept, path).carried.grants == 0
    with using(path) as tx:
        assert set(tx.grants.of(GUILD)) == {ROLES["manager"], ROLES["definer"]}


def test_nobody_is_signed_in_after_a_restore(path: Path, backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as db, db:
        row = (b"d", GUILD, USERS["owner"], LATER, LATER, "2027-01-01T00:00:00.000Z")
        db.execute(
            "INSERT INTO session (digest, guild_id, user_id, created_at, last_used_at, expires_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )
    put_back(backup, path)
    with using(path) as tx:
        assert tx.sessions.of(USERS["owner"]) == []


def due(path: Path) -> list[Work]:
    with using(path) as tx:
        return list(tx.events.due("9999", 100))


def test_what_changed_since_is_drawn_as_the_backup_knows_it(path: Path, backup: Path) -> None:
    with using(path) as tx:
        (ticket,) = tx.places.of_category(1)
        closed = tickets.close(tx, actor("owner"), ticket.id, None)
    put_back(backup, path)
    with using(path) as tx:
        # Who asks for a change of the closed one, by its version, is told that it is another.
        assert tx.tickets.get(GUILD, ticket.id) == replace(ticket, version=closed.version + 1)
    assert [(work.event.type, work.event.ticket_id, work.event.via) for work in due(path)] == [
        ("place.due", ticket.id, Via.DESK)
    ]


def emptied(backup: Path) -> None:
    os.truncate(backup, 0)


def cut_short(backup: Path) -> None:
    os.truncate(backup, 60_000)


def no_database(backup: Path) -> None:
    backup.write_text("dear diary, " * 1000)


def test_what_the_log_tells_already_is_looked_for_however_much_it_is(path: Path, tmp_path: Path) -> None:
    with using(path) as tx:
        audit.set_log_channel(tx, actor("manager"), 77)
        for turn in range(2 * audit.LINES):
            blocks.block(tx, actor("manager"), actor("outsider"), reason=str(turn))
    back_up(path, tmp_path / "backup.db")
    put_back(tmp_path / "backup.db", path)
    with using(path) as tx:
        batches = []
        while (batch := audit.next_batch(tx, GUILD)) is not None:
            audit.told(tx, batch)
            batches.append(batch.again)
        assert batches == [True, True, True]
        blocks.unblock(tx, actor("manager"), USERS["outsider"])
        after = audit.next_batch(tx, GUILD)
        assert after is not None
        assert not after.again


def damaged(backup: Path) -> None:
    with backup.open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xff" * 4096)


def orphaned(backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as db, db:
        db.execute("DELETE FROM category")


def told_newer(backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as db:
        db.execute("PRAGMA user_version = 99")


def of_others(backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as db:
        db.execute("PRAGMA application_id = 7")


@pytest.mark.parametrize(
    ("why", "spoil"),
    [
        ("damaged", emptied),
        ("damaged", cut_short),
        ("damaged", no_database),
        ("damaged", damaged),
        ("damaged", orphaned),
        ("newer", told_newer),
        ("foreign", of_others),
        ("missing", Path.unlink),
    ],
)
def test_what_is_no_whole_backup_is_refused_and_the_store_left_alone(
    path: Path, backup: Path, why: str, spoil: Callable[[Path], object]
) -> None:
    spoil(backup)
    before = path.read_bytes()
    with pytest.raises(BackupRefused) as refused:
        put_back(backup, path)
    assert refused.value.why == why
    assert path.read_bytes() == before
    assert begun(path) is None
    assert not list(path.parent.glob(".*"))


def test_the_store_itself_is_no_backup(path: Path) -> None:
    for name in ("desk.db", "desk.db-wal"):
        with pytest.raises(BackupRefused) as refused:
            look_at_backup(path.with_name(name), path, len(STEPS))
        assert refused.value.why == "itself"


def test_a_backup_of_an_older_release_is_brought_up_to_date(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "old.db"
    with closing(sqlite3.connect(backup)) as db:
        db.executescript(Path(__file__).with_name("first_release.sql").read_text("utf-8"))
    put_back(backup, path)
    assert inspect(path, len(STEPS)) == len(STEPS)
    with closing(sqlite3.connect(backup)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)


POINTS = (
    "backup.step",
    "restore.after_copy",
    "restore.before_ready",
    "restore.after_ready",
    "restore.between_files",
    "restore.after_aside",
    "restore.after_all",
)


_DIE = """
import os, sys
from pathlib import Path
from desk import faultpoint
from storage.connection import connect_writer
from tests.storage.test_restoring import put_back

backup, path = Path(sys.argv[1]), Path(sys.argv[2])
held = connect_writer(path)
held.execute("UPDATE ticket SET title = 'Only in the log'")
faultpoint.install(lambda name: os.kill(os.getpid(), 9) if name == sys.argv[3] else None)
put_back(backup, path)
"""


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_the_one_store_or_the_other_is_whole(path: Path, backup: Path, point: str) -> None:
    """Nothing is cleared up after a kill, and a log that was not moved into the store yet is there, too."""
    killed = forked.run("-c", _DIE, str(backup), str(path), point)
    assert killed.code == -9, killed.err
    restored = POINTS.index(point) >= POINTS.index("restore.after_ready")
    if restored and point != "restore.after_all":
        with pytest.raises(RestoreUnfinished):
            inspect(path, len(STEPS))
    prepare(path, STEPS)
    assert titles(path) == (["A title"] if restored else ["Only in the log"])
    if restored:
        assert titles(path.with_name("desk.db.replaced-20260102T120000Z")) == ["Only in the log"]
    # Whatever was left half made is in nobody's way.
    put_back(backup, path)
    assert not list(path.parent.glob(".*"))


def test_a_disk_that_takes_no_more_leaves_the_store_alone(
    path: Path, backup: Path, at_point: dict[str, BaseException]
) -> None:
    at_point["restore.after_copy"] = OSError("no room")
    before = path.read_bytes()
    with pytest.raises(CopyFailed):
        put_back(backup, path)
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*"))
