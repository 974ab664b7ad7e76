-- name: practice_forebears
-- What the practice was adapted from.
SELECT to_seq FROM record_link WHERE from_seq = :seq AND relation = 'adapted_from'
 ORDER BY position;

-- name: practice_heirs
-- What was adapted from the practice.
SELECT from_seq FROM record_link WHERE to_seq = :seq AND relation = 'adapted_from'
 ORDER BY from_seq LIMIT 50;

-- name: practice_first_public
-- The version in which it was first published, by a step or out of a file, and when.
SELECT version, at FROM record_revision
 WHERE seq = :seq AND action IN ('publish', 'import') ORDER BY version LIMIT 1;
