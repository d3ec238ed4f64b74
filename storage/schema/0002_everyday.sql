-- What a community needs every day: settings of guild and category, people in tickets, queues, forms, search.

-- What a guild wishes for itself. `logged_seq` is the last event that its log channels have shown, `logging_seq` the
-- last of those that are being shown.
ALTER TABLE guild ADD COLUMN language TEXT;
ALTER TABLE guild ADD COLUMN log_channel_id INTEGER;
ALTER TABLE guild ADD COLUMN logged_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE guild ADD COLUMN logging_seq INTEGER NOT NULL DEFAULT 0;

ALTER TABLE category ADD COLUMN emoji TEXT;
ALTER TABLE category ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE category ADD COLUMN style TEXT NOT NULL DEFAULT 'thread' CHECK (style IN ('thread', 'channel'));
-- The channel category of Discord under which places are made, as staff chose it; NULL for none.
ALTER TABLE category ADD COLUMN under_channel_id INTEGER;
ALTER TABLE category ADD COLUMN opening_message TEXT;
ALTER TABLE category ADD COLUMN claim_mode TEXT NOT NULL DEFAULT 'anyone' CHECK (claim_mode IN ('anyone', 'claimer'));
ALTER TABLE category ADD COLUMN anonymous INTEGER NOT NULL DEFAULT 0 CHECK (anonymous IN (0, 1));
ALTER TABLE category ADD COLUMN cooldown_minutes INTEGER CHECK (cooldown_minutes > 0);
-- How long after closing the owner may reopen; NULL for always.
ALTER TABLE category ADD COLUMN reopen_hours INTEGER CHECK (reopen_hours >= 0);
-- Within how many minutes of working time staff wants to answer; NULL for one day.
ALTER TABLE category ADD COLUMN answer_minutes INTEGER CHECK (answer_minutes > 0);
-- {"zone": "Europe/Berlin", "days": [["09:00", "17:00"], …seven, null for a day off]}, NULL for always.
ALTER TABLE category ADD COLUMN hours TEXT CHECK (hours IS NULL OR json_valid(hours));
ALTER TABLE category ADD COLUMN form TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(form));
ALTER TABLE category ADD COLUMN log_channel_id INTEGER;
ALTER TABLE category ADD COLUMN archive_channel_id INTEGER;
ALTER TABLE category ADD COLUMN queue_channel_id INTEGER;
ALTER TABLE category ADD COLUMN queue_message_id INTEGER;
-- Where that message stands; staff may have chosen another channel since.
ALTER TABLE category ADD COLUMN queue_shown_in INTEGER;
CREATE INDEX category_with_queue ON category (id) WHERE queue_channel_id IS NOT NULL OR queue_message_id IS NOT NULL;

-- After how many minutes of the member's silence a ticket is closed; NULL for never.
ALTER TABLE category ADD COLUMN silence_minutes INTEGER CHECK (silence_minutes > 0);
-- Whether a ticket is closed when its owner leaves the guild.
ALTER TABLE category ADD COLUMN close_on_leave INTEGER NOT NULL DEFAULT 0 CHECK (close_on_leave IN (0, 1));

-- Which of a category's responder roles are pinged when a ticket is opened in it.
CREATE TABLE category_called (
    category_id INTEGER NOT NULL REFERENCES category (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL,
    PRIMARY KEY (category_id, role_id)
) STRICT, WITHOUT ROWID;

-- Who may open tickets in a category; no row: everybody.
CREATE TABLE category_opener (
    category_id INTEGER NOT NULL REFERENCES category (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL,
    PRIMARY KEY (category_id, role_id)
) STRICT, WITHOUT ROWID;

-- What somebody has chosen so far while setting their guild up, as JSON.
CREATE TABLE setup_draft (
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    draft TEXT NOT NULL CHECK (json_valid(draft)),
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;

-- Channel categories of Discord that took over when the chosen one was full.
CREATE TABLE overflow (
    channel_id INTEGER PRIMARY KEY,
    category_id INTEGER NOT NULL REFERENCES category (id) ON DELETE CASCADE,
    -- Whether it took over from the one for closed tickets.
    archive INTEGER NOT NULL DEFAULT 0 CHECK (archive IN (0, 1))
) STRICT;
CREATE INDEX overflow_by_category ON overflow (category_id);

ALTER TABLE ticket ADD COLUMN waiting TEXT NOT NULL DEFAULT 'staff' CHECK (waiting IN ('staff', 'member'));
ALTER TABLE ticket ADD COLUMN waiting_since TEXT;
-- When staff wants to have answered at the latest; NULL while nobody waits for staff.
ALTER TABLE ticket ADD COLUMN due_at TEXT;
ALTER TABLE ticket ADD COLUMN first_reply_at TEXT;
ALTER TABLE ticket ADD COLUMN snoozed_until TEXT;
ALTER TABLE ticket ADD COLUMN merged_into INTEGER;
ALTER TABLE ticket ADD COLUMN rating INTEGER CHECK (rating BETWEEN 1 AND 5);
ALTER TABLE ticket ADD COLUMN rating_comment TEXT;
ALTER TABLE ticket ADD COLUMN rated_at TEXT;
-- In which style the place was made, and the name that its channel is still to get.
ALTER TABLE ticket ADD COLUMN place_style TEXT NOT NULL DEFAULT 'thread' CHECK (place_style IN ('thread', 'channel'));
-- When it was closed for the first time: reopening it later makes the wait for that no longer.
ALTER TABLE ticket ADD COLUMN first_closed_at TEXT;
UPDATE ticket SET waiting_since = created_at, first_closed_at = closed_at;
CREATE TRIGGER ticket_first_closed AFTER UPDATE OF closed_at ON ticket
WHEN new.closed_at IS NOT NULL AND old.first_closed_at IS NULL BEGIN
    UPDATE ticket SET first_closed_at = new.closed_at WHERE id = new.id;
END;
-- The category under whose channel the thread lies: a ticket that is moved leaves it where it is.
ALTER TABLE ticket ADD COLUMN place_category_id INTEGER;
CREATE INDEX ticket_guest ON ticket (place_category_id) WHERE place_category_id <> category_id;
UPDATE ticket SET place_category_id = category_id WHERE channel_id IS NOT NULL;
CREATE INDEX ticket_answered ON ticket (category_id, first_reply_at) WHERE first_reply_at IS NOT NULL;
CREATE INDEX ticket_snoozed ON ticket (snoozed_until) WHERE snoozed_until IS NOT NULL;

-- Up to which Discord message in its place all that people said is known, and since when its owner is gone.
ALTER TABLE ticket ADD COLUMN heard_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN owner_left_at TEXT;

-- Who held the roles that give sight of tickets when Discord told of it last; as JSON, since they are compared whole.
CREATE TABLE seen_role (
    guild_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL,
    administrator INTEGER NOT NULL CHECK (administrator IN (0, 1)),
    holders TEXT NOT NULL CHECK (json_valid(holders)),
    PRIMARY KEY (guild_id, role_id)
) STRICT, WITHOUT ROWID;

-- Tickets that are to close by themselves; a row of the kind 'kept' says since when a member's silence counts anew.
-- `due_at` is when, NULL where only the owner's word closes it; `shown_at` when its notice was seen first.
CREATE TABLE ending (
    ticket_id INTEGER PRIMARY KEY REFERENCES ticket (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('silence', 'planned', 'asked', 'kept')),
    at TEXT NOT NULL,
    due_at TEXT,
    shown_at TEXT,
    reason TEXT
) STRICT;
CREATE INDEX ending_due ON ending (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX category_with_silence ON category (id) WHERE silence_minutes IS NOT NULL;
CREATE TRIGGER ticket_ended AFTER UPDATE OF status ON ticket WHEN old.status <> new.status BEGIN
    DELETE FROM ending WHERE ticket_id = new.id;
END;

-- Forms that a member has begun to fill in, until the ticket is opened or a day is over.
CREATE TABLE draft (
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    form_id TEXT NOT NULL,
    category_id INTEGER NOT NULL REFERENCES category (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    title TEXT,
    message TEXT,
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    uploads TEXT NOT NULL CHECK (json_valid(uploads)),
    PRIMARY KEY (guild_id, user_id, form_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_by_age ON draft (at);
CREATE INDEX draft_by_category ON draft (category_id);

-- Files handed in with a form, which the bot posts again in the ticket's place.
CREATE TABLE upload (
    ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    question TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (ticket_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE participant (
    ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (ticket_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_by_member ON participant (guild_id, user_id);

-- Two tickets that belong together, the smaller id first.
CREATE TABLE ticket_link (
    one_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    PRIMARY KEY (one_id, other_id),
    CHECK (one_id < other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_link_other ON ticket_link (other_id);

-- The tags of tickets once more, to be found and offered by.
CREATE TABLE ticket_tag (
    guild_id INTEGER NOT NULL,
    tag TEXT NOT NULL,
    ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
    PRIMARY KEY (guild_id, tag, ticket_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_tag_of ON ticket_tag (ticket_id);
-- Written as they read, not as \uXXXX.
UPDATE ticket SET tags = (SELECT json_group_array(value) FROM json_each(ticket.tags)) WHERE tags <> '[]';
INSERT INTO ticket_tag SELECT DISTINCT t.guild_id, j.value, t.id FROM ticket AS t, json_each(t.tags) AS j;

CREATE TRIGGER ticket_tagged AFTER UPDATE OF tags ON ticket WHEN old.tags <> new.tags BEGIN
    DELETE FROM ticket_tag WHERE ticket_id = new.id;
    INSERT INTO ticket_tag SELECT DISTINCT new.guild_id, j.value, new.id FROM json_each(new.tags) AS j;
END;

ALTER TABLE message ADD COLUMN forwarded INTEGER NOT NULL DEFAULT 0 CHECK (forwarded IN (0, 1));
ALTER TABLE message ADD COLUMN anonymous INTEGER NOT NULL DEFAULT 0 CHECK (anonymous IN (0, 1));

-- What a message said before it was edited, for staff.
CREATE TABLE message_edit (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    content TEXT NOT NULL,
    -- When it stopped saying so.
    at TEXT NOT NULL
) STRICT;
CREATE INDEX message_edit_of ON message_edit (message_id);

-- What happened to one ticket, for its transcript.
CREATE INDEX event_of_ticket ON event (ticket_id, seq) WHERE ticket_id IS NOT NULL;

-- What staff knows of a member.
CREATE TABLE member_note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    content TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX member_note_of ON member_note (guild_id, user_id);

-- Whether a member wants to be told by direct message that staff answered; no row: not asked yet.
CREATE TABLE member_choice (
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    notify INTEGER CHECK (notify IN (0, 1)),
    -- Whether Discord refused the last one, and staff was told.
    closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;

-- Of which message a ticket's owner was told last by direct message, and when.
CREATE TABLE ticket_notice (
    ticket_id INTEGER PRIMARY KEY REFERENCES ticket (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    message_id INTEGER NOT NULL
) STRICT;

-- Replies that staff has ready. Without a category they serve in all.
CREATE TABLE canned_reply (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    category_id INTEGER REFERENCES category (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    content TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX canned_reply_name ON canned_reply (guild_id, ifnull(category_id, 0), name);

CREATE TABLE role_block (
    guild_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL,
    until TEXT,
    reason TEXT,
    PRIMARY KEY (guild_id, role_id)
) STRICT, WITHOUT ROWID;

-- Words of tickets and messages. The tables hold an index alone; `desk_words` and `desk_ticket_words` split what has no
-- spaces between its words, and every connection that writes has them.
CREATE VIRTUAL TABLE ticket_words USING fts5 (
    words, content = '', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE VIRTUAL TABLE message_words USING fts5 (
    words, content = '', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
INSERT INTO ticket_words (rowid, words) SELECT id, desk_ticket_words(title, tags, fields) FROM ticket;
INSERT INTO message_words (rowid, words) SELECT id, desk_words(content) FROM message;

CREATE TRIGGER ticket_worded AFTER INSERT ON ticket BEGIN
    INSERT INTO ticket_words (rowid, words) VALUES (new.id, desk_ticket_words(new.title, new.tags, new.fields));
END;
CREATE TRIGGER ticket_reworded AFTER UPDATE OF title, tags, fields ON ticket
WHEN old.title <> new.title OR old.tags <> new.tags OR old.fields <> new.fields BEGIN
    INSERT INTO ticket_words (ticket_words, rowid, words)
        VALUES ('delete', old.id, desk_ticket_words(old.title, old.tags, old.fields));
    INSERT INTO ticket_words (rowid, words) VALUES (new.id, desk_ticket_words(new.title, new.tags, new.fields));
END;
CREATE TRIGGER ticket_unworded AFTER DELETE ON ticket BEGIN
    INSERT INTO ticket_words (ticket_words, rowid, words)
        VALUES ('delete', old.id, desk_ticket_words(old.title, old.tags, old.fields));
END;
CREATE TRIGGER message_worded AFTER INSERT ON message BEGIN
    INSERT INTO message_words (rowid, words) VALUES (new.id, desk_words(new.content));
END;
CREATE TRIGGER message_reworded AFTER UPDATE OF content ON message WHEN old.content <> new.content BEGIN
    INSERT INTO message_words (message_words, rowid, words) VALUES ('delete', old.id, desk_words(old.content));
    INSERT INTO message_words (rowid, words) VALUES (new.id, desk_words(new.content));
END;
CREATE TRIGGER message_unworded AFTER DELETE ON message BEGIN
    INSERT INTO message_words (message_words, rowid, words) VALUES ('delete', old.id, desk_words(old.content));
END;
