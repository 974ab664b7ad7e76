-- The Open Roadmap, its first edition in other words than today's; code lists know their editions.
UPDATE vocabulary SET digest = 1 WHERE vocabulary = 'output';
INSERT INTO vocabulary (vocabulary, edition, is_current, follows, digest) VALUES
('section', '2017', 1, NULL, 2);
INSERT INTO framework_edition (edition, position, loaded_at, document) VALUES
('2019', 1, 1795263684043, '{{early_edition}}');
