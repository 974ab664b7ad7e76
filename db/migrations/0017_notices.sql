-- What each person was told, and whether they have read it: see docs/together.md. `place` is what
-- it is about, an address behind its language ("/practices/GP-1-01/edit"), `topic` what is told of
-- it: of one topic at one place a person has at most one notice that was not read. The next letter
-- of those who get several at once holds what is owed to them (`is_owed`).
CREATE TABLE notice (
	id TEXT PRIMARY KEY,
	account_id TEXT NOT NULL,
	place TEXT NOT NULL,
	topic TEXT NOT NULL,
	lang TEXT NOT NULL,
	subject TEXT NOT NULL,
	text TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	read_at BIGINT,
	is_owed INTEGER NOT NULL
);
CREATE INDEX notice_by_account ON notice (account_id, id);
CREATE UNIQUE INDEX notice_unread ON notice (account_id, place, topic) WHERE read_at IS NULL;
CREATE INDEX notice_owed ON notice (account_id, id) WHERE is_owed = 1 AND read_at IS NULL;
CREATE INDEX notice_by_time ON notice (made_at);
CREATE INDEX notice_by_reading ON notice (read_at);

-- How often somebody who has chosen it wants letters; the next one is made at `due_at`.
CREATE TABLE notice_reader (
	account_id TEXT PRIMARY KEY,
	pace TEXT NOT NULL,
	due_at BIGINT
);
CREATE INDEX notice_reader_by_time ON notice_reader (due_at);

-- An address of one's own where programs read one's deadlines; `digest` is that of its secret.
CREATE TABLE calendar_feed (
	account_id TEXT PRIMARY KEY,
	digest TEXT NOT NULL UNIQUE,
	made_at BIGINT NOT NULL
);
