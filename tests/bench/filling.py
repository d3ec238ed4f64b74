"""Stores with as many tickets as a bench wants: written by SQL, as the use cases would have left them, only faster.

Fifty categories, five of which the responder answers; three tickets of the owner, the others of many members. Of ten
tickets three are open, one is claimed and six are closed, but no more are open than a desk can have. Each has a message
and an answer; `please` stands in half of all messages and `zebra` in twenty.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storage.connection import connect_writer
from tests.people import GUILD, ROLES, USERS

CATEGORIES: Final = 50
ANSWERED: Final = 5

_TIME: Final = "strftime('%Y-%m-%dT%H:%M:%fZ', 1760000000 + {} * 7.001, 'unixepoch')"

_TICKETS: Final = f"""
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :tickets),
    it AS (SELECT i, (i * 2654435761 >> 7) % :tenth AS lot, (i * 40503) % :tickets AS moment FROM n)
INSERT INTO ticket (id, guild_id, number, category_id, owner_id, owner_name, title, status, claimed_by, opened_via,
    created_at, updated_at, closed_at, place_state, waiting, waiting_since, due_at, priority, first_closed_at)
SELECT i, :guild, i, :first + i % {CATEGORIES}, CASE WHEN i % (:tickets / 3) = 7 THEN :owner ELSE 10 + i % :members END,
    'Member', 'Where is parcel ' || i, CASE WHEN lot < 4 THEN 'open' ELSE 'closed' END,
    CASE WHEN lot % 10 = 3 THEN :responder END, 'rest', {_TIME.format("i")}, {_TIME.format("i + moment")},
    CASE WHEN lot >= 4 THEN {_TIME.format("i + moment")} END, 'failed',
    CASE WHEN lot % 2 = 0 THEN 'staff' ELSE 'member' END, {_TIME.format("i + moment")},
    CASE WHEN lot % 2 = 0 THEN {_TIME.format("i + moment + 12000")} END,
    CASE WHEN i % 40 = 0 THEN 'high' ELSE 'normal' END, CASE WHEN lot >= 4 THEN {_TIME.format("i + moment")} END
FROM it
"""  # noqa: S608 -- of constants

_MESSAGES: Final = """
INSERT INTO message (id, ticket_id, author_id, author_name, via, kind, content, created_at, opening)
SELECT id * 2 - 1, id, owner_id, owner_name, 'rest', 'reply',
    'It was to come on day ' || id || ', look please' || CASE WHEN id % (:tickets / 20) = 5 THEN ', zebra' ELSE '' END,
    created_at, 1 FROM ticket
UNION ALL
SELECT id * 2, id, :responder, 'Responder', 'rest', 'reply', 'It is at the depot ' || id % 977, updated_at, 0
FROM ticket
ORDER BY 1
"""

_REST: Final = """
INSERT INTO event (guild_id, type, ticket_id, category_id, actor_id, via, at, request_id, data)
    SELECT guild_id, 'ticket.opened', id, category_id, owner_id, 'rest', created_at, 'filled',
        json_object('number', number) FROM ticket ORDER BY id;
INSERT INTO category_count SELECT guild_id, category_id, state, count(*) FROM ticket GROUP BY 1, 2, 3;
INSERT INTO owner_count SELECT guild_id, owner_id, category_id, state, count(*) FROM ticket GROUP BY 1, 2, 3, 4;
INSERT INTO ticket_words (rowid, words) SELECT id, desk_ticket_words(title, tags, fields) FROM ticket;
INSERT INTO message_words (rowid, words) SELECT id, desk_words(content) FROM message;
UPDATE guild SET last_number = (SELECT count(*) FROM ticket);
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How many tickets, and how many of them at most may be open."""

    tickets: int
    open_at_most: int = 4_000


def fill(path: Path, size: Size) -> None:
    """Fill the store at `path`, which has no ticket yet, that no desk has open."""
    with closing(connect_writer(path)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -200000")
        db.execute("BEGIN")
        first = _categories(db)
        later = _taken_away(db)
        params = {
            "guild": GUILD,
            "owner": USERS["owner"],
            "responder": USERS["responder"],
            "first": first,
            "tickets": size.tickets,
            "members": size.tickets // 10 + 1,
            # Four of so many are open or claimed.
            "tenth": max(10, 4 * size.tickets // size.open_at_most),
        }
        db.execute(_TICKETS, params)
        db.execute(_MESSAGES, params)
        for statement in _REST.strip().split(";\n"):
            db.execute(statement)
        for sql in later:
            db.execute(sql)
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _categories(db: sqlite3.Connection) -> int:
    """The id of the first of the new categories."""
    db.execute("INSERT INTO guild (id) VALUES (?) ON CONFLICT DO NOTHING", (GUILD,))
    [[before]] = db.execute("SELECT coalesce(max(id), 0) FROM category").fetchall()
    for number in range(1, CATEGORIES + 1):
        db.execute("INSERT INTO category (id, guild_id, name) VALUES (?, ?, ?)", (before + number, GUILD, f"C{number}"))
        role = ROLES["responder"] if number <= ANSWERED else ROLES["elsewhere"]
        db.execute("INSERT INTO category_role VALUES (?, ?, 'responder')", (before + number, role))
    return int(before) + 1


def _taken_away(db: sqlite3.Connection) -> list[str]:
    """Drop the indexes and triggers of what is filled; the statements that bring them back."""
    found: list[tuple[str, str, str]] = db.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        " AND tbl_name IN ('ticket', 'message', 'event')"
    ).fetchall()
    for kind, name, _ in found:
        db.execute(f"DROP {kind} {name}")
    return [sql for _, _, sql in found]
