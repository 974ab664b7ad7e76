-- Letters, sent and to be sent. Whoever sends one holds it until `leased_until`, so that of several
-- servers one does. `text` may hold addresses that work once: it is emptied when the letter has
-- been sent. `fault` is what the mail server answered last.
INSERT INTO counter (name, value) VALUES ('mail', 0);
CREATE TABLE mail (
	seq INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	to_address TEXT NOT NULL,
	account_id TEXT,
	lang TEXT NOT NULL,
	subject TEXT NOT NULL,
	text TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	due_at BIGINT NOT NULL,
	tries INTEGER NOT NULL,
	sent_at BIGINT,
	given_up_at BIGINT,
	fault TEXT,
	leased_until BIGINT NOT NULL
);
CREATE INDEX mail_waiting ON mail (due_at) WHERE sent_at IS NULL AND given_up_at IS NULL;

-- Addresses, in small letters, that the mail server refused for good: no letters go there.
CREATE TABLE mail_address (
	address TEXT PRIMARY KEY,
	bounced_at BIGINT NOT NULL,
	fault TEXT NOT NULL
);
