-- name: writing_hold
-- Nobody else changes the record until the transaction ends.
UPDATE record SET version = version WHERE kind = :kind AND public_id = :public_id;

-- name: writing_draft_put
INSERT INTO record_draft (seq, field, account_id, base_version, text, written_at)
VALUES (:seq, :field, :account_id, :base_version, :text, :written_at)
ON CONFLICT (seq, field, account_id) DO UPDATE SET base_version = excluded.base_version,
	text = excluded.text, written_at = excluded.written_at;

-- name: writing_draft_drop
DELETE FROM record_draft WHERE seq = :seq AND field = :field AND account_id = :account_id;

-- name: writing_drafts_of
SELECT field, base_version, text FROM record_draft
 WHERE seq = :seq AND account_id = :account_id ORDER BY field;

-- name: writing_drafts_records
SELECT r.seq FROM record r JOIN record_draft d ON d.seq = r.seq
 WHERE d.account_id = :account_id AND r.kind = :kind
 GROUP BY r.seq ORDER BY MAX(d.written_at) DESC, r.seq DESC LIMIT :limit;

-- name: writing_state_since
-- Those that have been in the state since before an instant, oldest first.
SELECT public_id FROM record
 WHERE kind = :kind AND state = :state AND state_at < :before ORDER BY state_at, seq LIMIT :limit;
