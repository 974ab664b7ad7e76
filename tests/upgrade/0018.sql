-- Notes: an open thread beside the summary of a record, with an answer that was taken back and
-- somebody mentioned.
INSERT INTO note_thread (id, seq, field, sides, asked, awaits, begun_by, begun_side, begun_at,
    last_at, n_notes, closed_at, closed_by) VALUES
('01KAN00000000000000000000D', 1, 'summary', 1, '', 0, '01KAN00000000000000000000B', 1,
    1795300000000,
    1795300002000, 2, NULL, NULL);
INSERT INTO note (id, thread_id, number, written_by, side, at, text, changed_at,
    taken_back_at) VALUES
('01KAN00000000000000000000E', '01KAN00000000000000000000D', 1, '01KAN00000000000000000000B', 1,
    1795300000000, 'Is it so?', 1795300001000, NULL),
('01KAN00000000000000000000F', '01KAN00000000000000000000D', 2, '01KAN00000000000000000000C', 1,
    1795300002000, '', NULL, 1795300003000);
INSERT INTO note_mention (account_id, thread_id, is_open) VALUES
('01KAN00000000000000000000C', '01KAN00000000000000000000D', 0);
