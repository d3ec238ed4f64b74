"""SQL of keys and grants, and the picture of both that is held in memory."""

import json
import sqlite3
from collections.abc import Mapping, Sequence

from desk.actor import Grant, Identities, KeyIdentity, Scope, SessionIdentity
from desk.models import ApiKey
from storage import rows


def load_identities(db: sqlite3.Connection) -> Identities:
    """Keys, sessions and grants as they are in the store now."""
    keys = {
        digest: KeyIdentity(key_id, guild_id, user_id, frozenset(map(Scope, json.loads(scopes))), expires_at)
        for key_id, guild_id, user_id, scopes, expires_at, digest in db.execute(
            "SELECT id, guild_id, user_id, scopes, expires_at, digest FROM api_key WHERE revoked_at IS NULL"
        ).fetchall()
    }
    grants: dict[tuple[int, int], frozenset[Grant]] = {}
    for guild_id, role_id, name in db.execute("SELECT guild_id, role_id, grant_name FROM role_grant").fetchall():
        grants[guild_id, role_id] = grants.get((guild_id, role_id), frozenset()) | {Grant(name)}
    sessions = {
        digest: SessionIdentity(*rest)
        for digest, *rest in db.execute(
            "SELECT digest, id, guild_id, user_id, last_used_at, expires_at FROM session"
        ).fetchall()
    }
    secret = rows.one(db, "SELECT value FROM meta WHERE name = 'secret'")
    return Identities(keys, grants, sessions, secret[0] if secret else b"")


class SqlKeys:
    """See desk.store.callers.Keys. `changed` tells that the picture in memory is old now."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.changed = False

    def insert(self, key: ApiKey, digest: bytes) -> ApiKey:
        """See desk.store.callers.Keys."""
        self.changed = True
        inserted = self._db.execute(
            "INSERT INTO api_key (guild_id, user_id, name, prefix, digest, scopes, created_at, expires_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                key.guild_id,
                key.user_id,
                key.name,
                key.prefix,
                digest,
                json.dumps(sorted(key.scopes)),
                key.created_at,
                key.expires_at,
            ),
        ).fetchall()
        return self._one("WHERE id = ?", inserted[0][0]) or key

    def get(self, guild_id: int, key_id: int) -> ApiKey | None:
        """See desk.store.callers.Keys."""
        return self._one("WHERE id = ? AND guild_id = ?", key_id, guild_id)

    def of(self, guild_id: int, user_id: int | None) -> Sequence[ApiKey]:
        """See desk.store.callers.Keys."""
        sql, params = rows.KEYS + "WHERE guild_id = ?", [guild_id]
        if user_id is not None:
            sql, params = sql + " AND user_id = ?", [guild_id, user_id]
        return [rows.api_key(row) for row in self._db.execute(sql + " ORDER BY id", params).fetchall()]

    def revoke(self, key_id: int, at: str) -> None:
        """See desk.store.callers.Keys."""
        self.changed = True
        self._db.execute("UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", (at, key_id))

    def used(self, last_used: Mapping[int, str]) -> None:
        """See desk.store.callers.Keys."""
        self._db.executemany(
            "UPDATE api_key SET last_used_at = ? WHERE id = ?", [(at, key_id) for key_id, at in last_used.items()]
        )

    def _one(self, where: str, *params: int) -> ApiKey | None:
        row = rows.one(self._db, rows.KEYS + where, *params)
        return rows.api_key(row) if row else None


class SqlGrants:
    """See desk.store.guilds.Grants. `changed` as for keys."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.changed = False

    def of(self, guild_id: int) -> Mapping[int, frozenset[Grant]]:
        """See desk.store.guilds.Grants."""
        found: dict[int, frozenset[Grant]] = {}
        sql = "SELECT role_id, grant_name FROM role_grant WHERE guild_id = ?"
        for role_id, name in self._db.execute(sql, (guild_id,)).fetchall():
            found[role_id] = found.get(role_id, frozenset()) | {Grant(name)}
        return found

    def give(self, guild_id: int, role_id: int, grant: Grant) -> None:
        """See desk.store.guilds.Grants."""
        self.changed = True
        self._db.execute("INSERT INTO role_grant VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (guild_id, role_id, grant))

    def take(self, guild_id: int, role_id: int, grant: Grant) -> None:
        """See desk.store.guilds.Grants."""
        self.changed = True
        self._db.execute(
            "DELETE FROM role_grant WHERE guild_id = ? AND role_id = ? AND grant_name = ?", (guild_id, role_id, grant)
        )
