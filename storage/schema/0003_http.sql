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
-- Where programs are told of events, each in the name of a member. `looked_to` is the last event that was looked at for
-- it. Its secret is made of `salt` and the store's own secret; the one before is good until `old_until`.
CREATE TABLE webhook (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    url TEXT NOT NULL,
    types TEXT NOT NULL CHECK (json_valid(types)),
    description TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    salt BLOB NOT NULL,
    old_salt BLOB,
    old_until TEXT,
    looked_to INTEGER NOT NULL,
    -- Why it is off and since when; NULL while it is on.
    off TEXT CHECK (off IN ('asked', 'gone', 'failing', 'member_gone', 'member_may_not')),
    off_at TEXT,
    -- Since when and how often in a row nothing was taken, and until when nothing is sent.
    failing_since TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    not_before TEXT
) STRICT;
CREATE INDEX webhook_of ON webhook (guild_id);

-- What was put into the queues of webhooks, one row an event or test. It holds nothing of what is sent.
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook_id INTEGER NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
    message_id TEXT NOT NULL UNIQUE,
    -- The event; NULL for a test.
    seq INTEGER,
    type TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'failed', 'withheld')),
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    give_up_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    tried_at TEXT,
    status INTEGER,
    error TEXT
) STRICT;
CREATE INDEX delivery_due ON delivery (webhook_id, due_at, id) WHERE state = 'pending';
CREATE INDEX delivery_of ON delivery (webhook_id, id);
CREATE INDEX delivery_by_age ON delivery (created_at) WHERE state <> 'pending';

ALTER TABLE answer ADD COLUMN webhook_id INTEGER;
