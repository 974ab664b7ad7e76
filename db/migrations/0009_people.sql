-- People: accounts and the roles they hold, how they sign in, what they were told and did. See
-- docs/people.md. Secrets are kept as digests; what must be read again is sealed by the key file.

-- What the house remembers of itself: 'key' is the fingerprint of the key file.
CREATE TABLE setting (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
);
-- A row to lock: two administrators must not end each other's role at the same time.
INSERT INTO setting (name, value) VALUES ('administrators', 'at least one');

CREATE TABLE account (
	id TEXT PRIMARY KEY,
	state TEXT NOT NULL,
	email TEXT,
	email_key TEXT,
	name TEXT NOT NULL,
	name_key TEXT NOT NULL DEFAULT '',
	lang TEXT NOT NULL,
	password TEXT,
	password_at BIGINT,
	totp TEXT,
	totp_step BIGINT NOT NULL,
	created_at BIGINT NOT NULL,
	signed_in_at BIGINT
);
-- What an address is folded to: one account each.
CREATE UNIQUE INDEX account_by_email ON account (email_key);
-- The name folded, or the address of those who have none yet: the order of lists.
CREATE INDEX account_by_name ON account (name_key, id);

-- Roles given and ended; nothing is taken out, so the trace of a post stays.
CREATE TABLE account_role (
	id TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account (id),
	role TEXT NOT NULL,
	party TEXT,
	organisation TEXT,
	region TEXT,
	given_at BIGINT NOT NULL,
	given_by TEXT,
	ended_at BIGINT,
	ended_by TEXT
);
CREATE INDEX account_role_by_account ON account_role (account_id);
CREATE INDEX account_role_by_party ON account_role (party);
CREATE INDEX account_role_by_organisation ON account_role (organisation);
-- Nobody holds the same role twice, not even if two give it at once.
CREATE UNIQUE INDEX account_role_held ON account_role (account_id, role, coalesce(party, ''),
	coalesce(organisation, ''), coalesce(region, '')) WHERE ended_at IS NULL;

CREATE TABLE organisation (
	id TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	name_key TEXT NOT NULL DEFAULT '',
	party TEXT,
	website TEXT,
	created_at BIGINT NOT NULL,
	created_by TEXT,
	closed_at BIGINT
);
CREATE INDEX organisation_by_name ON organisation (name_key, id);

CREATE TABLE session (
	digest TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account (id),
	id TEXT NOT NULL,
	began_at BIGINT NOT NULL,
	seen_at BIGINT NOT NULL,
	confirmed_at BIGINT NOT NULL,
	ends_at BIGINT NOT NULL,
	awaits_code INTEGER NOT NULL,
	device TEXT NOT NULL
);
CREATE INDEX session_by_account ON session (account_id);

-- Browsers that an account was used from before.
CREATE TABLE device (
	account_id TEXT NOT NULL REFERENCES account (id),
	digest TEXT NOT NULL,
	seen_at BIGINT NOT NULL,
	PRIMARY KEY (account_id, digest)
);

-- Invitations, forgotten passwords, addresses to confirm: each works once.
CREATE TABLE one_time_link (
	digest TEXT PRIMARY KEY,
	purpose TEXT NOT NULL,
	account_id TEXT REFERENCES account (id),
	detail TEXT,
	made_at BIGINT NOT NULL,
	made_by TEXT,
	ends_at BIGINT NOT NULL,
	used_at BIGINT
);
CREATE INDEX one_time_link_by_account ON one_time_link (account_id);

CREATE TABLE recovery_code (
	account_id TEXT NOT NULL REFERENCES account (id),
	digest TEXT NOT NULL,
	used_at BIGINT,
	PRIMARY KEY (account_id, digest)
);

-- What happened to an account, for the person and for those who gave it.
CREATE TABLE account_event (
	id TEXT PRIMARY KEY,
	account_id TEXT NOT NULL REFERENCES account (id),
	at BIGINT NOT NULL,
	what TEXT NOT NULL,
	by_account TEXT,
	detail TEXT
);
CREATE INDEX account_event_by_account ON account_event (account_id, id);

-- Attempts counted since an instant; the key is a digest of what is counted.
CREATE TABLE attempt (
	counted TEXT PRIMARY KEY,
	since BIGINT NOT NULL,
	n INTEGER NOT NULL
);

-- For programs; without `made_by` the operator made it, at the command line.
CREATE TABLE api_token (
	id TEXT PRIMARY KEY,
	digest TEXT NOT NULL UNIQUE,
	account_id TEXT NOT NULL REFERENCES account (id),
	name TEXT NOT NULL,
	scope TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	made_by TEXT,
	ends_at BIGINT,
	used_at BIGINT,
	ended_at BIGINT
);
CREATE INDEX api_token_by_account ON api_token (account_id);

-- Asked for from outside, answered by those who may give the role.
CREATE TABLE access_request (
	id TEXT PRIMARY KEY,
	email TEXT NOT NULL,
	name TEXT NOT NULL,
	lang TEXT NOT NULL,
	role TEXT NOT NULL,
	party TEXT,
	organisation TEXT,
	reason TEXT,
	made_at BIGINT NOT NULL,
	answered_at BIGINT,
	answered_by TEXT,
	answer TEXT
);
CREATE INDEX access_request_open ON access_request (answered_at, id);
