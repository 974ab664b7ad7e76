-- name: note_threads
-- Of the Party that is asked (side 4): what was written while it was another is not for this one.
SELECT id, seq, field, sides, awaits, begun_by, begun_side, begun_at, last_at, n_notes,
       coalesce(closed_at, 0), coalesce(closed_by, ''), asked
  FROM note_thread
 WHERE seq = :seq AND id < :before AND (:any = 1 OR field = :field)
   AND ((sides & :sides & 3) <> 0 OR ((sides & :sides & 4) <> 0 AND asked = :asked))
   AND closed_at IS NULL
 ORDER BY id DESC LIMIT :n;

-- name: note_threads_closed
SELECT id, seq, field, sides, awaits, begun_by, begun_side, begun_at, last_at, n_notes,
       coalesce(closed_at, 0), coalesce(closed_by, ''), asked
  FROM note_thread
 WHERE seq = :seq AND id < :before AND (:any = 1 OR field = :field)
   AND ((sides & :sides & 3) <> 0 OR ((sides & :sides & 4) <> 0 AND asked = :asked))
   AND closed_at IS NOT NULL
 ORDER BY id DESC LIMIT :n;

-- name: note_thread
SELECT id, seq, field, sides, awaits, begun_by, begun_side, begun_at, last_at, n_notes,
       coalesce(closed_at, 0), coalesce(closed_by, ''), asked
  FROM note_thread WHERE id = :id AND seq = :seq
   AND ((sides & :sides & 3) <> 0 OR ((sides & :sides & 4) <> 0 AND asked = :asked));

-- name: note_thread_add
INSERT INTO note_thread (id, seq, field, sides, asked, awaits, begun_by, begun_side, begun_at,
                         last_at, n_notes)
VALUES (:id, :seq, :field, :sides, :asked, 0, :by, :side, :at, :at, 0);

-- name: note_thread_answered
-- Touches no row when somebody has just closed it.
UPDATE note_thread SET n_notes = n_notes + 1, last_at = :at, awaits = :awaits
 WHERE id = :id AND closed_at IS NULL;

-- name: note_thread_close
UPDATE note_thread SET closed_at = :at, closed_by = :by WHERE id = :id AND closed_at IS NULL;

-- name: note_thread_open
UPDATE note_thread SET closed_at = NULL, closed_by = NULL WHERE id = :id;

-- name: note_open_count
SELECT field, COUNT(*) FROM note_thread
 WHERE seq = :seq AND closed_at IS NULL
   AND ((sides & :sides & 3) <> 0 OR ((sides & :sides & 4) <> 0 AND asked = :asked))
 GROUP BY field ORDER BY field;

-- name: note_page
SELECT id, thread_id, number, written_by, side, at, text, coalesce(changed_at, 0),
       coalesce(taken_back_at, 0)
  FROM note WHERE thread_id = :thread AND number > :after ORDER BY number LIMIT :n;

-- name: note_one
SELECT id, thread_id, number, written_by, side, at, text, coalesce(changed_at, 0),
       coalesce(taken_back_at, 0)
  FROM note WHERE thread_id = :thread AND id = :id;

-- name: note_add
-- The thread has counted it already, which no other can do until this one stands.
INSERT INTO note (id, thread_id, number, written_by, side, at, text)
SELECT :id, t.id, t.n_notes, :by, :side, :at, :text FROM note_thread t WHERE t.id = :thread;

-- name: note_change
UPDATE note SET text = :text, changed_at = :at WHERE id = :id AND taken_back_at IS NULL;

-- name: note_take_back
UPDATE note SET text = '', taken_back_at = :at WHERE id = :id AND taken_back_at IS NULL;

-- name: note_takers
-- Who has written in the thread or was mentioned there.
SELECT written_by FROM note WHERE thread_id = :thread
 UNION SELECT account_id FROM note_mention WHERE thread_id = :thread;

-- name: note_mention_put
INSERT INTO note_mention (account_id, thread_id, is_open) VALUES (:account, :thread, 1)
    ON CONFLICT (account_id, thread_id) DO UPDATE SET is_open = 1;

-- name: note_mention_answered
UPDATE note_mention SET is_open = 0 WHERE account_id = :account AND thread_id = :thread;

-- name: note_mention_is_open
SELECT COUNT(*) FROM note_mention
 WHERE account_id = :account AND thread_id = :thread AND is_open = 1;

-- name: note_mentions_forget
DELETE FROM note_mention WHERE account_id = :account;

-- name: note_asks_mentioned
SELECT t.id, t.seq, r.kind
  FROM note_mention m JOIN note_thread t ON t.id = m.thread_id JOIN record r ON r.seq = t.seq
 WHERE m.account_id = :account AND m.is_open = 1 AND t.closed_at IS NULL AND t.id > :after
 ORDER BY t.id LIMIT :n;

-- name: note_asks_account
SELECT t.id, t.seq, r.kind
  FROM note_thread t JOIN record r ON r.seq = t.seq
 WHERE t.closed_at IS NULL AND t.awaits > 0 AND (t.awaits & 1) <> 0 AND r.owner_account = :value
   AND t.id > :after
 ORDER BY t.id LIMIT :n;

-- name: note_asks_organisation
SELECT t.id, t.seq, r.kind
  FROM note_thread t JOIN record r ON r.seq = t.seq
 WHERE t.closed_at IS NULL AND t.awaits > 0 AND (t.awaits & 1) <> 0 AND r.owner_org = :value
   AND t.id > :after
 ORDER BY t.id LIMIT :n;

-- name: note_asks_party
SELECT t.id, t.seq, r.kind
  FROM note_thread t JOIN record r ON r.seq = t.seq
 WHERE t.closed_at IS NULL AND t.awaits > 0 AND (t.awaits & 1) <> 0 AND r.owner_party = :value
   AND t.id > :after
 ORDER BY t.id LIMIT :n;

-- name: note_asks_asked
SELECT t.id, t.seq, r.kind
  FROM note_thread t JOIN record r ON r.seq = t.seq
 WHERE t.closed_at IS NULL AND t.awaits > 0 AND (t.awaits & 4) <> 0 AND r.asked_party = :value
   AND t.asked = r.asked_party AND t.id > :after
 ORDER BY t.id LIMIT :n;

-- name: note_asks_reviewers
SELECT t.id, t.seq, r.kind
  FROM note_thread t JOIN record r ON r.seq = t.seq
 WHERE t.closed_at IS NULL AND t.awaits > 0 AND (t.awaits & 2) <> 0 AND :value = ''
   AND t.id > :after
 ORDER BY t.id LIMIT :n;
