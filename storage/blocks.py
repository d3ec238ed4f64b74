"""SQL of blocks: of members, and of roles."""

import sqlite3
from collections.abc import Collection, Sequence

from desk.models import Block, RoleBlock
from storage import rows
from storage.recall import recalled


class SqlBlocks:
    """See desk.store.blocks.Blocks."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def active(self, guild_id: int, user_id: int, at: str) -> Block | None:
        """See desk.store.blocks.Blocks."""
        sql = "SELECT guild_id, user_id, until, reason FROM block WHERE guild_id = ? AND user_id = ?"
        row = recalled(self._db, (sql, guild_id, user_id), lambda: rows.one(self._db, sql, guild_id, user_id))
        block = rows.block(row) if row else None
        return block if block is not None and (block.until is None or block.until > at) else None

    def put(self, block: Block) -> None:
        """See desk.store.blocks.Blocks."""
        self._db.execute(
            "INSERT INTO block VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET until = excluded.until, reason = excluded.reason",
            (block.guild_id, block.user_id, block.until, block.reason),
        )

    def lift(self, guild_id: int, user_id: int) -> None:
        """See desk.store.blocks.Blocks."""
        self._db.execute("DELETE FROM block WHERE guild_id = ? AND user_id = ?", (guild_id, user_id))

    def over(self, at: str) -> Sequence[Block]:
        """See desk.store.blocks.Blocks."""
        sql = "SELECT guild_id, user_id, until, reason FROM block WHERE until <= ? ORDER BY until"
        return [rows.block(row) for row in self._db.execute(sql, (at,)).fetchall()]

    def next_end(self) -> str | None:
        """See desk.store.blocks.Blocks."""
        row = rows.one(self._db, "SELECT min(until) FROM block")
        return row[0] if row else None

    def all(self, guild_id: int) -> Sequence[Block]:
        """See desk.store.blocks.Blocks."""
        sql = "SELECT guild_id, user_id, until, reason FROM block WHERE guild_id = ? ORDER BY user_id"
        return [rows.block(row) for row in self._db.execute(sql, (guild_id,)).fetchall()]


_ROLES = "SELECT guild_id, role_id, until, reason FROM role_block"


class SqlRoleBlocks:
    """See desk.store.blocks.RoleBlocks."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def holding(self, guild_id: int, role_ids: Collection[int], at: str) -> Sequence[RoleBlock]:
        """See desk.store.blocks.RoleBlocks. A guild blocks few roles, and a member may hold hundreds."""
        found = recalled(self._db, ("role blocks", guild_id), lambda: self._all(" WHERE guild_id = ?", guild_id))
        return [it for it in found if it.role_id in role_ids and (it.until is None or it.until > at)]

    def put(self, block: RoleBlock) -> None:
        """See desk.store.blocks.RoleBlocks."""
        self._db.execute(
            "INSERT INTO role_block (guild_id, role_id, until, reason) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET until = excluded.until, reason = excluded.reason",
            (block.guild_id, block.role_id, block.until, block.reason),
        )

    def lift(self, guild_id: int, role_id: int) -> bool:
        """See desk.store.blocks.RoleBlocks."""
        sql = "DELETE FROM role_block WHERE guild_id = ? AND role_id = ?"
        return self._db.execute(sql, (guild_id, role_id)).rowcount == 1

    def over(self, at: str) -> Sequence[RoleBlock]:
        """See desk.store.blocks.RoleBlocks."""
        return self._all(" WHERE until <= ? ORDER BY until", at)

    def next_end(self) -> str | None:
        """See desk.store.blocks.RoleBlocks."""
        row = rows.one(self._db, "SELECT min(until) FROM role_block")
        return row[0] if row else None

    def all(self, guild_id: int) -> Sequence[RoleBlock]:
        """See desk.store.blocks.RoleBlocks."""
        return self._all(" WHERE guild_id = ? ORDER BY role_id", guild_id)

    def _all(self, where: str, *params: int | str) -> Sequence[RoleBlock]:
        return tuple(RoleBlock(*row) for row in self._db.execute(_ROLES + where, params).fetchall())
