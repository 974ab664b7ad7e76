-- Who has a record open to work on it, in which of their windows, and in which field they are. A
-- row that nobody has renewed for a minute means nothing.
CREATE TABLE presence (
	seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	account_id TEXT NOT NULL,
	tab TEXT NOT NULL,
	sides INTEGER NOT NULL,
	field TEXT NOT NULL,
	seen_at BIGINT NOT NULL,
	PRIMARY KEY (seq, account_id, tab)
);
CREATE INDEX presence_by_time ON presence (seen_at);
