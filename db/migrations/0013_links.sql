-- Addresses elsewhere that public records name, and whether they answer. `fault` is why not, the
-- last time it was asked; `fails` how often in a row, since `fails_since`; `dead_at` when that was
-- often enough. A host is asked by one server at a time, who holds it until `free_at`.
CREATE TABLE link_check (
	address TEXT PRIMARY KEY,
	host TEXT NOT NULL,
	due_at BIGINT NOT NULL,
	checked_at BIGINT,
	fault TEXT,
	status INTEGER,
	fails INTEGER NOT NULL,
	fails_since BIGINT,
	dead_at BIGINT
);
CREATE INDEX link_check_by_due ON link_check (due_at, address);
CREATE INDEX link_check_by_host ON link_check (host);
CREATE INDEX link_check_dead ON link_check (fails_since, address) WHERE dead_at IS NOT NULL;

CREATE TABLE link_host (
	host TEXT PRIMARY KEY,
	free_at BIGINT NOT NULL
);

-- Which records name an address: one such index for each URL field of a kind. Longer addresses than
-- an index takes, in whatever letters, are not asked (elsewhere/link_check.h).
CREATE INDEX practice_by_link ON practice (link) WHERE length(link) <= 650;
