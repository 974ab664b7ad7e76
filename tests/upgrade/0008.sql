-- Letters: one that waits, one that was sent, one that nobody took.
INSERT INTO mail (seq, id, to_address, account_id, lang, subject, text, made_at, due_at, tries,
    sent_at, given_up_at, fault, leased_until) VALUES
(1, '01M7ZS0Z5GEV35GK6D4HPQCB5T', 'reader@exemple.example', NULL, 'fr', 'Été', '', 1795271448233,
    1795271448233, 1, 1795271449844, NULL, NULL, 0),
(2, '01M7ZS0ZFCBA6SNH0WZT0XHBRG', 'Gone@exemple.example', NULL, 'en', 'Hello', 'Hello,',
    1795271448233, 1795271448233, 1, NULL, 1795271449844, '550 5.1.1 Nobody is here', 0),
(3, '01M7ZS0ZS83XRCY55VCBJ0RYQG', 'reader@exemple.example', NULL, 'en', 'About', 'Hello,',
    1795271448233, 1795271508233, 1, NULL, NULL, '450 Try later', 0);
INSERT INTO mail_address (address, bounced_at, fault) VALUES
('gone@exemple.example', 1795271449844, '550 5.1.1 Nobody is here');
UPDATE counter SET value = 3 WHERE name = 'mail';
