-- name: translation_texts
-- Each text with the instant since which it says what it should.
SELECT field, lang, origin, written_at, coalesce(checked_at, 0) FROM record_text WHERE seq = :seq;

-- name: translation_drafts
SELECT field, account_id, side, tool, text, original, written_at FROM translation
 WHERE seq = :seq AND lang = :lang ORDER BY field, written_at DESC, account_id;

-- name: translation_put
-- Each instant of a record is that of one text alone, and later than all whose page somebody has
-- open: requests may wait for each other and be stored in another order than they came.
INSERT INTO translation (seq, field, lang, account_id, side, tool, text, original, written_at)
VALUES (:seq, :field, :lang, :account, :side, :tool, :text, :original,
	(SELECT CASE WHEN coalesce(max(t.written_at), 0) < :at THEN :at
		ELSE max(t.written_at) + 1 END FROM translation t WHERE t.seq = :seq))
ON CONFLICT (seq, field, lang, account_id) DO UPDATE SET side = excluded.side,
	tool = excluded.tool, text = excluded.text, original = excluded.original,
	written_at = excluded.written_at;

-- name: translation_drop
DELETE FROM translation
 WHERE seq = :seq AND field = :field AND lang = :lang AND account_id = :account;

-- name: translation_settle
-- What was seen by who has reviewed the field, and his own.
DELETE FROM translation WHERE seq = :seq AND field = :field AND lang = :lang
   AND (written_at <= :seen OR account_id = :account);

-- name: translation_forget
DELETE FROM translation WHERE seq = :seq AND field = :field;

-- name: translation_check
UPDATE record_text SET checked_at = :at WHERE seq = :seq AND field = :field AND lang = :lang;

-- name: translation_of_machine
UPDATE record_text SET origin = 'machine' WHERE seq = :seq AND field = :field AND lang = :lang;
