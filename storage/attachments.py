"""SQL of the files that came with messages."""

import sqlite3
from collections.abc import Collection, Sequence

from desk.filing import FILES_ROOM, Kept, Room
from storage import rows


class SqlAttachments:
    """See desk.store.messages.Attachments."""

    def __init__(self, db: sqlite3.Connection, room: Room = FILES_ROOM) -> None:
        """`room` is how many bytes of files are kept."""
        self._db = db
        self._room = room

    @property
    def share(self) -> int:
        """See desk.store.messages.Attachments."""
        return self._room.each

    def begin(self, user_id: int, at: str) -> int:
        """See desk.store.messages.Attachments."""
        sql = "INSERT INTO attachment (user_id, at) VALUES (?, ?)"
        return self._db.execute(sql, (user_id, at)).lastrowid or 0

    def add(self, attachment_id: int, part: bytes) -> bool:
        """See desk.store.messages.Attachments."""
        grown = self._db.execute(
            "UPDATE attachment SET size = size + ? WHERE id = ? AND message_id IS NULL", (len(part), attachment_id)
        )
        if grown.rowcount == 0:
            return False
        self._db.execute(
            "INSERT INTO attachment_part (attachment_id, place, bytes)"
            " SELECT ?1, coalesce(max(place) + 1, 0), ?2 FROM attachment_part WHERE attachment_id = ?1",
            (attachment_id, part),
        )
        return True

    def room(self) -> int:
        """See desk.store.messages.Attachments."""
        [(kept,)] = self._db.execute("SELECT coalesce(sum(size), 0) FROM attachment").fetchall()
        return max(0, self._room.whole - int(kept))

    def left_of_share(self, attachment_id: int) -> int:
        """See desk.store.messages.Attachments."""
        sql = (
            "SELECT coalesce(sum(size), 0) FROM attachment"
            " WHERE user_id = (SELECT user_id FROM attachment WHERE id = ?)"
        )
        [(kept,)] = self._db.execute(sql, (attachment_id,)).fetchall()
        return max(0, self._room.each - int(kept))

    def describe(self, attachment_id: int, media_type: str) -> None:
        """See desk.store.messages.Attachments."""
        self._db.execute("UPDATE attachment SET media_type = ? WHERE id = ?", (media_type, attachment_id))

    def give(self, attachment_id: int, message_id: int, place: int) -> None:
        """See desk.store.messages.Attachments."""
        self._db.execute(
            "UPDATE attachment SET message_id = ?, place = ? WHERE id = ? AND message_id IS NULL",
            (message_id, place, attachment_id),
        )

    def take(self, message_id: int) -> None:
        """See desk.store.messages.Attachments."""
        self._db.execute("UPDATE attachment SET message_id = NULL WHERE message_id = ?", (message_id,))

    def drop(self, attachment_ids: Collection[int]) -> None:
        """See desk.store.messages.Attachments."""
        sql = "DELETE FROM attachment WHERE id = ? AND message_id IS NULL"
        self._db.executemany(sql, [(each,) for each in attachment_ids])

    def drop_astray(self, before: str) -> None:
        """See desk.store.messages.Attachments."""
        self._db.execute("DELETE FROM attachment WHERE message_id IS NULL AND at < ?", (before,))

    def get(self, attachment_id: int) -> Kept | None:
        """See desk.store.messages.Attachments."""
        row = rows.one(
            self._db,
            "SELECT a.id, a.message_id, json_extract(m.attachments, '$[' || a.place || '][0]'), a.size, a.media_type,"
            " a.at FROM attachment AS a JOIN message AS m ON m.id = a.message_id WHERE a.id = ?",
            attachment_id,
        )
        return Kept(*row) if row else None

    def part(self, attachment_id: int, place: int) -> bytes | None:
        """See desk.store.messages.Attachments."""
        sql = "SELECT bytes FROM attachment_part WHERE attachment_id = ? AND place = ?"
        row = rows.one(self._db, sql, attachment_id, place)
        return bytes(row[0]) if row else None

    def seek(self, message_id: int, places: Sequence[tuple[int, str]]) -> None:
        """See desk.store.messages.Attachments."""
        self._db.executemany(
            "INSERT INTO attachment_sought VALUES (?, ?, ?)", [(message_id, place, url) for place, url in places]
        )

    def sought(self, message_id: int) -> Sequence[tuple[int, str]]:
        """See desk.store.messages.Attachments."""
        sql = "SELECT place, url FROM attachment_sought WHERE message_id = ? ORDER BY place"
        return self._db.execute(sql, (message_id,)).fetchall()

    def seek_no_more(self, message_id: int, place: int) -> None:
        """See desk.store.messages.Attachments."""
        self._db.execute("DELETE FROM attachment_sought WHERE message_id = ? AND place = ?", (message_id, place))
