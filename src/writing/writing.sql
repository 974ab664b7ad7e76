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

-- ---- the history and its proof

-- name: writing_records_after
-- Records in order, a bounded number at a time, for walking all of them; kept or only reserved.
SELECT seq, id, kind, public_id, state, lang, version, created_at, created_by, updated_at,
       updated_by, owner_party, owner_org, owner_account, asked_party, state_at, root_seq
  FROM record WHERE seq > :seq ORDER BY seq LIMIT 500;

-- name: writing_revisions_after
SELECT version, at, account_id, action, changes, salt, digest, hash
  FROM record_revision WHERE seq = :seq AND version > :after ORDER BY version;

-- name: writing_revisions_some
SELECT version, at, account_id, action, changes, salt, digest, hash
  FROM record_revision WHERE seq = :seq AND version > :after ORDER BY version LIMIT :limit;

-- name: writing_revision_empty
UPDATE record_revision SET changes = '', salt = '' WHERE seq = :seq AND version = :version;

-- name: writing_texts_of
SELECT field, lang, text, origin, written_by, written_at
  FROM record_text WHERE seq = :seq ORDER BY field, lang;

-- name: writing_terms_of
SELECT field, position, code, edition, vocabulary
  FROM record_term WHERE seq = :seq ORDER BY field, position;

-- name: writing_links_of
SELECT l.relation, l.position, r.public_id, '', r.kind
  FROM record_link l LEFT JOIN record r ON r.seq = l.to_seq
 WHERE l.from_seq = :seq ORDER BY l.relation, l.position;

-- name: writing_strays
-- Rows of records that are gone, but for the kinds' own tables.
SELECT DISTINCT t.seq, 'revisions' FROM record_revision t
 WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.seq = t.seq)
UNION ALL
SELECT DISTINCT t.seq, 'texts' FROM record_text t
 WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.seq = t.seq)
UNION ALL
SELECT DISTINCT t.seq, 'codes' FROM record_term t
 WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.seq = t.seq)
UNION ALL
SELECT DISTINCT t.from_seq, 'links' FROM record_link t
 WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.seq = t.from_seq)
UNION ALL
SELECT DISTINCT t.seq, 'what was handed over' FROM handed t
 WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.seq = t.seq);

-- name: writing_revisions
SELECT count(*) FROM record_revision;

-- ---- signed heads

-- name: writing_head_last
SELECT day, digest FROM history_head ORDER BY day DESC LIMIT 1;

-- name: writing_head_add
-- Nothing when another server makes it.
INSERT INTO history_head (day, made_at, n, digest, signature, public_key)
VALUES (:day, :at, 0, '', '', '') ON CONFLICT (day) DO NOTHING;

-- name: writing_head_fill
-- Every record whose present version is in no head yet.
INSERT INTO history_head_record (day, record_id, version, hash)
SELECT :day, r.id, v.version, v.hash
  FROM record r JOIN record_revision v ON v.seq = r.seq AND v.version = r.version
 WHERE NOT EXISTS (SELECT 1 FROM history_head_record h
                    WHERE h.record_id = r.id AND h.version = r.version);

-- name: writing_head_sign
UPDATE history_head SET n = :n, digest = :digest, signature = :signature, public_key = :key
 WHERE day = :day;

-- name: writing_head_records
SELECT record_id, version, hash FROM history_head_record
 WHERE day = :day AND record_id > :after ORDER BY record_id LIMIT 5000;

-- name: writing_head_after
SELECT day, made_at, n, digest, signature, public_key FROM history_head
 WHERE day > :day ORDER BY day LIMIT 1;

-- name: writing_head_strays
SELECT DISTINCT h.day FROM history_head_record h
 WHERE NOT EXISTS (SELECT 1 FROM history_head d WHERE d.day = h.day) ORDER BY h.day;

-- name: writing_head_lost
-- What was sealed and is not in its record's history any more as it was.
SELECT h.day, h.record_id, h.version, r.kind, r.public_id
  FROM history_head_record h LEFT JOIN record r ON r.id = h.record_id
  LEFT JOIN record_revision v ON v.seq = r.seq AND v.version = h.version
 WHERE v.hash IS NULL OR v.hash <> h.hash ORDER BY h.day, h.record_id;

-- ---- attempts

-- name: writing_attempt
SELECT since, n FROM attempt WHERE counted = :counted;

-- name: writing_attempt_count
INSERT INTO attempt (counted, since, n) VALUES (:counted, :now, 1)
ON CONFLICT (counted) DO UPDATE
   SET n = CASE WHEN attempt.since < :window THEN 1 ELSE attempt.n + 1 END,
       since = CASE WHEN attempt.since < :window THEN :now ELSE attempt.since END;

-- name: writing_attempt_give_back
UPDATE attempt SET n = n - 1 WHERE counted = :counted AND n > 0;

-- name: writing_attempt_forget
DELETE FROM attempt WHERE counted = :counted;

-- name: writing_attempts_clear
DELETE FROM attempt WHERE since < :before;
