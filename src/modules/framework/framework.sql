-- name: framework_now
SELECT document FROM framework_edition ORDER BY position DESC LIMIT 1;

-- name: framework_all
SELECT document FROM framework_edition ORDER BY position DESC;

-- name: framework_document
SELECT document FROM framework_edition WHERE edition = :edition;

-- name: framework_add
INSERT INTO framework_edition (edition, position, loaded_at, document)
VALUES (:edition, (SELECT 1 + count(*) FROM framework_edition), :now, :document);

-- name: framework_replace
UPDATE framework_edition SET document = :document WHERE edition = :edition;

-- name: framework_coded_under
-- Public records coded under an edition: how many of each kind have each code of the vocabulary.
SELECT r.kind, t.code, count(DISTINCT t.seq)
  FROM record_term t
  JOIN record r ON r.seq = t.seq
 WHERE t.vocabulary = :vocabulary AND t.edition = :edition AND r.state = 'published'
 GROUP BY r.kind, t.code
 ORDER BY r.kind, t.code;
