-- Translations of records: docs/together.md.
-- When somebody last said that a text in another language still says what the original does.
ALTER TABLE record_text ADD COLUMN checked_at BIGINT;

-- What is proposed as the text of a field in a language, and nobody has reviewed: one a person, and
-- one of a machine (account_id empty, `tool`: which). `original`: the text it was made from.
CREATE TABLE translation (
	seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	field TEXT NOT NULL,
	lang TEXT NOT NULL,
	account_id TEXT NOT NULL,
	side INTEGER NOT NULL,
	tool TEXT NOT NULL,
	text TEXT NOT NULL,
	original TEXT NOT NULL,
	written_at BIGINT NOT NULL,
	PRIMARY KEY (seq, field, lang, account_id)
);
CREATE INDEX translation_by_lang ON translation (lang, seq);
CREATE INDEX translation_by_writer ON translation (account_id, seq);
