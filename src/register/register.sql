-- name: register_counter_read
SELECT value FROM counter WHERE name = :name;

-- name: register_counter_set
UPDATE counter SET value = :value WHERE name = :name;

-- name: register_counter_raise
-- Gives the new value and locks the row until the transaction ends.
UPDATE counter SET value = value + :by WHERE name = :name RETURNING value;

-- name: register_file_stands
SELECT 1 FROM file f JOIN record r ON r.seq = f.seq
 WHERE f.id = :id AND r.kind = :kind AND r.public_id = :public_id;

-- name: register_text_clear
DELETE FROM record_text WHERE seq = :seq AND field = :field AND lang = :lang;

-- name: register_codes_clear
DELETE FROM record_term WHERE seq = :seq AND field = :field;

-- name: register_index_rest
-- What was written with a record and after it, then what was written later: no engine seeks both
-- parts in one statement without sorting all that is left.
SELECT seq, kind, generation, terms FROM record_index
 WHERE generation = :generation AND seq > :seq ORDER BY seq LIMIT :limit;

-- name: register_index_later
SELECT seq, kind, generation, terms FROM record_index
 WHERE generation > :generation ORDER BY generation, seq LIMIT :limit;

-- name: register_changed_since
SELECT seq FROM record_index WHERE generation > :generation
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
