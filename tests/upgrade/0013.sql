-- Links: one that answers, one that is dead.
INSERT INTO link_check (address, host, due_at, checked_at, fault, status, fails, fails_since,
    dead_at) VALUES
('https://radio.example/', 'radio.example', 1795400000000, 1795313600000, NULL, 200, 0, NULL, NULL),
('https://gone.example/', 'gone.example', 1795400000000, 1795313600000, 'gone', 404, 5,
    1794968000000, 1795140800000);
INSERT INTO link_host (host, free_at) VALUES ('radio.example', 0), ('gone.example', 0);
