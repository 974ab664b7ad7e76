-- What lists are narrowed, searched and ordered by. All of it is made from the records at every
-- save, and anew by `jalon init` when the way it is made has changed: nothing is true only here.

-- A record's codes and those that stand above them ("activity=2.4", "output=2"), its years and its
-- state, a line each. Each process keeps sets of records made from these rows, and reads the rows
-- of later generations to bring them up to date.
CREATE TABLE record_index (
	seq INTEGER PRIMARY KEY REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	kind TEXT NOT NULL,
	generation BIGINT NOT NULL,
	terms TEXT NOT NULL
);
CREATE INDEX record_index_by_generation ON record_index (generation, seq);

-- The columns of a record one after another, each with its length: all that a list shows of it.
CREATE TABLE record_copy (
	seq INTEGER PRIMARY KEY REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	columns TEXT NOT NULL
);

-- The order of titles in each language: folded, so that bytes give the order.
CREATE TABLE record_order (
	kind TEXT NOT NULL,
	lang TEXT NOT NULL,
	key TEXT NOT NULL,
	seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	PRIMARY KEY (kind, lang, key, seq)
);
CREATE INDEX record_order_by_record ON record_order (seq, lang, key);

-- Words of the base as they are written, for "did you mean".
CREATE TABLE search_word (
	word TEXT PRIMARY KEY,
	shown TEXT NOT NULL,
	head TEXT NOT NULL,
	size INTEGER NOT NULL
);
CREATE INDEX search_word_by_size ON search_word (head, size, word, shown);

-- How the index was made: the program's way, and the code lists it was made with.
INSERT INTO counter (name, value) VALUES ('index_format', 0), ('index_vocabulary', 0);

-- The earlier index of codes, made from record_term.
DROP TABLE record_facet;
