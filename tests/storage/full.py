"""A store of two servers in which no column that is exported is without a value, and each that may be null is."""

import sqlite3
from itertools import count
from pathlib import Path
from typing import Final

from desk.filing import PART
from storage.connection import connect_writer
from storage.export import kinds
from storage.export.nouns import NOUNS, Noun
from tests.stores import store_in

SERVERS: Final = (1, 2)

_FIXED: Final = {
    "color": "#aabbcc",
    "style": "channel",
    "claim_mode": "claimer",
    "part": "viewer",
    "status": "closed",
    "priority": "high",
    "opened_via": "rest",
    "via": "discord",
    "place_state": "made",
    "place_style": "channel",
    "waiting": "member",
    "rating": 3,
    "grant_name": "manage_tickets",
    "state": "parked",
    "language": "de",
    "type": "ticket.moved",
    "media_type": "image/png",
}
_KINDS: Final = {"message": "note", "ending": "planned"}
_REFERRING: Final = {"id", "seq", "category_id", "place_category_id", "ticket_id", "message_id", "one_id"}
_OF_KIND: Final = {
    kinds.FLAG: 1,
    kinds.TIME: "2027-01-31T18:00:00.000Z",
    kinds.LIST: '["a tag", "büro"]',
    kinds.IDS: "[3, 4]",
    kinds.OBJECT: '{"categoryId": "7"}',
    kinds.HOURS: '{"zone": "Europe/Berlin", "days": [["09:00", "17:00"], null, null, null, null, null, null]}',
}
_RECORDS: Final = {
    "form": '[["What?", "select", null, true, 1, 2, ["a", "ü"]], ["Why?", "long", "Go on", false, null, null, []]]',
    "fields": '[["What?", "select", ["a", "ü"]]]',
    "attachments": '[["a file.png", 7]]',
}


def full_store(folder: Path) -> Path:
    """The path of such a store in that folder."""
    path = store_in(folder)
    db = connect_writer(path)
    numbers = count(1000)
    for server in SERVERS:
        for noun in NOUNS:
            for turn in (0, 1) if noun.table not in {"ticket_link", "guild"} else (0,):
                _insert(db, noun, server, turn, numbers)
        for turn, parts in enumerate(([b"x" * PART, b"\0rest"], [])):
            attachment_id = server * 10 + turn
            for place, part in enumerate(parts):
                db.execute("INSERT INTO attachment_part VALUES (?, ?, ?)", (attachment_id, place, part))
            size = sum(map(len, parts))
            db.execute("UPDATE attachment SET size = ? WHERE id = ?", (size, attachment_id))
    db.execute(
        "INSERT INTO ticket_tag SELECT DISTINCT t.guild_id, j.value, t.id FROM ticket AS t, json_each(t.tags) AS j"
    )
    # Given, and deleted since.
    db.execute("UPDATE sqlite_sequence SET seq = 77 WHERE name = 'ticket'")
    db.close()
    return path


def _insert(db: sqlite3.Connection, noun: Noun, server: int, turn: int, numbers: "count[int]") -> None:
    optional = {
        name
        for _, name, _, needed, default, key in db.execute(f"PRAGMA table_info('{noun.table}')")
        if not needed and not key and default is None
    }
    row: dict[str, object] = {}
    for each in noun.columns:
        column, number = each.column, next(numbers)
        if column in {noun.guild, "guild_id"}:
            row[column] = server
        elif column in _REFERRING:
            row[column] = server * 10 + turn
        elif column == "other_id":
            row[column] = server * 10 + 1
        elif turn == 1 and column in optional:
            row[column] = None
        elif each.kind in {kinds.OWN_ID, kinds.ID, kinds.NUMBER, kinds.PERIOD}:
            row[column] = _FIXED.get(column, number)
        elif each.kind is kinds.TEXT:
            row[column] = (
                _KINDS.get(noun.table) if column == "kind" else _FIXED.get(column, f"{column} ü\u2028\n{number}")
            )
        else:
            row[column] = _OF_KIND.get(each.kind) or _FIXED.get(column) or _RECORDS[column]
    if noun.table == "ticket" and turn == 1:
        row["status"] = "open"
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO {noun.table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608 -- the schema's own names
    db.execute(sql, tuple(row.values()))
