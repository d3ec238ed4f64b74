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

-- Files of messages that the desk keeps itself. `size` is how much of it is here; a file without a message is on its
-- way in, or was left by a sender who went away. What it is called stands with the message, at the same place.
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id INTEGER REFERENCES message (id) ON DELETE CASCADE,
    place INTEGER NOT NULL DEFAULT 0,
    media_type TEXT NOT NULL DEFAULT 'application/octet-stream',
    size INTEGER NOT NULL DEFAULT 0,
    at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX attachment_of_message ON attachment (message_id, place) WHERE message_id IS NOT NULL;
CREATE INDEX attachment_astray ON attachment (at) WHERE message_id IS NULL;
CREATE INDEX attachment_by_size ON attachment (size);

-- The bytes, in pieces: none of them holds up the writer, and a file is read without being in memory as a whole.
CREATE TABLE attachment_part (
    attachment_id INTEGER NOT NULL REFERENCES attachment (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (attachment_id, place)
) STRICT;

-- Files that came with a message in Discord and are still to be fetched from there.
CREATE TABLE attachment_sought (
    message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (message_id, place)
) STRICT, WITHOUT ROWID;
