-- name: notice_calendar
SELECT account_id FROM calendar_feed WHERE digest = :digest;

-- name: notice_calendar_made
SELECT made_at FROM calendar_feed WHERE account_id = :account;

-- name: notice_calendar_make
INSERT INTO calendar_feed (account_id, digest, made_at) VALUES (:account, :digest, :now)
    ON CONFLICT (account_id) DO UPDATE SET digest = excluded.digest, made_at = excluded.made_at;

-- name: notice_calendar_end
DELETE FROM calendar_feed WHERE account_id = :account;
