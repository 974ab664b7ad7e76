-- name: party_terms
-- What the code list is made of, a row for each name of a Party.
SELECT r.public_id, x.lang, x.text, g.code
  FROM record r
  JOIN record_text x ON x.seq = r.seq AND x.field = 'name'
  LEFT JOIN record_term g ON g.seq = r.seq AND g.field = 'electoral_group'
 WHERE r.kind = 'party' AND r.state = 'published'
 ORDER BY r.seq;
