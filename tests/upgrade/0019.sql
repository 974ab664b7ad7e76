-- Translations: what somebody and a machine propose for the same text, and one that was checked.
INSERT INTO translation (seq, field, lang, account_id, side, tool, text, original, written_at)
VALUES
(1, 'summary', 'en', '01KAN00000000000000000000B', 1, '', 'What it is', 'Ce que c''est',
    1795300000000),
(1, 'summary', 'en', '', 0, 'a machine', 'What is it', 'Ce que c''est', 1795300001000);
UPDATE record_text SET checked_at = 1795300002000 WHERE seq = 1 AND field = 'title';
