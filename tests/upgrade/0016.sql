-- A file that stood in a record, and what it shows.
INSERT INTO content (hash, bytes, kept_at) VALUES
('8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4', 2, 1795300000000);
INSERT INTO content_piece (hash, position, bytes) VALUES
('8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4', 0, CAST('hi' AS BLOB));
INSERT INTO file (id, seq, hash, name, type, bytes, sent_by, sent_at, stood_at)
SELECT '01M80000000000000000000060', seq,
    '8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4', 'note.txt', 'text', 2,
    '01M80000000000000000000002', 1795300000000, 1795300001000
  FROM record WHERE kind = 'practice' AND public_id = 'OLD-1';
INSERT INTO file_text (id, lang, text) VALUES ('01M80000000000000000000060', 'en', 'A greeting.');
