-- name: presence_put
INSERT INTO presence (seq, account_id, tab, sides, field, seen_at)
VALUES (:seq, :account_id, :tab, :sides, :field, :seen_at)
ON CONFLICT (seq, account_id, tab) DO UPDATE SET sides = excluded.sides,
	field = excluded.field, seen_at = excluded.seen_at;

-- name: presence_renew
INSERT INTO presence (seq, account_id, tab, sides, field, seen_at)
VALUES (:seq, :account_id, :tab, :sides, '', :seen_at)
ON CONFLICT (seq, account_id, tab) DO UPDATE SET sides = excluded.sides,
	seen_at = excluded.seen_at;

-- name: presence_sweep
DELETE FROM presence WHERE seen_at < :before;

-- name: presence_now
SELECT seq, account_id, tab, sides, field FROM presence
 WHERE seen_at >= :since ORDER BY seq, account_id, tab LIMIT :limit;

-- name: presence_beside
SELECT account_id, sides FROM presence
 WHERE seq = :seq AND account_id <> :own AND seen_at >= :since
 ORDER BY account_id LIMIT :limit;
