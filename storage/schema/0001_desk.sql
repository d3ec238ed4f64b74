-- The desk's first store. Times are RFC 3339 text in UTC with milliseconds, which sorts; ids of Discord are integers.

CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
-- Signs what is handed out and comes back, such as cursors.
INSERT INTO meta VALUES ('secret', randomblob(32));

-- A counter row a guild, not max + 1: the number of a deleted ticket is never used again.
CREATE TABLE guild (
    id INTEGER PRIMARY KEY,
    last_number INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE category (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    color TEXT CHECK (color GLOB '#[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    ticket_limit INTEGER CHECK (ticket_limit > 0),
    parent_channel_id INTEGER,
    deleted_at TEXT
) STRICT;
CREATE INDEX category_by_guild ON category (guild_id, id);
CREATE INDEX category_by_parent ON category (parent_channel_id) WHERE parent_channel_id IS NOT NULL;

CREATE TABLE category_role (
    category_id INTEGER NOT NULL REFERENCES category (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('responder', 'viewer')),
    PRIMARY KEY (category_id, role_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL REFERENCES guild (id),
    number INTEGER NOT NULL,
    category_id INTEGER NOT NULL REFERENCES category (id),
    owner_id INTEGER NOT NULL,
    owner_name TEXT NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
    claimed_by INTEGER,
    priority TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
    fields TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(fields)),
    opened_via TEXT NOT NULL CHECK (opened_via IN ('discord', 'rest', 'desk')),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    closed_at TEXT,
    close_reason TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    place_state TEXT NOT NULL DEFAULT 'pending' CHECK (place_state IN ('pending', 'made', 'failed')),
    channel_id INTEGER UNIQUE,
    card_id INTEGER,
    place_error TEXT,
    -- 0 open, 1 open and claimed, 2 closed: one index serves every status, and there is no second truth.
    state INTEGER NOT NULL GENERATED ALWAYS AS (
        CASE WHEN status = 'closed' THEN 2 WHEN claimed_by IS NULL THEN 0 ELSE 1 END
    ) STORED,
    UNIQUE (guild_id, number),
    CHECK ((status = 'closed') = (closed_at IS NOT NULL))
) STRICT;
CREATE INDEX ticket_by_category ON ticket (category_id, state, updated_at, id);
CREATE INDEX ticket_by_owner ON ticket (guild_id, owner_id, state, updated_at, id);
CREATE INDEX ticket_by_guild ON ticket (guild_id, state, updated_at, id);
CREATE INDEX ticket_open_of_owner ON ticket (owner_id, category_id) WHERE status = 'open';

CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    author_id INTEGER NOT NULL,
    author_name TEXT NOT NULL,
    via TEXT NOT NULL CHECK (via IN ('discord', 'rest', 'desk')),
    kind TEXT NOT NULL CHECK (kind IN ('reply', 'note', 'system')),
    content TEXT NOT NULL,
    attachments TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attachments)),
    created_at TEXT NOT NULL,
    edited_at TEXT,
    opening INTEGER NOT NULL DEFAULT 0 CHECK (opening IN (0, 1)),
    discord_id INTEGER UNIQUE,
    by_bot INTEGER NOT NULL DEFAULT 0 CHECK (by_bot IN (0, 1))
) STRICT;
CREATE INDEX message_by_ticket ON message (ticket_id, id);
CREATE UNIQUE INDEX message_opening ON message (ticket_id) WHERE opening = 1;

-- Messages of Discord that are gone: a late report of their creation is no news.
CREATE TABLE buried_message (
    discord_id INTEGER PRIMARY KEY,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    type TEXT NOT NULL,
    ticket_id INTEGER,
    category_id INTEGER,
    actor_id INTEGER,
    via TEXT NOT NULL CHECK (via IN ('discord', 'rest', 'desk')),
    at TEXT NOT NULL,
    request_id TEXT NOT NULL,
    data TEXT NOT NULL CHECK (json_valid(data))
) STRICT;
CREATE INDEX event_by_guild ON event (guild_id, seq);

-- Events that Discord has to show, in the order of their lane. Delivered is marked, never deleted.
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY REFERENCES event (seq),
    lane TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'parked')),
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at TEXT NOT NULL,
    error TEXT
) STRICT;
CREATE INDEX outbox_pending ON outbox (lane, seq) WHERE state = 'pending';
CREATE INDEX outbox_parked ON outbox (seq) WHERE state = 'parked';

CREATE TABLE panel (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    message_id INTEGER
) STRICT;
CREATE INDEX panel_by_guild ON panel (guild_id);

CREATE TABLE api_key (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE,
    scopes TEXT NOT NULL CHECK (json_valid(scopes)),
    created_at TEXT NOT NULL,
    expires_at TEXT,
    revoked_at TEXT,
    last_used_at TEXT
) STRICT;
CREATE INDEX api_key_by_member ON api_key (guild_id, user_id);

CREATE TABLE role_grant (
    guild_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL,
    grant_name TEXT NOT NULL CHECK (grant_name IN ('manage_tickets', 'define_tickets')),
    PRIMARY KEY (guild_id, role_id, grant_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE block (
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    until TEXT,
    reason TEXT,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;

-- First answers to requests with an Idempotency-Key, written in the transaction of their effect.
CREATE TABLE answer (
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    at TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    ticket_id INTEGER,
    message_id INTEGER,
    category_id INTEGER,
    answer BLOB NOT NULL,
    PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_by_age ON answer (at);
CREATE INDEX answer_by_ticket ON answer (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX answer_by_message ON answer (message_id) WHERE message_id IS NOT NULL;

-- Kept counts: counting a million rows for each list would be the slowest part of it.
CREATE TABLE category_count (
    guild_id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    state INTEGER NOT NULL,
    n INTEGER NOT NULL CHECK (n >= 0),
    PRIMARY KEY (guild_id, category_id, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE owner_count (
    guild_id INTEGER NOT NULL,
    owner_id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    state INTEGER NOT NULL,
    n INTEGER NOT NULL CHECK (n >= 0),
    PRIMARY KEY (guild_id, owner_id, category_id, state)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ticket_counted AFTER INSERT ON ticket BEGIN
    INSERT INTO category_count VALUES (new.guild_id, new.category_id, new.state, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
    INSERT INTO owner_count VALUES (new.guild_id, new.owner_id, new.category_id, new.state, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER ticket_uncounted AFTER DELETE ON ticket BEGIN
    UPDATE category_count SET n = n - 1
        WHERE guild_id = old.guild_id AND category_id = old.category_id AND state = old.state;
    UPDATE owner_count SET n = n - 1
        WHERE guild_id = old.guild_id AND owner_id = old.owner_id
            AND category_id = old.category_id AND state = old.state;
END;

CREATE TRIGGER ticket_recounted AFTER UPDATE OF status, claimed_by, category_id ON ticket
WHEN old.state <> new.state OR old.category_id <> new.category_id BEGIN
    UPDATE category_count SET n = n - 1
        WHERE guild_id = old.guild_id AND category_id = old.category_id AND state = old.state;
    UPDATE owner_count SET n = n - 1
        WHERE guild_id = old.guild_id AND owner_id = old.owner_id
            AND category_id = old.category_id AND state = old.state;
    INSERT INTO category_count VALUES (new.guild_id, new.category_id, new.state, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
    INSERT INTO owner_count VALUES (new.guild_id, new.owner_id, new.category_id, new.state, 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
