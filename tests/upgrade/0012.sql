-- A question to those who look after a practice that waits, and one that was answered.
INSERT INTO practice_question (id, seq, asked_by, text, asked_at, answered_by, answer, answered_at)
SELECT '01M80000000000000000000050', seq, '01M80000000000000000000002', 'How was it paid for?',
    1795300000000, '01M80000000000000000000001', 'By a levy.', 1795300001000
  FROM record WHERE kind = 'practice' AND public_id = 'OLD-1';
INSERT INTO practice_question (id, seq, asked_by, text, asked_at)
SELECT '01M80000000000000000000051', seq, '01M80000000000000000000002', 'Is it still there?',
    1795300002000
  FROM record WHERE kind = 'practice' AND public_id = 'OLD-1';
