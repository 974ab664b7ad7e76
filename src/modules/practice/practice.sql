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

-- name: practice_question
SELECT id, seq, asked_by, text, asked_at, coalesce(answer, ''), coalesce(answered_at, 0)
  FROM practice_question WHERE id = :id;

-- name: practice_question_thread
-- What one person has asked about one practice.
SELECT id, seq, asked_by, text, asked_at, coalesce(answer, ''), coalesce(answered_at, 0)
  FROM practice_question WHERE seq = :seq AND asked_by = :asked_by ORDER BY id LIMIT :limit;

-- name: practice_questions_waiting
SELECT id, seq, asked_by, text, asked_at, '', 0
  FROM practice_question WHERE answered_at IS NULL ORDER BY asked_at, id LIMIT :limit;

-- name: practice_question_add
INSERT INTO practice_question (id, seq, asked_by, text, asked_at)
VALUES (:id, :seq, :asked_by, :text, :at);

-- name: practice_question_answer
UPDATE practice_question SET answer = :answer, answered_by = :by, answered_at = :at
 WHERE id = :id AND answered_at IS NULL;

-- name: practice_questions_clear
DELETE FROM practice_question WHERE asked_at < :before;

-- name: practice_credits_over
-- Practices that name people whose day is over.
SELECT r.public_id FROM practice p JOIN record r ON r.seq = p.seq
 WHERE p.credits_until < :today AND p.credits IS NOT NULL
 ORDER BY p.credits_until, p.seq LIMIT :limit;

-- name: practice_credits_handed_clear
DELETE FROM handed_answer
 WHERE field LIKE 'credits%' AND handed_id IN (SELECT id FROM handed WHERE seq = :seq);

-- name: practice_credits_drafts_clear
DELETE FROM record_draft WHERE seq = :seq AND field LIKE 'credits%';

-- name: practice_stale_untold
-- Published ones that nobody has confirmed since then, and that nobody was told of in the last
-- year.
SELECT r.public_id FROM record r JOIN practice p ON p.seq = r.seq
  LEFT JOIN record_reminder m ON m.seq = r.seq AND m.what = 'confirm'
 WHERE r.kind = 'practice' AND r.state = 'published'
   AND (p.confirmed_on < :day OR (p.confirmed_on IS NULL AND r.created_at < :made))
   AND (m.told_at IS NULL OR m.told_at < :told) ORDER BY r.seq LIMIT :limit;

-- name: practice_stale_of_house
SELECT COUNT(*) FROM record r JOIN practice p ON p.seq = r.seq
 WHERE r.kind = 'practice' AND r.state = 'published' AND r.owner_party IS NULL
   AND r.owner_org IS NULL AND r.owner_account IS NULL
   AND (p.confirmed_on < :day OR (p.confirmed_on IS NULL AND r.created_at < :made));

-- name: practice_reminded
INSERT INTO record_reminder (seq, what, told_at) VALUES (:seq, 'confirm', :at)
 ON CONFLICT (seq, what) DO UPDATE SET told_at = excluded.told_at;
