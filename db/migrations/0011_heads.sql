-- Once a day what records have become is sealed: a digest over the day, the instant, the head
-- before it and the records below, signed with the key file. See writing/heads.h.
CREATE TABLE history_head (
	day TEXT PRIMARY KEY,
	made_at BIGINT NOT NULL,
	n INTEGER NOT NULL,
	digest TEXT NOT NULL,
	signature TEXT NOT NULL,
	public_key TEXT NOT NULL
);

-- The records that had changed by then, by their ids: it tells of those that are gone, too.
CREATE TABLE history_head_record (
	day TEXT NOT NULL,
	record_id TEXT NOT NULL,
	version INTEGER NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (day, record_id)
);
CREATE UNIQUE INDEX history_head_by_record ON history_head_record (record_id, version);
