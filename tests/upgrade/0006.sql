-- Paragraphs of the guidelines are records: the operator has changed one since.
INSERT INTO record (seq, id, kind, public_id, owner_party, owner_org, root_seq, state, lang,
    version, created_at, created_by, updated_at, updated_by) VALUES
(4, '01M7Z88NYE7YNG4JHGZHT5HTPE', 'guideline', '1', NULL, NULL, NULL, 'published', 'fr', 2,
    1795271448233, NULL, 1795271449844, NULL);
INSERT INTO guideline (seq) VALUES
(4);
INSERT INTO record_text (seq, field, lang, text, origin, written_by, written_at) VALUES
(4, 'gist', 'en', 'As the operator puts it.', 'human', NULL, 1795271449844),
(4, 'gist', 'fr',
    'Définit le but du texte : guider l’application de la Convention quand biens et services ' ||
    'culturels circulent sous forme électronique.',
    'original', NULL, 1795271448233);
INSERT INTO record_term (seq, field, position, vocabulary, code, edition) VALUES
(4, 'addressees', 0, 'addressee', 'Parties', ''),
(4, 'section', 0, 'section', 'general', '2017'),
(4, 'stage_basis', 0, 'stage_basis', 'stated', ''),
(4, 'value_chain_stages', 0, 'stage', 'creation', '2019'),
(4, 'value_chain_stages', 1, 'stage', 'production', '2019'),
(4, 'value_chain_stages', 2, 'stage', 'distribution', '2019'),
(4, 'value_chain_stages', 3, 'stage', 'access', '2019');
INSERT INTO record_revision (seq, version, at, account_id, action, changes, salt, digest, hash)
    VALUES
(4, 1, 1795271448233, NULL, 'import',
    '{"state":[null,"published"],"gist.fr":[null,"Définit le but du texte : guider l’applicat' ||
    'ion de la Convention quand biens et services culturels circulent sous forme électronique' ||
    '."],"gist.en":[null,"Sets the text''s purpose: guide how the Convention applies when cul' ||
    'tural goods and services travel electronically."],"section":[null,"general"],"addressees' ||
    '":[null,"Parties"],"value_chain_stages":[null,"creation;production;distribution;access"]' ||
    ',"stage_basis":[null,"stated"]}',
    'b4f900b479822890893acc31671959e7',
    'aa5ff39c994b46c73a6d89e3f68558c0fad82434f8fb575c8ae3125ac216b22f',
    '7ced298d45500c15e5802a3e18f534fa946710d76e199c83c10e16ae2e10fc4d'),
(4, 2, 1795271449844, NULL, 'import',
    '{"gist.en":["Sets the text''s purpose: guide how the Convention applies when cultural go' ||
    'ods and services travel electronically.","As the operator puts it."]}',
    'd535c4b43e8553f881e34498f301e129',
    '53b6d714896f6b26c16ad3ed455e69621f29f1d6d862623170a9616153603ca5',
    'bf9f0dc556e8015f5ff6555cc9f14bc1031d5813509735b5fa3544260e9ef782');
UPDATE counter SET value = 4 WHERE name = 'seq';
