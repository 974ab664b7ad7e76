-- Notices: one that was read, one that a letter is to tell of; an address of a calendar.
INSERT INTO notice (id, account_id, place, topic, lang, subject, text, made_at, read_at,
    is_owed) VALUES
('01KAN00000000000000000000A', '01KAN00000000000000000000B', '/practices/OLD-1/edit', 'submit',
    'en', 'Sent in', 'Somebody sent it in.', 1795300000000, 1795300001000, 0),
('01KAN00000000000000000000C', '01KAN00000000000000000000B', '/practices/OLD-1/edit', 'submit',
    'en', 'Sent in again', 'Somebody sent it in.', 1795300002000, NULL, 1);
INSERT INTO notice_reader (account_id, pace, due_at) VALUES
('01KAN00000000000000000000B', 'daily', 1795400000000);
INSERT INTO calendar_feed (account_id, digest, made_at) VALUES
('01KAN00000000000000000000B', 'a digest', 1795300000000);
