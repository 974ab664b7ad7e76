-- name: link_dead_since
SELECT fails_since FROM link_check WHERE address = :address AND dead_at IS NOT NULL;

-- name: link_figures
SELECT count(*), count(checked_at) FROM link_check;

-- name: link_add
INSERT INTO link_check (address, host, due_at, fails) VALUES (:address, :host, :now, 0)
    ON CONFLICT (address) DO NOTHING;

-- name: link_host_add
INSERT INTO link_host (host, free_at) VALUES (:host, 0) ON CONFLICT (host) DO NOTHING;

-- name: link_drop
DELETE FROM link_check WHERE address = :address;

-- name: link_host_drop
-- When no address of it is left.
DELETE FROM link_host
 WHERE host = :host AND NOT EXISTS (SELECT 1 FROM link_check c WHERE c.host = link_host.host);

-- name: link_next
-- The address that has been due for longest, if its host may be asked.
SELECT c.address, c.host, c.fails, c.fails_since, c.dead_at
  FROM link_check c JOIN link_host h ON h.host = c.host
 WHERE c.due_at <= :now AND h.free_at <= :now
 ORDER BY c.due_at, c.address
 LIMIT 1;

-- name: link_host_hold
-- Touches no row when another server was faster.
UPDATE link_host SET free_at = :until WHERE host = :host AND free_at <= :now;

-- name: link_host_free
-- Touches no row when the hold was over and another server has the host.
UPDATE link_host SET free_at = :free_at WHERE host = :host AND free_at = :until;

-- name: link_put_off
UPDATE link_check SET due_at = :due_at WHERE address = :address;

-- name: link_found
UPDATE link_check
   SET due_at = :due_at, checked_at = :now, fault = :fault, status = :status, fails = :fails,
       fails_since = :fails_since, dead_at = :dead_at
 WHERE address = :address;

-- name: link_oldest_dead
SELECT min(checked_at) FROM link_check WHERE dead_at IS NOT NULL;

-- name: link_forgive
UPDATE link_check
   SET fault = NULL, status = NULL, fails = 0, fails_since = NULL, dead_at = NULL
 WHERE dead_at IS NOT NULL AND checked_at < :before;
