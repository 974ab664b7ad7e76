-- What a store of the second step may hold: three practices, one of them changed since, with their
-- histories, the index of that time, and a code list under other names than today's.
INSERT INTO record (seq, id, kind, public_id, owner_party, owner_org, root_seq, state, lang,
    version, created_at, created_by, updated_at, updated_by) VALUES
(1, '01M7Z0VQ82NAP2V9CF0B3N533F', 'practice', 'OLD-1', NULL, NULL, NULL, 'published', 'fr', 2,
    1795263683840, NULL, 1795263684043, NULL),
(2, '01M7Z0VQ82J9840AY7TJ2TYTN2', 'practice', 'OLD-2', NULL, NULL, NULL, 'published', 'en', 1,
    1795263683840, NULL, 1795263683840, NULL),
(3, '01M7Z0VQ82Y3VD6B02BK3ZWVXB', 'practice', 'OLD-3', NULL, NULL, NULL, 'published', 'fr', 1,
    1795263683840, NULL, 1795263683840, NULL);
INSERT INTO practice (seq, start_year, end_year, amount_minor, amount_currency, link,
    added_since_2018, source_symbol, source_section, partners) VALUES
(1, 2015, 2018, 1250050, 'EUR', 'https://example.org/zebre', 1, NULL, NULL, 'Radio « Z »'),
(2, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL),
(3, 2020, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO record_text (seq, field, lang, text, origin, written_by, written_at) VALUES
(1, 'summary', 'en', 'Works under “copyright”.', 'human', NULL, 1795263684043),
(1, 'summary', 'fr', 'Les œuvres du droit d’auteur.', 'original', NULL, 1795263683840),
(1, 'title', 'fr', 'Zèbre numérique', 'original', NULL, 1795263683840),
(2, 'summary', 'en', 'A digital radio.', 'original', NULL, 1795263683840),
(2, 'title', 'en', 'Online radio', 'original', NULL, 1795263683840),
(3, 'summary', 'fr', 'Un brouillon.', 'original', NULL, 1795263683840),
(3, 'title', 'fr', 'Brouillon', 'original', NULL, 1795263683840);
INSERT INTO record_term (seq, field, position, vocabulary, code, edition) VALUES
(1, 'activities', 0, 'activity', '2.4', '2019'),
(1, 'activities', 1, 'activity', '2.1', '2019'),
(1, 'lead_type', 0, 'lead_type', 'government', ''),
(1, 'output', 0, 'output', '2', '2019'),
(1, 'parties', 0, 'party', 'FRA', '2026-11-21'),
(1, 'parties', 1, 'party', 'CAN', '2026-11-21'),
(1, 'sectors', 0, 'sector', 'music', '2019'),
(2, 'activities', 0, 'activity', '1.4', '2019'),
(2, 'output', 0, 'output', '1', '2019'),
(3, 'activities', 0, 'activity', '1.1', '2019'),
(3, 'output', 0, 'output', '1', '2019'),
(3, 'parties', 0, 'party', 'MEX', '2026-11-21');
INSERT INTO record_link (from_seq, relation, position, to_seq) VALUES
(2, 'related_ids', 0, 1);
INSERT INTO record_revision (seq, version, at, account_id, action, changes, salt, digest,
    hash) VALUES
(1, 1, 1795263683840, NULL, 'import',
    '{"state":[null,"published"],"parties":[null,"FRA;CAN"],"title.fr":[null,"Zèbre ' ||
    'numérique"],"summary.fr":[null,"Les œuvres du droit ' ||
    'd’auteur."],"output":[null,"2"],"activities":[null,"2.4;2.1"],"start_year":[null,"2016"]' ||
    ',"end_year":[null,"2018"],"lead_type":[null,"government"],"amount":[null,"12500.50"],"cu' ||
    'rrency":[null,"EUR"],"link":[null,"https://example.org/zebre"],"added_since_2018":[null,' ||
    '"yes"],"partners":[null,"Radio « Z »"],"sectors":[null,"music"]}',
    'e09aff4ba75cc4c85d7231f3282851e5',
    '9e791bb53fa1034d8218f96403d22e397b4e5debeddbde85ddab333c5673d765',
    '4550e74247675b40bbd1425d5ba497794c5b2266918fdb15d2443f648f5b4bae'),
(1, 2, 1795263684043, NULL, 'import',
    '{"summary.en":[null,"Works under “copyright”."],"start_year":["2016","2015"]}',
    'fcfdb7bd5bdf4c1c190f8f27fcd592f8',
    '559e5882c15faa8861553a6a8e7c0a5b8edc987572a3f48e150c4927ff283a27',
    '9a90837d2958a2dc7a427a824728fa1c1d119a6abe6ff0d1c2b959027aab88df'),
(2, 1, 1795263683840, NULL, 'import',
    '{"state":[null,"published"],"title.en":[null,"Online radio"],"summary.en":[null,"A ' ||
    'digital radio."],"output":[null,"1"],"activities":[null,"1.4"],"added_since_2018":[null,' ||
    '"no"],"related_ids":[null,"OLD-1"]}', '7c0f515463f228ff8b295f176153f5d2',
    '1ba3c002eeaab1e50c25cab366f81e88b055dcacf73b10ff051fc15e2990562e',
    '3db287f5d7098e05882411907e53fe629636bb39c01ac9c1449fa0bdd212d4c5'),
(3, 1, 1795263683840, NULL, 'import',
    '{"state":[null,"published"],"parties":[null,"MEX"],"title.fr":[null,"Brouillon"],"summar' ||
    'y.fr":[null,"Un brouillon."],"output":[null,"1"],"activities":[null,"1.1"],"start_year":' ||
    '[null,"2020"]}', '4e256211eee9b03e9fab90da4084ed4d',
    '06fc6079dc235affb1ca1c637ed73542f6caedec70418af44a79c8899c6a6f7c',
    '78f6f1132a8caa48e1943e9b95e67375bf9c0c60a85ad0e5b9da49d529a5d077');
INSERT INTO record_facet (kind, vocabulary, code, seq) VALUES
('practice', 'output', '2', 1),
('practice', 'output', '1', 2);
INSERT INTO vocabulary (vocabulary, edition, is_current) VALUES ('output', '2019', 1);
INSERT INTO term (vocabulary, edition, code, position) VALUES ('output', '2019', '1', 0);
INSERT INTO term_text (vocabulary, edition, code, field, lang, text) VALUES
('output', '2019', '1', 'label', 'en', 'A name of then');
UPDATE counter SET value = 3 WHERE name = 'seq';
UPDATE counter SET value = 5 WHERE name = 'generation';
UPDATE counter SET value = 2 WHERE name = 'vocabulary';
