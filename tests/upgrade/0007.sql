-- Parties are records: the operator has changed one since.
INSERT INTO record (seq, id, kind, public_id, owner_party, owner_org, root_seq, state, lang,
    version, created_at, created_by, updated_at, updated_by) VALUES
(5, '01M7Z88NQ9PT56321FFSZ6X6MC', 'party', 'CAN', NULL, NULL, NULL, 'published', 'fr', 2,
    1795271448233, NULL, 1795271450011, NULL);
INSERT INTO party (seq, iso2, m49, date_deposit, entry_into_force, ldc, sids, developing_m49,
    ifcd_listed_2017, sources, as_of) VALUES
(5, 'CA', '124', '2005-11-28', '2007-03-18', 0, 0, 0, NULL,
    'Dutch treaty database (verdragenbank 011077); First Committee elected June 2007 (miz.org' ||
    ', chinadaily.com.cn)',
    '2026-11-21');
INSERT INTO record_text (seq, field, lang, text, origin, written_by, written_at) VALUES
(5, 'name', 'en', 'Canada', 'human', NULL, 1795271448233),
(5, 'name', 'fr', 'Canada', 'original', NULL, 1795271448233),
(5, 'note', 'en', 'As the operator notes.', 'human', NULL, 1795271450011);
INSERT INTO record_term (seq, field, position, vocabulary, code, edition) VALUES
(5, 'checked', 0, 'certainty', '2 sources', ''),
(5, 'date_checked', 0, 'certainty', '1 source', ''),
(5, 'deposit_type', 0, 'deposit_type', 'acceptance', ''),
(5, 'electoral_group', 0, 'group', 'I', '2021'),
(5, 'electoral_group_checked', 0, 'certainty', '1 source', ''),
(5, 'type_checked', 0, 'certainty', '1 source (not accession); exact form from memory', ''),
(5, 'unesco_region', 0, 'region', 'Europe and North America', ''),
(5, 'unesco_region_basis', 0, 'region_basis', 'derived from electoral group', '');
INSERT INTO record_revision (seq, version, at, account_id, action, changes, salt, digest, hash)
    VALUES
(5, 1, 1795271448233, NULL, 'import',
    '{"state":[null,"published"],"iso2":[null,"CA"],"m49":[null,"124"],"name.fr":[null,"Canad' ||
    'a"],"name.en":[null,"Canada"],"electoral_group":[null,"I"],"electoral_group_checked":[nu' ||
    'll,"1 source"],"unesco_region":[null,"Europe and North America"],"unesco_region_basis":[' ||
    'null,"derived from electoral group"],"date_deposit":[null,"2005-11-28"],"date_checked":[' ||
    'null,"1 source"],"deposit_type":[null,"acceptance"],"type_checked":[null,"1 source (not ' ||
    'accession); exact form from memory"],"entry_into_force":[null,"2007-03-18"],"ldc":[null,' ||
    '"no"],"sids":[null,"no"],"developing_m49":[null,"no"],"checked":[null,"2 sources"],"sour' ||
    'ces":[null,"Dutch treaty database (verdragenbank 011077); First Committee elected June 2' ||
    '007 (miz.org, chinadaily.com.cn)"],"as_of":[null,"2026-11-21"]}',
    'fb0fd54ef6b0d843263507cb4f31f72d',
    '5b3aa88afceacfc8a2cf05e6fde67dd3944d36f8f75147268b2c596cf025828c',
    'f18e4551fe662892146bebb8427be6a53193d70e25e7dbc86d5ba776ad0f5ebc'),
(5, 2, 1795271450011, NULL, 'import', '{"note.en":[null,"As the operator notes."]}',
    '619d216bc9250a9cb164f32512538ede',
    '3b3c7402a0716401c34b937192e41e45c32d9808f0350b467e00111514f0a03e',
    '046e9baab48541072a0c3542ec39e0c321971a3e9c3aaf55bdeae466388a993d');
UPDATE counter SET value = 5 WHERE name = 'seq';
