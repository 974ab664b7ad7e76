-- name: notices_pace
SELECT pace FROM notice_reader WHERE account_id = :account;

-- name: notices_same
-- Told with the same words, owed to nobody, not read yet, and the last that was told of the place.
SELECT COUNT(*) FROM notice n
 WHERE n.account_id = :account AND n.place = :place AND n.topic = :topic AND n.read_at IS NULL
   AND n.is_owed = 0 AND n.subject = :subject AND n.text = :text
   AND NOT EXISTS (SELECT 1 FROM notice later WHERE later.account_id = n.account_id
                      AND later.place = n.place AND later.id <> n.id
                      AND later.made_at >= n.made_at);

-- name: notices_put
INSERT INTO notice (id, account_id, place, topic, lang, subject, text, made_at, is_owed)
VALUES (:id, :account, :place, :topic, :lang, :subject, :text, :at, :is_owed)
    ON CONFLICT (account_id, place, topic) WHERE read_at IS NULL
    DO UPDATE SET id = excluded.id, lang = excluded.lang, subject = excluded.subject,
       text = excluded.text, made_at = excluded.made_at, is_owed = excluded.is_owed;

-- name: notices_page
SELECT id, place, subject, text, lang, made_at, read_at FROM notice
 WHERE account_id = :account AND id < :before ORDER BY id DESC LIMIT :n;

-- name: notices_one
SELECT id, place, subject, text, lang, made_at, read_at FROM notice
 WHERE account_id = :account AND id = :id;

-- name: notices_unread
SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM notice
         WHERE account_id = :account AND read_at IS NULL LIMIT :max) counted),
       (SELECT COUNT(*) FROM notice
         WHERE account_id = :account AND place = :place AND read_at IS NULL);

-- name: notices_read
UPDATE notice SET read_at = :now WHERE account_id = :account AND id = :id AND read_at IS NULL;

-- name: notices_read_at
UPDATE notice SET read_at = :now
 WHERE account_id = :account AND place = :place AND read_at IS NULL;

-- name: notices_read_to
UPDATE notice SET read_at = :now
 WHERE account_id = :account AND id <= :last AND read_at IS NULL;

-- name: notices_pace_set
INSERT INTO notice_reader (account_id, pace, due_at) VALUES (:account, :pace, :due)
    ON CONFLICT (account_id) DO UPDATE SET pace = excluded.pace, due_at = excluded.due_at;

-- name: notices_due
-- Whose next letter is to be made, who has waited longest first.
SELECT account_id, pace, due_at FROM notice_reader WHERE due_at <= :now
 ORDER BY due_at, account_id LIMIT :n;

-- name: notices_due_take
-- Touches no row when another server was faster.
UPDATE notice_reader SET due_at = :next WHERE account_id = :account AND due_at = :due;

-- name: notices_owed_count
SELECT COUNT(*) FROM notice WHERE account_id = :account AND is_owed = 1 AND read_at IS NULL;

-- name: notices_owed
SELECT id, place, subject, text, lang, made_at, read_at FROM notice
 WHERE account_id = :account AND is_owed = 1 AND read_at IS NULL ORDER BY id LIMIT :n;

-- name: notices_let_go
UPDATE notice SET is_owed = 0 WHERE account_id = :account AND is_owed = 1;

-- name: notices_take_back
DELETE FROM notice WHERE place = :place AND topic = :topic AND made_at = :at;

-- name: notices_sweep
DELETE FROM notice WHERE read_at < :read_before OR made_at < :made_before;

-- name: notices_forget
DELETE FROM notice WHERE account_id = :account;

-- name: notices_reader_forget
DELETE FROM notice_reader WHERE account_id = :account;

-- name: notices_calendar_forget
DELETE FROM calendar_feed WHERE account_id = :account;
