-- What people attach to records. Content is kept once, whoever sent it, in pieces; a file never
-- changes: another description is another file of the same content. See docs/together.md.
CREATE TABLE content (
	hash TEXT PRIMARY KEY,
	bytes BIGINT NOT NULL,
	kept_at BIGINT NOT NULL
);
CREATE TABLE content_piece (
	hash TEXT NOT NULL,
	position INTEGER NOT NULL,
	bytes BLOB NOT NULL,
	PRIMARY KEY (hash, position)
);

-- Of one record, which lists it in a field of its own. `stood_at`: when it was found to have stood
-- in a version of the record; what never did is dropped after a day.
CREATE TABLE file (
	id TEXT PRIMARY KEY,
	seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	hash TEXT NOT NULL REFERENCES content (hash) DEFERRABLE INITIALLY DEFERRED,
	name TEXT NOT NULL,
	type TEXT NOT NULL,
	bytes BIGINT NOT NULL,
	width INTEGER,
	height INTEGER,
	sent_by TEXT,
	sent_at BIGINT NOT NULL,
	stood_at BIGINT
);
CREATE INDEX file_by_record ON file (seq, id);
CREATE INDEX file_by_content ON file (hash);
CREATE INDEX file_by_sender ON file (sent_by, sent_at);
CREATE INDEX file_unsettled ON file (sent_at, id) WHERE stood_at IS NULL;

-- What it shows or says, in words.
CREATE TABLE file_text (
	id TEXT NOT NULL REFERENCES file (id) DEFERRABLE INITIALLY DEFERRED,
	lang TEXT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (id, lang)
);

ALTER TABLE practice ADD COLUMN files TEXT;
