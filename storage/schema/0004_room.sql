-- Whose each file is: of the room for files nobody gets more than a share, in whatever guilds they send them.
ALTER TABLE attachment ADD COLUMN user_id INTEGER NOT NULL DEFAULT 0;
UPDATE attachment SET user_id = (SELECT author_id FROM message WHERE id = message_id) WHERE message_id IS NOT NULL;
CREATE INDEX attachment_of_user ON attachment (user_id, size);
