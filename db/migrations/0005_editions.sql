-- Editions. A code list's edition knows the one it followed, and each of its terms the codes of
-- that one it came from ("2.4;2.5"; empty: from none; NULL: from its own code). The digest tells
-- whether what is loaded stands there already.
ALTER TABLE vocabulary ADD follows TEXT;
ALTER TABLE vocabulary ADD digest BIGINT;
ALTER TABLE term ADD came_from TEXT;

-- The Open Roadmap, an edition a document (JSON), whole. The last one is in force.
CREATE TABLE framework_edition (
	edition TEXT PRIMARY KEY,
	position INTEGER NOT NULL,
	loaded_at BIGINT NOT NULL,
	document TEXT NOT NULL
);
CREATE UNIQUE INDEX framework_edition_by_position ON framework_edition (position);
