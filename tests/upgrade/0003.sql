-- What is found, listed and ordered was made anew then, in the way of that time.
INSERT INTO record_index (seq, kind, generation, terms) VALUES
(1, 'practice', 5, 'state=published
output=2
');
INSERT INTO record_copy (seq, columns) VALUES (1, '3:old');
INSERT INTO record_order (kind, lang, key, seq) VALUES
('practice', 'fr', 'zebre', 1),
('practice', 'fr', 'of another title', 2);
INSERT INTO search_word (word, shown, head, size) VALUES ('zebre', 'Zèbre', 'z', 5);
CREATE TABLE search_text (id INTEGER PRIMARY KEY);
UPDATE counter SET value = 12345 WHERE name = 'index_format';
UPDATE counter SET value = 2 WHERE name = 'index_vocabulary';
