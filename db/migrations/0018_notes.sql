-- Notes beside the fields of records, in threads: see docs/together.md. `field` is empty for the
-- whole record. Sides are bits, as writing/telling.h has them: `sides` may read it, `awaits` are to
-- answer it. Of a note that was taken back nothing is left but that it stood there.
CREATE TABLE note_thread (
	id TEXT PRIMARY KEY,
	seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	field TEXT NOT NULL,
	sides INTEGER NOT NULL,
	asked TEXT NOT NULL, -- the Party that was asked then; or empty
	awaits INTEGER NOT NULL,
	begun_by TEXT NOT NULL,
	begun_side INTEGER NOT NULL,
	begun_at BIGINT NOT NULL,
	last_at BIGINT NOT NULL,
	n_notes INTEGER NOT NULL,
	closed_at BIGINT,
	closed_by TEXT
);
CREATE INDEX note_thread_by_record ON note_thread (seq, id);
CREATE INDEX note_thread_open ON note_thread (seq, field, id) WHERE closed_at IS NULL;
CREATE INDEX note_thread_awaits ON note_thread (seq) WHERE closed_at IS NULL AND awaits > 0;

CREATE TABLE note (
	id TEXT PRIMARY KEY,
	thread_id TEXT NOT NULL REFERENCES note_thread (id) DEFERRABLE INITIALLY DEFERRED,
	number INTEGER NOT NULL,
	written_by TEXT NOT NULL,
	side INTEGER NOT NULL,
	at BIGINT NOT NULL,
	text TEXT NOT NULL,
	changed_at BIGINT,
	taken_back_at BIGINT
);
CREATE UNIQUE INDEX note_by_thread ON note (thread_id, number);
CREATE INDEX note_by_writer ON note (written_by, id);

-- Who is mentioned in a thread; until they have answered there, it asks them.
CREATE TABLE note_mention (
	account_id TEXT NOT NULL,
	thread_id TEXT NOT NULL REFERENCES note_thread (id) DEFERRABLE INITIALLY DEFERRED,
	is_open INTEGER NOT NULL,
	PRIMARY KEY (account_id, thread_id)
);
CREATE INDEX note_mention_by_thread ON note_mention (thread_id);
