-- People: an administrator with a second factor, a focal point who handed over to a successor, an
-- organisation with somebody who acts for it, a request that waits.
INSERT INTO account (id, state, email, email_key, name, name_key, lang, password, password_at, totp,
    totp_step, created_at, signed_in_at) VALUES
('01M80000000000000000000001', 'active', 'Ana@example.org', 'ana@example.org', 'Ana Lima',
    'ana lima', 'en', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA', 1795300000000, NULL, 0,
    1795300000000, 1795300001000),
('01M80000000000000000000002', 'active', 'ben@example.org', 'ben@example.org', 'Ben', 'ben', 'fr',
    NULL, NULL, NULL, 0, 1795300000000, NULL),
('01M80000000000000000000003', 'invited', 'nora@example.org', 'nora@example.org', '', '', 'fr',
    NULL, NULL, NULL, 0, 1795300002000, NULL),
('01M80000000000000000000004', 'erased', NULL, NULL, '', '', 'fr', NULL, NULL, NULL, 0,
    1795300000000, NULL);
INSERT INTO organisation (id, name, name_key, party, website, created_at) VALUES
('01M80000000000000000000010', 'Ensemble', 'ensemble', 'SEN', 'https://ensemble.example',
    1795300000000);
INSERT INTO account_role (id, account_id, role, party, organisation, region, given_at, given_by,
    ended_at, ended_by) VALUES
('01M80000000000000000000020', '01M80000000000000000000001', 'admin', NULL, NULL, NULL,
    1795300000000, NULL, NULL, NULL),
('01M80000000000000000000021', '01M80000000000000000000002', 'focal_point', 'FRA', NULL, NULL,
    1795300000000, '01M80000000000000000000001', 1795300002000, '01M80000000000000000000002'),
('01M80000000000000000000022', '01M80000000000000000000003', 'focal_point', 'FRA', NULL, NULL,
    1795300002000, '01M80000000000000000000002', NULL, NULL);
INSERT INTO access_request (id, email, name, lang, role, party, reason, made_at) VALUES
('01M80000000000000000000030', 'new@example.org', 'New', 'en', 'cso', NULL, 'To take part.',
    1795300000000);
