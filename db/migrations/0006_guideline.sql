-- Paragraphs of the operational guidelines: codes and translated texts live in the record_ tables,
-- and they have no columns of their own.
CREATE TABLE guideline (
	seq INTEGER PRIMARY KEY REFERENCES record (seq) DEFERRABLE INITIALLY DEFERRED
);
