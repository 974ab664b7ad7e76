-- Fields of a record handed to somebody without an account, by a link: docs/together.md. The link
-- itself is nowhere, only its digest. `side` is that of who handed it over.
CREATE TABLE handed (
	id TEXT PRIMARY KEY,
	seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	digest TEXT NOT NULL UNIQUE,
	person TEXT NOT NULL,
	fields TEXT NOT NULL,
	question TEXT NOT NULL,
	word TEXT NOT NULL,
	lang TEXT NOT NULL,
	side TEXT NOT NULL,
	made_by TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	ends_at BIGINT NOT NULL,
	recalled_at BIGINT,
	finished_at BIGINT,
	settled_at BIGINT
);
CREATE INDEX handed_by_record ON handed (seq, id);
CREATE INDEX handed_by_maker ON handed (made_by, id);
CREATE INDEX handed_by_end ON handed (ends_at, id);

-- What was answered, a column of the record each, and the version of the record it was made from.
-- `beside` is another text for the same, sent by who did not know of this one. `decided`: accepted,
-- changed or left.
CREATE TABLE handed_answer (
	handed_id TEXT NOT NULL REFERENCES handed (id) DEFERRABLE INITIALLY DEFERRED,
	field TEXT NOT NULL,
	base_version INTEGER NOT NULL,
	text TEXT NOT NULL,
	beside TEXT,
	written_at BIGINT NOT NULL,
	decided TEXT,
	decided_by TEXT,
	decided_at BIGINT,
	PRIMARY KEY (handed_id, field)
);
