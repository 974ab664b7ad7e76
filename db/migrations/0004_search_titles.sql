-- Titles are searched in a table of their own beside all words (store/search.c makes both, and
-- lets go of the earlier one): the next `jalon init` fills them from the records.
UPDATE counter SET value = 0 WHERE name = 'index_format';
