-- Two fields handed to somebody: one that is answered, the other waits.
INSERT INTO handed (id, seq, digest, person, fields, question, word, lang, side, made_by, made_at,
    ends_at)
SELECT '01M80000000000000000000060', seq,
    '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0', 'Amina Ndiaye',
    'summary;place', 'How was it paid for?', '', 'fr', 'owners', '01M80000000000000000000001',
    1795300000000, 1797811200000
  FROM record WHERE kind = 'practice' AND public_id = 'OLD-1';
INSERT INTO handed_answer (handed_id, field, base_version, text, written_at) VALUES
('01M80000000000000000000060', 'summary.fr', 1, 'Par une taxe.', 1795300060000);
