-- The record machine: what every kind of record has. See ARCHITECTURE.md, "A record".

-- Numbers given out one by one: 'seq' to records, 'generation' rises when public content changes,
-- 'vocabulary' when names of codes change. The row is locked until the write ends, so numbers
-- follow the order in which writes were acknowledged.
CREATE TABLE counter (
	name TEXT PRIMARY KEY,
	value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('seq', 0), ('generation', 1), ('vocabulary', 1);

-- Code lists. One edition of a vocabulary is in force; earlier ones stay, for the records made
-- under them.
CREATE TABLE vocabulary (
	vocabulary TEXT NOT NULL,
	edition TEXT NOT NULL,
	is_current INTEGER NOT NULL,
	PRIMARY KEY (vocabulary, edition)
);
CREATE TABLE term (
	vocabulary TEXT NOT NULL,
	edition TEXT NOT NULL,
	code TEXT NOT NULL,
	position INTEGER NOT NULL,
	broader_vocabulary TEXT,
	broader_code TEXT,
	PRIMARY KEY (vocabulary, edition, code)
);
CREATE TABLE term_text (
	vocabulary TEXT NOT NULL,
	edition TEXT NOT NULL,
	code TEXT NOT NULL,
	field TEXT NOT NULL,
	lang TEXT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (vocabulary, edition, code, field, lang)
);

-- Identity and scope. `id` is a ULID, made anywhere; `seq` joins and orders here; `public_id` is
-- the only name in addresses, the API and files.
CREATE TABLE record (
	seq INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	kind TEXT NOT NULL,
	public_id TEXT NOT NULL,
	owner_party TEXT,
	owner_org TEXT,
	root_seq INTEGER REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	state TEXT NOT NULL,
	lang TEXT NOT NULL,
	version INTEGER NOT NULL,
	created_at BIGINT NOT NULL,
	created_by TEXT,
	updated_at BIGINT NOT NULL,
	updated_by TEXT
);
CREATE UNIQUE INDEX record_by_public_id ON record (kind, public_id);
-- State first: PostgreSQL, planning on an empty table, must not take this index to find an id.
CREATE INDEX record_by_state ON record (state, kind, seq);
CREATE INDEX record_by_root ON record (root_seq);

-- Coded values, in the order they were given.
CREATE TABLE record_term (
	seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	field TEXT NOT NULL,
	position INTEGER NOT NULL,
	vocabulary TEXT NOT NULL,
	code TEXT NOT NULL,
	edition TEXT NOT NULL,
	PRIMARY KEY (seq, field, position)
);

-- What filters look in: a record's codes and their broader ones (activity 2.4 is in output 2),
-- each once. Made from record_term at every save; nothing is true only here.
CREATE TABLE record_facet (
	kind TEXT NOT NULL,
	vocabulary TEXT NOT NULL,
	code TEXT NOT NULL,
	seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	PRIMARY KEY (kind, vocabulary, code, seq)
);
CREATE INDEX record_facet_by_record ON record_facet (seq);

CREATE TABLE record_link (
	from_seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	relation TEXT NOT NULL,
	position INTEGER NOT NULL,
	to_seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	PRIMARY KEY (from_seq, relation, position)
);
CREATE INDEX record_link_back ON record_link (to_seq, relation);

-- All translatable text, the original included. `origin`: original, human.
CREATE TABLE record_text (
	seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	field TEXT NOT NULL,
	lang TEXT NOT NULL,
	text TEXT NOT NULL,
	origin TEXT NOT NULL,
	written_by TEXT,
	written_at BIGINT NOT NULL,
	PRIMARY KEY (seq, field, lang)
);

-- History, by field; only ever added to. digest = SHA-256(salt, changes); hash covers the hash
-- before it, the row's own facts and the digest.
CREATE TABLE record_revision (
	seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	version INTEGER NOT NULL,
	at BIGINT NOT NULL,
	account_id TEXT,
	action TEXT NOT NULL,
	changes TEXT NOT NULL,
	salt TEXT NOT NULL,
	digest TEXT NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (seq, version)
);
