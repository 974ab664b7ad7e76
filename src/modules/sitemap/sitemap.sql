-- name: sitemap_records
-- Records of a part, whatever their kind.
SELECT kind, public_id, state, updated_at FROM record
 WHERE seq > :after AND seq <= :until ORDER BY seq;

-- name: sitemap_last
SELECT COALESCE(MAX(seq), 0) FROM record;
