-- Good practices as people write them: who is behind one, and until when that may be told; whether
-- the organisation that proposed it is named; when somebody last said that it is still so.
ALTER TABLE practice ADD COLUMN credits TEXT;
ALTER TABLE practice ADD COLUMN credits_agreed INTEGER;
ALTER TABLE practice ADD COLUMN credits_until TEXT;
ALTER TABLE practice ADD COLUMN names_organisation INTEGER;
ALTER TABLE practice ADD COLUMN confirmed_on TEXT;
CREATE INDEX practice_by_credits_until ON practice (credits_until, seq);

-- What somebody asks those who look after a practice, and their answer.
CREATE TABLE practice_question (
	id TEXT PRIMARY KEY,
	seq INTEGER NOT NULL REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	asked_by TEXT NOT NULL,
	text TEXT NOT NULL,
	asked_at BIGINT NOT NULL,
	answered_by TEXT,
	answer TEXT,
	answered_at BIGINT
);
CREATE INDEX practice_question_by_record ON practice_question (seq, id);
CREATE INDEX practice_question_by_asker ON practice_question (asked_by, id);
CREATE INDEX practice_question_by_time ON practice_question (asked_at, id);
