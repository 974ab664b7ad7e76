-- ---- content

-- name: file_content_keep
-- Nobody else drops it until the transaction ends.
INSERT INTO content (hash, bytes, kept_at) VALUES (:hash, :bytes, :now)
    ON CONFLICT (hash) DO UPDATE SET kept_at = excluded.kept_at;

-- name: file_content_pieces
SELECT count(*) FROM content_piece WHERE hash = :hash;

-- name: file_content_add
INSERT INTO content_piece (hash, position, bytes) VALUES (:hash, :position, :bytes);

-- name: file_content_piece
SELECT bytes FROM content_piece WHERE hash = :hash AND position = :position;

-- name: file_content_hold
UPDATE content SET kept_at = kept_at WHERE hash = :hash;

-- name: file_content_drop_pieces
DELETE FROM content_piece WHERE hash = :hash
   AND NOT EXISTS (SELECT 1 FROM file f WHERE f.hash = content_piece.hash);

-- name: file_content_drop
DELETE FROM content WHERE hash = :hash
   AND NOT EXISTS (SELECT 1 FROM file f WHERE f.hash = content.hash);

-- ---- files

-- name: file_add
INSERT INTO file (id, seq, hash, name, type, bytes, width, height, sent_by, sent_at)
VALUES (:id, :seq, :hash, :name, :type, :bytes, :width, :height, :by, :now);

-- name: file_text_add
INSERT INTO file_text (id, lang, text) VALUES (:id, :lang, :text);

-- name: file_find
SELECT id, seq, hash, name, type, bytes, width, height, sent_by, sent_at FROM file WHERE id = :id;

-- name: file_texts
SELECT lang, text FROM file_text WHERE id = :id;

-- name: file_sent_since
-- Another description of a file sends nothing.
SELECT coalesce(sum(bytes), 0)
  FROM (SELECT DISTINCT hash, bytes FROM file WHERE sent_by = :by AND sent_at > :since) AS sent;

-- name: file_of_record
SELECT id FROM file WHERE seq = :seq ORDER BY id;

-- name: file_kind
SELECT kind FROM record WHERE seq = :seq;

-- ---- forgetting

-- name: file_unsettled
SELECT id, seq, sent_at FROM file WHERE stood_at IS NULL AND sent_at < :before
   AND (sent_at > :after OR (sent_at = :after AND id > :after_id))
 ORDER BY sent_at, id LIMIT :limit;

-- name: file_hold_record
UPDATE record SET version = version WHERE seq = :seq;

-- name: file_is_in_history
SELECT count(*) FROM record_revision WHERE seq = :seq AND changes LIKE '%' || :id || '%';

-- name: file_is_in_drafts
SELECT count(*) FROM record_draft WHERE seq = :seq AND text LIKE '%' || :id || '%';

-- name: file_settle
UPDATE file SET stood_at = :now WHERE id = :id;

-- name: file_drop_texts
DELETE FROM file_text WHERE id = :id;

-- name: file_drop
DELETE FROM file WHERE id = :id;

-- ---- holding it against itself

-- name: file_contents_after
SELECT hash, bytes FROM content WHERE hash > :after ORDER BY hash LIMIT 100;

-- name: file_strays
SELECT 'file ' || f.id || ': there is no content of it' FROM file f
 WHERE NOT EXISTS (SELECT 1 FROM content c WHERE c.hash = f.hash)
UNION ALL
SELECT 'file ' || f.id || ': its size is not that of its content'
  FROM file f JOIN content c ON c.hash = f.hash WHERE c.bytes <> f.bytes
UNION ALL
SELECT 'content ' || c.hash || ': it is of no file' FROM content c
 WHERE NOT EXISTS (SELECT 1 FROM file f WHERE f.hash = c.hash)
UNION ALL
SELECT DISTINCT 'content ' || p.hash || ': pieces without content' FROM content_piece p
 WHERE NOT EXISTS (SELECT 1 FROM content c WHERE c.hash = p.hash)
UNION ALL
SELECT DISTINCT 'file ' || t.id || ': a description without a file' FROM file_text t
 WHERE NOT EXISTS (SELECT 1 FROM file f WHERE f.id = t.id)
 ORDER BY 1;

-- name: file_totals
SELECT (SELECT count(*) FROM file), (SELECT count(*) FROM content),
       (SELECT coalesce(sum(bytes), 0) FROM content);
