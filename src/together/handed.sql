-- name: handed_add
INSERT INTO handed (id, seq, digest, person, fields, question, word, lang, side, made_by, made_at,
                    ends_at)
VALUES (:id, :seq, :digest, :person, :fields, :question, '', :lang, :side, :by, :at, :ends_at)
ON CONFLICT (id) DO NOTHING;

-- name: handed_by_digest
SELECT h.id, h.seq, r.kind, r.public_id, h.person, h.fields, h.question, h.word, h.lang, h.side,
       h.made_by, h.made_at, h.ends_at, h.recalled_at, h.finished_at, h.settled_at
  FROM handed h JOIN record r ON r.seq = h.seq WHERE h.digest = :digest;

-- name: handed_by_id
SELECT h.id, h.seq, r.kind, r.public_id, h.person, h.fields, h.question, h.word, h.lang, h.side,
       h.made_by, h.made_at, h.ends_at, h.recalled_at, h.finished_at, h.settled_at
  FROM handed h JOIN record r ON r.seq = h.seq WHERE h.id = :id;

-- name: handed_of
SELECT h.id, h.seq, r.kind, r.public_id, h.person, h.fields, h.question, h.word, h.lang, h.side,
       h.made_by, h.made_at, h.ends_at, h.recalled_at, h.finished_at, h.settled_at
  FROM handed h JOIN record r ON r.seq = h.seq
 WHERE h.seq = :seq AND h.side IN (:one_side, :other_side) ORDER BY h.id DESC LIMIT :limit;

-- name: handed_back
-- What somebody has handed over and is finished or over, with answers that nobody decided on.
SELECT h.id, h.seq, r.kind, r.public_id, h.person, h.fields, h.question, h.word, h.lang, h.side,
       h.made_by, h.made_at, h.ends_at, h.recalled_at, h.finished_at, h.settled_at
  FROM handed h JOIN record r ON r.seq = h.seq
 WHERE h.made_by = :account AND h.id > :after AND h.settled_at IS NULL AND h.recalled_at IS NULL
   AND (h.finished_at IS NOT NULL OR h.ends_at <= :now)
   AND (h.finished_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM handed_answer a WHERE a.handed_id = h.id AND a.decided IS NULL))
 ORDER BY h.id LIMIT :limit;

-- name: handed_open_count
SELECT count(*) FROM handed
 WHERE seq = :seq AND side = :side AND recalled_at IS NULL AND settled_at IS NULL
   AND ends_at > :now;

-- name: handed_hold
-- Nobody else changes it, nor its answers, until the transaction ends.
UPDATE handed SET made_at = made_at WHERE id = :id;

-- name: handed_hold_digest
UPDATE handed SET made_at = made_at WHERE digest = :digest;

-- name: handed_recall
UPDATE handed SET recalled_at = :at WHERE id = :id AND recalled_at IS NULL;

-- name: handed_renew
UPDATE handed SET digest = :digest, ends_at = :ends_at, finished_at = NULL, settled_at = NULL
 WHERE id = :id AND recalled_at IS NULL;

-- name: handed_send_back
UPDATE handed SET word = :word, ends_at = :ends_at, finished_at = NULL, settled_at = NULL
 WHERE id = :id AND recalled_at IS NULL;

-- name: handed_finish
UPDATE handed SET finished_at = :at WHERE id = :id AND finished_at IS NULL;

-- name: handed_settle
UPDATE handed SET settled_at = :at
 WHERE id = :id AND (finished_at IS NOT NULL OR ends_at <= :at) AND NOT EXISTS (
       SELECT 1 FROM handed_answer a WHERE a.handed_id = handed.id AND a.decided IS NULL);

-- name: handed_answers
SELECT field, base_version, text, beside, written_at, decided, decided_by, decided_at
  FROM handed_answer WHERE handed_id = :id ORDER BY field;

-- name: handed_answer_put
-- Another text than before is to be decided on anew.
INSERT INTO handed_answer (handed_id, field, base_version, text, beside, written_at)
VALUES (:id, :field, :base_version, :text, NULLIF(:beside, ''), :at)
ON CONFLICT (handed_id, field) DO UPDATE SET base_version = excluded.base_version,
	text = excluded.text, beside = excluded.beside, written_at = excluded.written_at,
	decided = NULL, decided_by = NULL, decided_at = NULL;

-- name: handed_answer_beside
UPDATE handed_answer SET beside = :text, written_at = :at, decided = NULL, decided_by = NULL,
       decided_at = NULL
 WHERE handed_id = :id AND field = :field;

-- name: handed_answer_drop
DELETE FROM handed_answer WHERE handed_id = :id AND field = :field;

-- name: handed_answer_decide
UPDATE handed_answer SET decided = :decided, decided_by = :by, decided_at = :at
 WHERE handed_id = :id AND field = :field AND decided IS NULL;

-- name: handed_forget
DELETE FROM handed_answer
 WHERE field = :field AND decided IS NOT NULL
   AND handed_id IN (SELECT id FROM handed WHERE seq = :seq);

-- name: handed_answers_old
DELETE FROM handed_answer WHERE handed_id IN (SELECT id FROM handed WHERE ends_at < :before);

-- name: handed_old
DELETE FROM handed WHERE ends_at < :before;
