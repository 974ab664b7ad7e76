-- name: vocabulary_counters
SELECT (SELECT value FROM counter WHERE name = 'vocabulary'),
       (SELECT value FROM counter WHERE name = 'generation');

-- name: vocabulary_changed
-- Locks both numbers until the transaction ends.
UPDATE counter SET value = value + 1 WHERE name IN ('vocabulary', 'generation');

-- name: vocabulary_terms
-- Terms of all editions, of each vocabulary those in force first, in their order.
SELECT t.vocabulary, t.edition, t.code, t.broader_vocabulary, t.broader_code, v.is_current,
       v.follows, t.came_from
  FROM term t
  JOIN vocabulary v ON v.vocabulary = t.vocabulary AND v.edition = t.edition
 ORDER BY t.vocabulary, v.is_current DESC, t.edition, t.position;

-- name: vocabulary_term_texts
SELECT x.vocabulary, x.code, x.field, x.lang, x.text, x.edition, v.is_current
  FROM term_text x
  JOIN vocabulary v ON v.vocabulary = x.vocabulary AND v.edition = x.edition;

-- name: vocabulary_edition_digest
SELECT digest FROM vocabulary WHERE vocabulary = :vocabulary AND edition = :edition;

-- name: vocabulary_edition_add
-- It follows the one that was in force.
INSERT INTO vocabulary (vocabulary, edition, is_current, follows)
VALUES (:vocabulary, :edition, 1,
        (SELECT edition FROM vocabulary WHERE vocabulary = :vocabulary AND is_current = 1));

-- name: vocabulary_edition_alone
UPDATE vocabulary SET is_current = 0 WHERE vocabulary = :vocabulary AND edition <> :edition;

-- name: vocabulary_edition_digest_set
UPDATE vocabulary SET digest = :digest WHERE vocabulary = :vocabulary AND edition = :edition;

-- name: vocabulary_edition_texts_clear
DELETE FROM term_text WHERE vocabulary = :vocabulary AND edition = :edition;

-- name: vocabulary_edition_terms_clear
DELETE FROM term WHERE vocabulary = :vocabulary AND edition = :edition;

-- name: vocabulary_term_add
INSERT INTO term (vocabulary, edition, code, position, broader_vocabulary, broader_code, came_from)
VALUES (:vocabulary, :edition, :code, :position, :broader_vocabulary, :broader_code, :came_from);

-- name: vocabulary_term_text_add
INSERT INTO term_text (vocabulary, edition, code, field, lang, text)
VALUES (:vocabulary, :edition, :code, :field, :lang, :text);
