-- name: register_counters
SELECT (SELECT value FROM counter WHERE name = 'vocabulary'),
       (SELECT value FROM counter WHERE name = 'generation');

-- name: register_counter_read
SELECT value FROM counter WHERE name = :name;

-- name: register_counter_set
UPDATE counter SET value = :value WHERE name = :name;

-- name: register_counter_raise
-- Gives the new value and locks the row until the transaction ends.
UPDATE counter SET value = value + :by WHERE name = :name RETURNING value;

-- name: register_terms
-- Terms of all editions, of each vocabulary those in force first, in their order.
SELECT t.vocabulary, t.edition, t.code, t.broader_vocabulary, t.broader_code, v.is_current,
       v.follows, t.came_from
  FROM term t
  JOIN vocabulary v ON v.vocabulary = t.vocabulary AND v.edition = t.edition
 ORDER BY t.vocabulary, v.is_current DESC, t.edition, t.position;

-- name: register_term_texts
SELECT x.vocabulary, x.code, x.field, x.lang, x.text, x.edition, v.is_current
  FROM term_text x
  JOIN vocabulary v ON v.vocabulary = x.vocabulary AND v.edition = x.edition;

-- name: register_edition_digest
SELECT digest FROM vocabulary WHERE vocabulary = :vocabulary AND edition = :edition;

-- name: register_edition_add
-- It follows the one that was in force.
INSERT INTO vocabulary (vocabulary, edition, is_current, follows)
VALUES (:vocabulary, :edition, 1,
        (SELECT edition FROM vocabulary WHERE vocabulary = :vocabulary AND is_current = 1));

-- name: register_edition_alone
UPDATE vocabulary SET is_current = 0 WHERE vocabulary = :vocabulary AND edition <> :edition;

-- name: register_edition_digest_set
UPDATE vocabulary SET digest = :digest WHERE vocabulary = :vocabulary AND edition = :edition;

-- name: register_edition_texts_clear
DELETE FROM term_text WHERE vocabulary = :vocabulary AND edition = :edition;

-- name: register_edition_terms_clear
DELETE FROM term WHERE vocabulary = :vocabulary AND edition = :edition;

-- name: register_term_add
INSERT INTO term (vocabulary, edition, code, position, broader_vocabulary, broader_code, came_from)
VALUES (:vocabulary, :edition, :code, :position, :broader_vocabulary, :broader_code, :came_from);

-- name: register_term_text_add
INSERT INTO term_text (vocabulary, edition, code, field, lang, text)
VALUES (:vocabulary, :edition, :code, :field, :lang, :text);

-- name: register_text_clear
DELETE FROM record_text WHERE seq = :seq AND field = :field AND lang = :lang;

-- name: register_codes_clear
DELETE FROM record_term WHERE seq = :seq AND field = :field;

-- name: register_index_after
-- What was written since, in the order of writing. In two parts: SQLite seeks neither the pair nor
-- either part of an OR in the index, and would read the generation from its beginning each time.
SELECT seq, kind, generation, terms FROM record_index
 WHERE generation = :generation AND seq > :seq
 UNION ALL
SELECT seq, kind, generation, terms FROM record_index WHERE generation > :generation
 ORDER BY generation, seq LIMIT :limit;

-- name: register_order_key
SELECT key FROM record_order WHERE seq = :seq AND lang = :lang;

-- name: register_words_like
-- Words of the base with that first character and about that many characters.
SELECT word, shown FROM search_word
 WHERE head = :head AND size >= :from AND size <= :to
 ORDER BY word LIMIT :limit;

-- name: register_codes_of
SELECT field, code, edition FROM record_term WHERE seq = :seq ORDER BY field, position;

-- name: register_links_clear
DELETE FROM record_link WHERE from_seq = :seq AND relation = :relation;

-- name: register_link_add
-- Nothing when there is no record of that kind and public id.
INSERT INTO record_link (from_seq, relation, position, to_seq)
SELECT :seq, :relation, :position, seq FROM record WHERE kind = :kind AND public_id = :public_id;

-- name: register_record_span
SELECT COUNT(*), MIN(created_at), MAX(updated_at) FROM record
 WHERE kind = :kind AND state = 'published';

-- name: register_records_after
-- Records in order, a bounded number at a time, for walking all of them.
SELECT seq, id, kind, public_id, version FROM record WHERE seq > :seq ORDER BY seq LIMIT 500;

-- name: register_revisions_of
SELECT version, at, account_id, action, changes, salt, digest, hash
  FROM record_revision WHERE seq = :seq ORDER BY version;
