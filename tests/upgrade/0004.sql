-- Words are searched in tables of their own since, and those of before were let go of.
DROP TABLE search_text;
