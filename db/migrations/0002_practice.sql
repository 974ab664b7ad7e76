-- Good practices: the columns of their own. Codes, links and translated texts live in the
-- record_ tables.
CREATE TABLE practice (
	seq INTEGER PRIMARY KEY REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	start_year INTEGER,
	end_year INTEGER,
	amount_minor BIGINT,
	amount_currency TEXT,
	link TEXT,
	added_since_2018 INTEGER,
	source_symbol TEXT,
	source_section TEXT,
	partners TEXT
);
CREATE INDEX practice_by_start ON practice (start_year, seq);
