"""What a store that is restored learns from the one that it replaces: what was given out, and what was taken away.

Numbers and ids that were given since the backup are not given again: Discord and other programs know them. A right that
was taken away since does not come back. All else is as it was when the backup was made.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desk.events import Origin
from desk.places import place_due
from storage import rows
from storage.people import UNSURE
from storage.tx import SqlTx

NUMBERS_SKIPPED: Final = 1000
"""How many ticket numbers of each guild are passed over where nobody knows which were given since the backup.

A tenth of all that were given, if that is more.
"""

DRAWN_ANEW: Final = 500
"""Of so many open tickets, the last that changed, the places are drawn anew where nobody knows which changed since."""

IDS_SKIPPED: Final = 1_000_000
"""The same for ids and for the numbers of events, which nobody reads out."""


GIVEN_AT_MOST: Final = 2**53
"""No desk ever gives so many numbers or ids."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried over. `known`: the older store could be read, and the backup is one of its own.

    `opened` and `deleted` are the tickets that the older store has and the backup has not, and the other way round;
    `keys`, `grants` and `webhooks` how many were taken away since, `blocks` how many members and roles are blocked.
    """

    known: bool
    opened: int = 0
    deleted: int = 0
    keys: int = 0
    grants: int = 0
    webhooks: int = 0
    blocks: int = 0


def carry_over(db: sqlite3.Connection, older: Path | None, now: str) -> Carried:
    """Make the restored store `db`, of the newest version, go on from where the one at `older` has come to.

    Where that cannot be read or never was the same desk, numbers are skipped. Raises sqlite3.Error.
    """
    if older is not None:
        try:
            with _beside(db, older), _transaction(db):
                return _carry(db, now)
        except sqlite3.Error:
            # Damaged, or another program's: it is kept, and nothing is taken from it.
            pass
    with _transaction(db):
        _begin(db)
        _skip(db, now)
    return Carried(known=False)


@contextmanager
def _beside(db: sqlite3.Connection, older: Path) -> Iterator[None]:
    db.execute("ATTACH DATABASE ? AS older", (f"{older.as_uri()}?mode=ro",))
    try:
        yield
    finally:
        db.execute("DETACH DATABASE older")


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _begin(db: sqlite3.Connection) -> None:
    """What holds of any backup: who signed out since stays so, and what the log may tell already is looked for."""
    db.execute("DELETE FROM session")
    db.execute("UPDATE guild SET logging_seq = max(logging_seq, (SELECT coalesce(max(seq), 0) FROM event))")


def _carry(db: sqlite3.Connection, now: str) -> Carried:
    _begin(db)
    known = _secret(db, "main") == _secret(db, "older")
    last = _number(db, "SELECT coalesce(max(seq), 0) FROM main.event")
    if not (_go_on(db) and known):
        _skip(db, now)
    blocks = _blocks(db, now)
    if not known:
        return Carried(known=False, blocks=blocks)
    carried = Carried(
        known=True,
        opened=_number(db, "SELECT count(*) FROM older.ticket WHERE id NOT IN (SELECT id FROM main.ticket)"),
        deleted=_number(db, "SELECT count(*) FROM main.ticket WHERE id NOT IN (SELECT id FROM older.ticket)"),
        keys=_keys(db),
        grants=_grants(db, last),
        webhooks=_webhooks(db, last) if _has(db, "webhook") else 0,
        blocks=blocks,
    )
    # Who read a version that is no more is not to change another ticket than they saw.
    db.execute(
        "UPDATE main.ticket SET version = theirs.version + 1 FROM older.ticket AS theirs"
        " WHERE theirs.id = ticket.id AND theirs.version > ticket.version"
    )
    moved = "SELECT DISTINCT ticket_id FROM older.event WHERE seq > ? AND ticket_id IS NOT NULL"
    _show_anew(db, now, f"id IN ({moved})", last)
    return carried


def _go_on(db: sqlite3.Connection) -> bool:
    """Begin behind what was given; whether all of it could be believed.

    A number that no desk comes to is damage, and behind it none could be given.
    """
    believed = f"BETWEEN 0 AND {GIVEN_AT_MOST}"
    db.execute(
        "INSERT INTO main.guild (id, last_number) SELECT id, last_number FROM older.guild"
        f" WHERE last_number {believed}"
        " ON CONFLICT DO UPDATE SET last_number = max(last_number, excluded.last_number)"
    )
    db.execute(
        "INSERT INTO main.meta SELECT name, value FROM older.meta WHERE name LIKE ? || '%' ON CONFLICT DO NOTHING",
        (UNSURE,),
    )
    given = db.execute(
        f"SELECT name, seq FROM older.sqlite_sequence WHERE typeof(seq) = 'integer' AND seq {believed}"
    ).fetchall()
    for table, last in given:
        _raise_ids(db, table, f"max(seq, {int(last)})")
    all_of_it = "(SELECT count(*) FROM older.sqlite_sequence)"
    guilds = f"(SELECT count(*) FROM older.guild WHERE NOT last_number {believed})"
    return _number(db, f"SELECT {all_of_it} - {len(given)} + {guilds}") == 0


def _skip(db: sqlite3.Connection, now: str) -> None:
    counted = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
    for (table,) in db.execute(counted).fetchall():
        _raise_ids(db, table, f"seq + {IDS_SKIPPED}")
    db.execute("UPDATE guild SET last_number = last_number + max(?, last_number / 10)", (NUMBERS_SKIPPED,))
    # The relay looks for higher ones in Discord.
    db.execute(
        "INSERT INTO meta SELECT ? || id, CAST((SELECT at FROM event ORDER BY seq DESC LIMIT 1) AS BLOB) FROM guild"
        " WHERE EXISTS (SELECT 1 FROM event) ON CONFLICT DO NOTHING",
        (UNSURE,),
    )
    latest = "SELECT id FROM main.ticket WHERE status = 'open' ORDER BY updated_at DESC, id LIMIT ?"
    _show_anew(db, now, f"id IN ({latest})", DRAWN_ANEW)


def _raise_ids(db: sqlite3.Connection, table: str, to: str) -> None:
    """Have the next row of the table get an id beyond that."""
    sequence = "main.sqlite_sequence"
    db.execute(
        f"INSERT INTO {sequence} (name, seq)"
        f" SELECT ?1, 0 WHERE NOT EXISTS (SELECT 1 FROM {sequence} WHERE name = ?1)"
        " AND EXISTS (SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ?1)",
        (table,),
    )
    db.execute(f"UPDATE {sequence} SET seq = {to} WHERE name = ?", (table,))


def _keys(db: sqlite3.Connection) -> int:
    return db.execute(
        "UPDATE main.api_key SET revoked_at = theirs.revoked_at FROM older.api_key AS theirs"
        " WHERE theirs.digest = api_key.digest AND theirs.revoked_at IS NOT NULL AND api_key.revoked_at IS NULL"
    ).rowcount


def _blocks(db: sqlite3.Connection, now: str) -> int:
    """Who was blocked when the desk stopped is; who was let go since is blocked again, as in the backup."""
    taken = 0
    for table, who in (("block", "user_id"), ("role_block", "role_id")):
        if _has(db, table):
            columns = f"guild_id, {who}, until, reason"
            taken += db.execute(
                f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM older.{table} AS theirs"
                " WHERE (until IS NULL OR until > ?) AND NOT EXISTS (SELECT 1 FROM main."
                f"{table} AS ours WHERE ours.guild_id = theirs.guild_id AND ours.{who} = theirs.{who}"
                " AND ours.until IS theirs.until)"
                " ON CONFLICT DO UPDATE SET until = excluded.until, reason = excluded.reason",
                (now,),
            ).rowcount
    return taken


def _grants(db: sqlite3.Connection, last: int) -> int:
    return db.execute(
        "DELETE FROM main.role_grant WHERE (guild_id, role_id, grant_name) NOT IN"
        " (SELECT guild_id, role_id, grant_name FROM older.role_grant)"
        " AND (guild_id, CAST(role_id AS TEXT), grant_name) IN (SELECT guild_id, data ->> 'roleId', data ->> 'grant'"
        " FROM older.event WHERE type = 'grant.taken' AND seq > ?)",
        (last,),
    ).rowcount


def _webhooks(db: sqlite3.Connection, last: int) -> int:
    """Those that are there still are as they were last: where they lead to, signed how, and whether they are off."""
    deleted = db.execute(
        "DELETE FROM main.webhook WHERE id NOT IN (SELECT id FROM older.webhook) AND CAST(id AS TEXT) IN"
        " (SELECT data ->> 'webhookId' FROM older.event WHERE type = 'webhook.deleted' AND seq > ?)",
        (last,),
    ).rowcount
    off = _number(
        db,
        "SELECT count(*) FROM main.webhook AS ours JOIN older.webhook AS theirs USING (id)"
        " WHERE ours.off IS NULL AND theirs.off IS NOT NULL",
    )
    as_they_were = ("user_id", "url", "types", "updated_at", "salt", "old_salt", "old_until", "off", "off_at")
    taken = ", ".join(f"{each} = theirs.{each}" for each in as_they_were)
    db.execute(f"UPDATE main.webhook SET {taken} FROM older.webhook AS theirs WHERE theirs.id = webhook.id")
    return deleted + off


def _show_anew(db: sqlite3.Connection, now: str, which: str, *params: object) -> None:
    """Have the places of these tickets brought in line with what the restored store knows of them."""
    tx = SqlTx(db)
    found = db.execute(f"SELECT guild_id, id FROM main.ticket WHERE channel_id IS NOT NULL AND {which}", params)
    for guild_id, ticket_id in found.fetchall():
        place_due(tx, Origin(guild_id, now, "restore"), ticket_id)


def _has(db: sqlite3.Connection, table: str) -> bool:
    """Whether the older store is of a version that has this table."""
    return rows.one(db, "SELECT 1 FROM older.sqlite_schema WHERE type = 'table' AND name = ?", table) is not None


def _secret(db: sqlite3.Connection, schema: str) -> object:
    found = rows.one(db, f"SELECT value FROM {schema}.meta WHERE name = 'secret'")
    return found[0] if found else None


def _number(db: sqlite3.Connection, sql: str) -> int:
    found = rows.one(db, sql)
    return int(found[0]) if found else 0
