-- What people at a browser and other programs need of the HTTP door: sessions, webhooks, files of messages.

-- Who is signed in at a browser, and in which guild they act. Only the SHA-256 of what the cookie holds is kept.
CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digest BLOB NOT NULL UNIQUE,
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    last_used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX session_of ON session (user_id);
