-- Parties to the Convention: the columns of their own. Names, notes and codes live in the record_
-- tables. Dates as far as they are known: "2009-03-30", "2025-05", "2019".
CREATE TABLE party (
	seq INTEGER PRIMARY KEY REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED,
	iso2 TEXT,
	m49 TEXT,
	date_deposit TEXT,
	entry_into_force TEXT,
	ldc INTEGER,
	sids INTEGER,
	developing_m49 INTEGER,
	ifcd_listed_2017 INTEGER,
	sources TEXT,
	as_of TEXT
);
