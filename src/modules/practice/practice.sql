-- name: practice_forebears
-- What the practice was adapted from.
SELECT to_seq FROM record_link WHERE from_seq = :seq AND relation = 'adapted_from'
 ORDER BY position;

-- name: practice_heirs
-- What was adapted from the practice.
SELECT from_seq FROM record_link WHERE to_seq = :seq AND relation = 'adapted_from'
 ORDER BY from_seq LIMIT 50;
