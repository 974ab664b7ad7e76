-- Records as people write them. What belongs to a Party, an organisation or one person is named by
-- its owner; what has none belongs to the house. See docs/writing.md.
ALTER TABLE record ADD COLUMN owner_account TEXT;
-- The Party that is asked what it thinks of what an organisation proposes.
ALTER TABLE record ADD COLUMN asked_party TEXT;
-- Since when it is in its state; NULL: since it was last changed.
ALTER TABLE record ADD COLUMN state_at BIGINT;
CREATE INDEX record_by_party ON record (owner_party, kind, state, seq);
CREATE INDEX record_by_organisation ON record (owner_org, kind, state, seq);
CREATE INDEX record_by_account ON record (owner_account, kind, state, seq);
CREATE INDEX record_by_asked_party ON record (asked_party, kind, state, seq);

-- What somebody has typed and the record does not hold yet: it is still being written, cannot be
-- taken as it is, waits for a choice between two texts, or to be published as a correction.
CREATE TABLE record_draft (
	seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	field TEXT NOT NULL,
	account_id TEXT NOT NULL,
	base_version INTEGER NOT NULL,
	text TEXT NOT NULL,
	written_at BIGINT NOT NULL,
	PRIMARY KEY (seq, field, account_id)
);
CREATE INDEX record_draft_by_account ON record_draft (account_id, seq);

-- What was told once and is not to be told again: "confirm" to the owner of a record.
CREATE TABLE record_reminder (
	seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	what TEXT NOT NULL,
	told_at BIGINT NOT NULL,
	PRIMARY KEY (seq, what)
);
