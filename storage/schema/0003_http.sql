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

-- What lists are narrowed by and ordered by: who has the claim, what is not of normal priority, when it was opened.
CREATE INDEX ticket_held_in_category ON ticket (claimed_by, category_id, state, updated_at, id);
CREATE INDEX ticket_held_in_guild ON ticket (claimed_by, guild_id, state, updated_at, id);
CREATE INDEX ticket_pressing_in_category ON ticket (priority, category_id, state, updated_at, id)
    WHERE priority <> 'normal';
CREATE INDEX ticket_pressing_in_guild ON ticket (priority, guild_id, state, updated_at, id) WHERE priority <> 'normal';
CREATE INDEX ticket_born_in_category ON ticket (category_id, state, created_at, id);
CREATE INDEX ticket_born_of_owner ON ticket (guild_id, owner_id, state, created_at, id);
CREATE INDEX ticket_born_in_guild ON ticket (guild_id, state, created_at, id);
-- Who may write in the threads under one channel, asked whenever that channel's permissions are looked at.
CREATE INDEX ticket_under ON ticket (place_category_id, owner_id) WHERE status = 'open';

-- When members who have a part in tickets joined their guild, as far as the desk has acted on it: who left and came back
-- unseen joined later than that.
CREATE TABLE seen_member (
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    joined_at TEXT NOT NULL,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;
