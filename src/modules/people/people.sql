-- ---- accounts

-- name: people_account
SELECT id, state, email, name, lang, password, password_at, totp, totp_step, created_at,
       signed_in_at
  FROM account WHERE id = :id;

-- name: people_account_by_email
SELECT id FROM account WHERE email_key = :email_key;

-- name: people_account_add
INSERT INTO account (id, state, email, email_key, name, lang, totp_step, created_at)
VALUES (:id, 'invited', :email, :email_key, :name, :lang, 0, :at);

-- name: people_account_state
UPDATE account SET state = :state WHERE id = :id;

-- name: people_account_name
UPDATE account SET name = :name, lang = :lang WHERE id = :id;

-- name: people_account_email
UPDATE account SET email = :email, email_key = :email_key WHERE id = :id;

-- name: people_account_password
UPDATE account SET password = :password, password_at = :at WHERE id = :id;

-- name: people_account_totp
UPDATE account SET totp = :totp, totp_step = :step WHERE id = :id;

-- name: people_account_totp_step
-- No code twice, also when two come at once.
UPDATE account SET totp_step = :step WHERE id = :id AND totp_step < :step;

-- name: people_account_signed_in
UPDATE account SET signed_in_at = :at WHERE id = :id;

-- name: people_account_erase
UPDATE account SET state = 'erased', email = NULL, email_key = NULL, name = '', password = NULL,
       password_at = NULL, totp = NULL, totp_step = 0, signed_in_at = NULL
 WHERE id = :id;

-- name: people_recovery_clear
DELETE FROM recovery_code WHERE account_id = :account;

-- name: people_recovery_add
INSERT INTO recovery_code (account_id, digest) VALUES (:account, :digest);

-- name: people_recovery_use
UPDATE recovery_code SET used_at = :at
 WHERE account_id = :account AND digest = :digest AND used_at IS NULL;

-- name: people_recovery_left
SELECT COUNT(*) FROM recovery_code WHERE account_id = :account AND used_at IS NULL;

-- name: people_devices_clear
DELETE FROM device WHERE account_id = :account;

-- name: people_links_clear
DELETE FROM one_time_link WHERE account_id = :account;

-- name: people_tokens_clear
DELETE FROM api_token WHERE account_id = :account;

-- name: people_events_blank
UPDATE account_event SET detail = NULL WHERE account_id = :account;

-- name: people_requests_clear
-- Nobody waits for the answer any more.
DELETE FROM access_request WHERE lower(email) = :email_key AND answered_at IS NULL;

-- name: people_requests_erase
UPDATE access_request SET email = '', name = '', reason = NULL WHERE lower(email) = :email_key;

-- name: people_requests_old
DELETE FROM access_request WHERE answered_at < :before;

-- ---- roles

-- name: people_holdings
SELECT id, account_id, role, party, organisation, region, given_at, given_by, ended_at, ended_by
  FROM account_role WHERE account_id = :account
 ORDER BY ended_at IS NOT NULL, given_at DESC, id DESC;

-- name: people_party_holdings
SELECT id, account_id, role, party, organisation, region, given_at, given_by, ended_at, ended_by
  FROM account_role WHERE party = :party ORDER BY given_at, id;

-- name: people_holding
SELECT id, account_id, role, party, organisation, region, given_at, given_by, ended_at, ended_by
  FROM account_role WHERE id = :id;

-- name: people_roles_held
SELECT role, party, organisation, region FROM account_role
 WHERE account_id = :account AND ended_at IS NULL ORDER BY given_at, id;

-- name: people_role_add
INSERT INTO account_role (id, account_id, role, party, organisation, region, given_at, given_by)
VALUES (:id, :account, :role, :party, :organisation, :region, :at, :by);

-- name: people_role_end
UPDATE account_role SET ended_at = :at, ended_by = :by WHERE id = :id AND ended_at IS NULL;

-- name: people_roles_end
UPDATE account_role SET ended_at = :at, ended_by = :by
 WHERE account_id = :account AND ended_at IS NULL;

-- name: people_administrators_lock
-- Whoever ends the role of an administrator waits here for who is about to do the same.
UPDATE setting SET value = value WHERE name = 'administrators';

-- name: people_administrators
-- Those who can still come in.
SELECT COUNT(DISTINCT r.account_id) FROM account_role r JOIN account a ON a.id = r.account_id
 WHERE r.role = 'admin' AND r.ended_at IS NULL AND a.state IN ('invited', 'active')
   AND r.account_id <> :but;

-- name: people_administrators_active
SELECT COUNT(DISTINCT r.account_id) FROM account_role r JOIN account a ON a.id = r.account_id
 WHERE r.role = 'admin' AND r.ended_at IS NULL AND a.state = 'active' AND r.account_id <> :but;

-- name: people_organisation_name
SELECT name FROM organisation WHERE id = :id;

-- ---- trace

-- name: people_event_add
INSERT INTO account_event (id, account_id, at, what, by_account, detail)
VALUES (:id, :account, :at, :what, :by, :detail);

-- name: people_events
SELECT at, what, by_account, detail FROM account_event
 WHERE account_id = :account ORDER BY id DESC LIMIT :limit;

-- name: people_events_clear
DELETE FROM account_event WHERE at < :before AND what IN ('signed_in', 'refused', 'signed_out',
       'new_device', 'password_asked');

-- ---- sessions

-- name: people_session
SELECT s.id, s.account_id, s.began_at, s.seen_at, s.confirmed_at, s.ends_at, s.awaits_code
  FROM session s WHERE s.digest = :digest;

-- name: people_session_add
INSERT INTO session (digest, account_id, id, began_at, seen_at, confirmed_at, ends_at, awaits_code,
                     device)
VALUES (:digest, :account, :id, :at, :at, :at, :ends_at, :awaits_code, :device);

-- name: people_session_digest
UPDATE session SET digest = :new, confirmed_at = :confirmed_at, seen_at = :at
 WHERE digest = :digest;

-- name: people_session_seen
UPDATE session SET seen_at = :at WHERE digest = :digest AND seen_at < :at;

-- name: people_session_end_digest
DELETE FROM session WHERE digest = :digest;

-- name: people_session_end
DELETE FROM session WHERE account_id = :account AND id = :id;

-- name: people_sessions_end_others
DELETE FROM session WHERE account_id = :account AND digest <> :digest;

-- name: people_sessions
SELECT id, digest, device, began_at, seen_at FROM session
 WHERE account_id = :account AND awaits_code = 0 AND ends_at > :now AND seen_at > :idle_since
 ORDER BY seen_at DESC;

-- name: people_sessions_clear
DELETE FROM session WHERE ends_at < :now OR seen_at < :idle_since;

-- name: people_device
UPDATE device SET seen_at = :at WHERE account_id = :account AND digest = :digest;

-- name: people_device_known
SELECT 1 FROM device WHERE account_id = :account AND digest = :digest;

-- name: people_device_any
SELECT COUNT(*) FROM device WHERE account_id = :account;

-- name: people_device_add
INSERT INTO device (account_id, digest, seen_at) VALUES (:account, :digest, :at);

-- name: people_devices_old
DELETE FROM device WHERE seen_at < :before;

-- ---- attempts

-- name: people_attempt
SELECT since, n FROM attempt WHERE counted = :counted;

-- name: people_attempt_count
INSERT INTO attempt (counted, since, n) VALUES (:counted, :now, 1)
ON CONFLICT (counted) DO UPDATE
   SET n = CASE WHEN attempt.since < :window THEN 1 ELSE attempt.n + 1 END,
       since = CASE WHEN attempt.since < :window THEN :now ELSE attempt.since END;

-- name: people_attempt_forget
DELETE FROM attempt WHERE counted = :counted;

-- name: people_attempts_clear
DELETE FROM attempt WHERE since < :before;

-- ---- one-time links

-- name: people_link_add
INSERT INTO one_time_link (digest, purpose, account_id, detail, made_at, made_by, ends_at)
VALUES (:digest, :purpose, :account, :detail, :at, :by, :ends_at);

-- name: people_link
SELECT purpose, account_id, detail, made_by, ends_at, used_at FROM one_time_link
 WHERE digest = :digest;

-- name: people_link_use
UPDATE one_time_link SET used_at = :at WHERE digest = :digest AND used_at IS NULL;

-- name: people_link_used
-- The other half of the same change.
SELECT 1 FROM one_time_link WHERE account_id = :account AND purpose = :purpose
   AND detail = :detail AND used_at IS NOT NULL;

-- name: people_link_void
DELETE FROM one_time_link WHERE account_id = :account AND purpose = :purpose AND used_at IS NULL;

-- name: people_links_old
DELETE FROM one_time_link WHERE ends_at < :before;

-- ---- what a person takes along, from wherever it stands

-- name: people_data_roles
SELECT role, party, organisation, region, given_at, given_by, ended_at, ended_by FROM account_role
 WHERE account_id = :account ORDER BY given_at, id;

-- name: people_data_devices
SELECT seen_at FROM device WHERE account_id = :account ORDER BY seen_at DESC;

-- name: people_data_sessions
SELECT device, began_at, seen_at, confirmed_at, ends_at FROM session
 WHERE account_id = :account ORDER BY began_at;

-- name: people_data_events
SELECT at, what, by_account, detail FROM account_event WHERE account_id = :account ORDER BY id;

-- name: people_data_links
SELECT purpose, detail, made_at, ends_at, used_at FROM one_time_link
 WHERE account_id = :account ORDER BY made_at, purpose;

-- name: people_data_tokens
SELECT name, scope, made_at, ends_at, used_at, ended_at FROM api_token
 WHERE account_id = :account ORDER BY id;

-- name: people_data_letters
SELECT to_address, subject, made_at, sent_at FROM mail
 WHERE account_id = :account OR lower(to_address) = :email_key ORDER BY seq;

-- name: people_data_requests
SELECT role, party, name, email, reason, made_at, answered_at, answer FROM access_request
 WHERE lower(email) = :email_key ORDER BY id;

-- name: people_data_revisions
-- Walks all histories: for workers that may take their time.
SELECT r.kind, r.public_id, v.version, v.at, v.action
  FROM record_revision v JOIN record r ON r.seq = v.seq
 WHERE v.account_id = :account ORDER BY v.seq, v.version;

-- ---- tokens of the API

-- name: people_token
SELECT id, account_id, scope, ends_at FROM api_token WHERE digest = :digest AND ended_at IS NULL;

-- name: people_token_add
INSERT INTO api_token (id, digest, account_id, name, scope, made_at, ends_at)
VALUES (:id, :digest, :account, :name, :scope, :at, :ends_at);

-- name: people_tokens
SELECT id, name, scope, made_at, ends_at, used_at FROM api_token
 WHERE account_id = :account AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > :now)
 ORDER BY id DESC;

-- name: people_token_end
UPDATE api_token SET ended_at = :at WHERE account_id = :account AND id = :id AND ended_at IS NULL;

-- name: people_tokens_end
UPDATE api_token SET ended_at = :at WHERE account_id = :account AND ended_at IS NULL;

-- name: people_token_seen
UPDATE api_token SET used_at = :at WHERE id = :id AND (used_at IS NULL OR used_at < :at);
