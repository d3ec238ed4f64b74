BEGIN TRANSACTION;
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
INSERT INTO "api_key" VALUES(1,1456074443980800006,1456074443980800016,'laptop','prapi_AAAAAA',X'8FE586F326B2574E468E4ECB3EDD6556A1854755F94DA534F66815B914B3A5D8','["tickets:read"]','2026-11-25T09:30:54.570Z',NULL,NULL,NULL);
CREATE TABLE block (
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    until TEXT,
    reason TEXT,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "block" VALUES(1456074443980800006,1456074443980800020,NULL,'spam');
CREATE TABLE buried_message (
    discord_id INTEGER PRIMARY KEY,
    at TEXT NOT NULL
) STRICT;
INSERT INTO "buried_message" VALUES(1456074443980800036,'2026-11-25T09:30:54.415Z');
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
INSERT INTO "category" VALUES(1,1456074443980800006,'open',NULL,NULL,NULL,1456074443980800024,NULL);
INSERT INTO "category" VALUES(2,1456074443980800006,'other',NULL,NULL,NULL,1456074443980800026,NULL);
CREATE TABLE category_count (
    guild_id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    state INTEGER NOT NULL,
    n INTEGER NOT NULL CHECK (n >= 0),
    PRIMARY KEY (guild_id, category_id, state)
) STRICT, WITHOUT ROWID;
INSERT INTO "category_count" VALUES(1456074443980800006,1,0,1);
INSERT INTO "category_count" VALUES(1456074443980800006,1,1,1);
INSERT INTO "category_count" VALUES(1456074443980800006,1,2,1);
CREATE TABLE category_role (
    category_id INTEGER NOT NULL REFERENCES category (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('responder', 'viewer')),
    PRIMARY KEY (category_id, role_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "category_role" VALUES(1,1456074443980800010,'viewer');
INSERT INTO "category_role" VALUES(1,1456074443980800011,'responder');
INSERT INTO "category_role" VALUES(2,1456074443980800012,'responder');
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
INSERT INTO "event" VALUES(1,1456074443980800006,'grant.given',NULL,NULL,1456074443980800023,'rest','2026-11-25T09:30:53.733Z','test','{"roleId": "1456074443980800013", "grant": "manage_tickets"}');
INSERT INTO "event" VALUES(2,1456074443980800006,'grant.given',NULL,NULL,1456074443980800023,'rest','2026-11-25T09:30:53.733Z','test','{"roleId": "1456074443980800014", "grant": "define_tickets"}');
INSERT INTO "event" VALUES(3,1456074443980800006,'category.created',NULL,1,1456074443980800023,'rest','2026-11-25T09:30:53.743Z','test','{"roles": false}');
INSERT INTO "event" VALUES(4,1456074443980800006,'category.created',NULL,2,1456074443980800023,'rest','2026-11-25T09:30:53.764Z','test','{"roles": false}');
INSERT INTO "event" VALUES(5,1456074443980800006,'ticket.opened',1,1,1456074443980800016,'rest','2026-11-25T09:30:53.873Z','test','{"number": 1}');
INSERT INTO "event" VALUES(6,1456074443980800006,'ticket.opened',2,1,1456074443980800017,'rest','2026-11-25T09:30:53.942Z','test','{"number": 2}');
INSERT INTO "event" VALUES(7,1456074443980800006,'ticket.opened',3,1,1456074443980800018,'rest','2026-11-25T09:30:54.097Z','test','{"number": 3}');
INSERT INTO "event" VALUES(8,1456074443980800006,'message.created',1,1,1456074443980800016,'discord','2026-11-25T09:30:54.265Z','message 1456074443980800034','{"messageId": "4"}');
INSERT INTO "event" VALUES(9,1456074443980800006,'message.created',1,1,1456074443980800016,'discord','2026-11-25T09:30:54.321Z','message 1456074443980800035','{"messageId": "5"}');
INSERT INTO "event" VALUES(10,1456074443980800006,'message.edited',1,1,NULL,'desk','2026-11-25T09:30:54.348Z','message 1456074443980800035','{"messageId": "5"}');
INSERT INTO "event" VALUES(11,1456074443980800006,'message.created',1,1,1456074443980800016,'discord','2026-11-25T09:30:54.382Z','message 1456074443980800036','{"messageId": "6"}');
INSERT INTO "event" VALUES(12,1456074443980800006,'message.deleted',1,1,NULL,'desk','2026-11-25T09:30:54.415Z','message 1456074443980800036','{"messageId": "6", "discordId": "1456074443980800036"}');
INSERT INTO "event" VALUES(13,1456074443980800006,'message.created',1,1,1456074443980800019,'rest','2026-11-25T09:30:54.444Z','test','{"messageId": "7"}');
INSERT INTO "event" VALUES(14,1456074443980800006,'note.created',1,1,1456074443980800019,'rest','2026-11-25T09:30:54.473Z','test','{"messageId": "8"}');
INSERT INTO "event" VALUES(15,1456074443980800006,'ticket.sorted',1,1,1456074443980800019,'rest','2026-11-25T09:30:54.476Z','test','{}');
INSERT INTO "event" VALUES(16,1456074443980800006,'ticket.claimed',1,1,1456074443980800019,'rest','2026-11-25T09:30:54.485Z','test','{"claimedBy": "1456074443980800019"}');
INSERT INTO "event" VALUES(17,1456074443980800006,'ticket.closed',3,1,1456074443980800019,'rest','2026-11-25T09:30:54.496Z','test','{}');
INSERT INTO "event" VALUES(18,1456074443980800006,'panel.posted',NULL,NULL,1456074443980800023,'rest','2026-11-25T09:30:54.545Z','test','{"panelId": "1"}');
INSERT INTO "event" VALUES(19,1456074443980800006,'key.created',NULL,NULL,1456074443980800016,'rest','2026-11-25T09:30:54.570Z','test','{"keyId": "1"}');
INSERT INTO "event" VALUES(20,1456074443980800006,'member.blocked',NULL,NULL,1456074443980800021,'rest','2026-11-25T09:30:54.577Z','test','{"userId": "1456074443980800020", "until": null}');
INSERT INTO "event" VALUES(21,1456074443980800006,'message.created',2,1,1456074443980800019,'rest','2026-11-25T09:30:54.583Z','test','{"messageId": "9"}');
CREATE TABLE guild (
    id INTEGER PRIMARY KEY,
    last_number INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO "guild" VALUES(1456074443980800006,3);
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
INSERT INTO "message" VALUES(1,1,1456074443980800016,'owner','rest','reply','It burns, please help.','[]','2026-11-25T09:30:53.873Z',NULL,1,NULL,0);
INSERT INTO "message" VALUES(2,2,1456074443980800017,'outsider','rest','reply','Wo ist das Büro? オフィスはどこ','[]','2026-11-25T09:30:53.942Z',NULL,1,NULL,0);
INSERT INTO "message" VALUES(3,3,1456074443980800018,'viewer','rest','reply','Nothing to see.','[]','2026-11-25T09:30:54.097Z',NULL,1,NULL,0);
INSERT INTO "message" VALUES(4,1,1456074443980800016,'owner','discord','reply','The smoke is purple now','[]','2026-01-01T00:00:00.000Z',NULL,0,1456074443980800034,0);
INSERT INTO "message" VALUES(5,1,1456074443980800016,'owner','discord','reply','typo here','[]','2026-01-01T00:00:00.000Z','2026-01-01T00:00:00.000Z',0,1456074443980800035,0);
INSERT INTO "message" VALUES(7,1,1456074443980800019,'responder','rest','reply','Have you tried water?','[]','2026-11-25T09:30:54.444Z',NULL,0,1456074443980800037,1);
INSERT INTO "message" VALUES(8,1,1456074443980800019,'responder','rest','note','suspicious colour, call the chemist','[]','2026-11-25T09:30:54.473Z',NULL,0,NULL,0);
INSERT INTO "message" VALUES(9,2,1456074443980800019,'responder','rest','reply','Not shown before the upgrade','[]','2026-11-25T09:30:54.583Z',NULL,0,NULL,0);
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
INSERT INTO "meta" VALUES('secret',X'DBE45E1FE3AFEFBCE7D9F7EF1FC473F7ADB2A223308378EC306D401FE525B322');
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY REFERENCES event (seq),
    lane TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'parked')),
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at TEXT NOT NULL,
    error TEXT
) STRICT;
INSERT INTO "outbox" VALUES(3,'category:1','delivered',0,'2026-11-25T09:30:53.743Z',NULL);
INSERT INTO "outbox" VALUES(4,'category:2','delivered',0,'2026-11-25T09:30:53.764Z',NULL);
INSERT INTO "outbox" VALUES(5,'ticket:1','delivered',0,'2026-11-25T09:30:53.873Z',NULL);
INSERT INTO "outbox" VALUES(6,'ticket:2','delivered',0,'2026-11-25T09:30:53.942Z',NULL);
INSERT INTO "outbox" VALUES(7,'ticket:3','delivered',0,'2026-11-25T09:30:54.097Z',NULL);
INSERT INTO "outbox" VALUES(13,'ticket:1','delivered',0,'2026-11-25T09:30:54.444Z',NULL);
INSERT INTO "outbox" VALUES(15,'ticket:1','delivered',0,'2026-11-25T09:30:54.476Z',NULL);
INSERT INTO "outbox" VALUES(16,'ticket:1','delivered',0,'2026-11-25T09:30:54.485Z',NULL);
INSERT INTO "outbox" VALUES(17,'ticket:3','delivered',0,'2026-11-25T09:30:54.496Z',NULL);
INSERT INTO "outbox" VALUES(18,'panel:1','delivered',0,'2026-11-25T09:30:54.545Z',NULL);
INSERT INTO "outbox" VALUES(20,'member:1456074443980800006:1456074443980800020','delivered',0,'2026-11-25T09:30:54.577Z',NULL);
INSERT INTO "outbox" VALUES(21,'ticket:2','pending',0,'2026-11-25T09:30:54.583Z',NULL);
CREATE TABLE owner_count (
    guild_id INTEGER NOT NULL,
    owner_id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    state INTEGER NOT NULL,
    n INTEGER NOT NULL CHECK (n >= 0),
    PRIMARY KEY (guild_id, owner_id, category_id, state)
) STRICT, WITHOUT ROWID;
INSERT INTO "owner_count" VALUES(1456074443980800006,1456074443980800016,1,0,0);
INSERT INTO "owner_count" VALUES(1456074443980800006,1456074443980800016,1,1,1);
INSERT INTO "owner_count" VALUES(1456074443980800006,1456074443980800017,1,0,1);
INSERT INTO "owner_count" VALUES(1456074443980800006,1456074443980800018,1,0,0);
INSERT INTO "owner_count" VALUES(1456074443980800006,1456074443980800018,1,2,1);
CREATE TABLE panel (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    message_id INTEGER
) STRICT;
INSERT INTO "panel" VALUES(1,1456074443980800006,1456074443980800009,1456074443980800040);
CREATE TABLE role_grant (
    guild_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL,
    grant_name TEXT NOT NULL CHECK (grant_name IN ('manage_tickets', 'define_tickets')),
    PRIMARY KEY (guild_id, role_id, grant_name)
) STRICT, WITHOUT ROWID;
INSERT INTO "role_grant" VALUES(1456074443980800006,1456074443980800013,'manage_tickets');
INSERT INTO "role_grant" VALUES(1456074443980800006,1456074443980800014,'define_tickets');
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
INSERT INTO "ticket" VALUES(1,1456074443980800006,1,1,1456074443980800016,'owner','Printer is on fire','open',1456074443980800019,'high','["fire", "b\u00fcro"]','[]','rest','2026-11-25T09:30:53.873Z','2026-11-25T09:30:54.485Z',NULL,NULL,9,'made',1456074443980800028,1456074443980800029,NULL);
INSERT INTO "ticket" VALUES(2,1456074443980800006,2,1,1456074443980800017,'outsider','Größe der Straße 東京','open',NULL,'normal','[]','[]','rest','2026-11-25T09:30:53.942Z','2026-11-25T09:30:54.583Z',NULL,NULL,2,'made',1456074443980800030,1456074443980800031,NULL);
INSERT INTO "ticket" VALUES(3,1456074443980800006,3,1,1456074443980800018,'viewer','Old and closed','closed',NULL,'normal','[]','[]','rest','2026-11-25T09:30:54.097Z','2026-11-25T09:30:54.496Z','2026-11-25T09:30:54.496Z','done',2,'made',1456074443980800032,1456074443980800033,NULL);
CREATE INDEX category_by_guild ON category (guild_id, id);
CREATE INDEX category_by_parent ON category (parent_channel_id) WHERE parent_channel_id IS NOT NULL;
CREATE INDEX ticket_by_category ON ticket (category_id, state, updated_at, id);
CREATE INDEX ticket_by_owner ON ticket (guild_id, owner_id, state, updated_at, id);
CREATE INDEX ticket_by_guild ON ticket (guild_id, state, updated_at, id);
CREATE INDEX ticket_open_of_owner ON ticket (owner_id, category_id) WHERE status = 'open';
CREATE INDEX message_by_ticket ON message (ticket_id, id);
CREATE UNIQUE INDEX message_opening ON message (ticket_id) WHERE opening = 1;
CREATE INDEX event_by_guild ON event (guild_id, seq);
CREATE INDEX outbox_pending ON outbox (lane, seq) WHERE state = 'pending';
CREATE INDEX outbox_parked ON outbox (seq) WHERE state = 'parked';
CREATE INDEX panel_by_guild ON panel (guild_id);
CREATE INDEX api_key_by_member ON api_key (guild_id, user_id);
CREATE INDEX answer_by_age ON answer (at);
CREATE INDEX answer_by_ticket ON answer (ticket_id) WHERE ticket_id IS NOT NULL;
CREATE INDEX answer_by_message ON answer (message_id) WHERE message_id IS NOT NULL;
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
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('event',21);
INSERT INTO "sqlite_sequence" VALUES('category',2);
INSERT INTO "sqlite_sequence" VALUES('ticket',3);
INSERT INTO "sqlite_sequence" VALUES('message',9);
INSERT INTO "sqlite_sequence" VALUES('panel',1);
INSERT INTO "sqlite_sequence" VALUES('api_key',1);
COMMIT;
PRAGMA user_version = 1;
PRAGMA application_id = 1145393995;
