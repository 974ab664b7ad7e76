-- ---- accounts

-- name: people_account
SELECT id, state, email, name, lang, password, password_at, totp, totp_step, created_at,
       signed_in_at
  FROM account WHERE id = :id;

-- name: people_account_by_email
SELECT id FROM account WHERE email_key = :email_key;

-- name: people_account_count
SELECT state, COUNT(*) FROM account GROUP BY state;

-- name: people_account_add
-- Touches no row when somebody else has just added the address.
INSERT INTO account (id, state, email, email_key, name, name_key, lang, totp_step, created_at)
VALUES (:id, 'invited', :email, :email_key, :name, :name_key, :lang, 0, :at)
    ON CONFLICT (email_key) DO NOTHING;

-- name: people_account_state
UPDATE account SET state = :state WHERE id = :id;

-- name: people_account_name
UPDATE account SET name = :name, name_key = :name_key, lang = :lang WHERE id = :id;

-- name: people_account_email
UPDATE account SET email = :email, email_key = :email_key,
       name_key = CASE WHEN name = '' THEN :email_key ELSE name_key END
 WHERE id = :id;

-- name: people_account_password
UPDATE account SET password = :password, password_at = :at WHERE id = :id;

-- name: people_account_totp
UPDATE account SET totp = :totp, totp_step = :step WHERE id = :id;

-- name: people_account_totp_step
-- No code twice, also when two come at once.
UPDATE account SET totp_step = :step WHERE id = :id AND totp_step < :step;

-- name: people_account_lock
-- Whoever does the same for this account waits until this is done.
UPDATE account SET state = state WHERE id = :id;

-- name: people_account_signed_in
UPDATE account SET signed_in_at = :at WHERE id = :id;

-- name: people_account_erase
UPDATE account SET state = 'erased', email = NULL, email_key = NULL, name = '', name_key = '',
       password = NULL, password_at = NULL, totp = NULL, totp_step = 0, signed_in_at = NULL
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
VALUES (:id, :account, :role, :party, :organisation, :region, :at, :by)
    ON CONFLICT DO NOTHING;

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

-- ---- who holds what: the person, then the role

-- name: people_members_party
SELECT a.id, a.state, a.email, a.name, a.lang, a.created_at, a.signed_in_at,
       r.id, r.account_id, r.role, r.party, r.organisation, r.region,
       r.given_at, r.given_by, r.ended_at, r.ended_by
  FROM account_role r JOIN account a ON a.id = r.account_id
 WHERE r.party = :party
 ORDER BY a.name_key, a.id, r.given_at DESC, r.id;

-- name: people_members_region
-- Those of the region itself, and of its Parties.
SELECT a.id, a.state, a.email, a.name, a.lang, a.created_at, a.signed_in_at,
       r.id, r.account_id, r.role, r.party, r.organisation, r.region,
       r.given_at, r.given_by, r.ended_at, r.ended_by
  FROM account_role r JOIN account a ON a.id = r.account_id
 WHERE r.region = :region
    OR r.party IN (SELECT t.code FROM term t JOIN vocabulary v
                       ON v.vocabulary = t.vocabulary AND v.edition = t.edition
                    WHERE t.vocabulary = 'party' AND v.is_current = 1
                      AND t.broader_vocabulary = 'group' AND t.broader_code = :region)
 ORDER BY a.name_key, a.id, r.given_at DESC, r.id;

-- name: people_members_organisation
SELECT a.id, a.state, a.email, a.name, a.lang, a.created_at, a.signed_in_at,
       r.id, r.account_id, r.role, r.party, r.organisation, r.region,
       r.given_at, r.given_by, r.ended_at, r.ended_by
  FROM account_role r JOIN account a ON a.id = r.account_id
 WHERE r.organisation = :organisation
 ORDER BY a.name_key, a.id, r.given_at DESC, r.id;

-- name: people_members_role
SELECT a.id, a.state, a.email, a.name, a.lang, a.created_at, a.signed_in_at,
       r.id, r.account_id, r.role, r.party, r.organisation, r.region,
       r.given_at, r.given_by, r.ended_at, r.ended_by
  FROM account_role r JOIN account a ON a.id = r.account_id
 WHERE r.role = :role AND r.ended_at IS NULL
 ORDER BY r.party, a.name_key, a.id, r.id;

-- name: people_readers
-- Whom letters about records go to: who holds the role now, and has come in.
SELECT a.id, a.email, a.lang FROM account a
 WHERE a.state = 'active' AND EXISTS (SELECT 1 FROM account_role h
	WHERE h.account_id = a.id AND h.role = :role AND h.ended_at IS NULL
	AND (:party = '' OR h.party = :party)
	AND (:organisation = '' OR h.organisation = :organisation)
	AND (:region = '' OR h.region = :region))
 ORDER BY a.id LIMIT :limit;

-- name: people_found
-- As many people as asked for, each with all roles, those held first.
SELECT a.id, a.state, a.email, a.name, a.lang, a.created_at, a.signed_in_at,
       r.id, r.account_id, r.role, r.party, r.organisation, r.region,
       r.given_at, r.given_by, r.ended_at, r.ended_by
  FROM (SELECT f.id, f.state, f.email, f.name, f.name_key, f.lang, f.created_at, f.signed_in_at
          FROM account f
         WHERE f.state <> 'erased'
           AND (:after = '' OR (f.name_key, f.id) >
                ((SELECT b.name_key FROM account b WHERE b.id = :after), :after))
           AND (:name = '' OR f.name_key LIKE :name ESCAPE '!'
                OR f.email_key LIKE :email ESCAPE '!')
           AND ((:role = '' AND :party = '') OR EXISTS (
                SELECT 1 FROM account_role h
                 WHERE h.account_id = f.id AND (:with_earlier = 1 OR h.ended_at IS NULL)
                   AND (:role = '' OR h.role = :role) AND (:party = '' OR h.party = :party)))
         ORDER BY f.name_key, f.id LIMIT :limit) a
  LEFT JOIN account_role r ON r.account_id = a.id
 ORDER BY a.name_key, a.id, r.ended_at IS NOT NULL, r.given_at DESC, r.id;

-- ---- organisations

-- name: people_organisation
SELECT id, name, party, website, created_at, created_by, closed_at FROM organisation
 WHERE id = :id;

-- name: people_organisation_named
SELECT id, name, party, website, created_at, created_by, closed_at FROM organisation
 WHERE name_key = :name_key AND id <> :but;

-- name: people_organisations
SELECT o.id, o.name, o.party, o.website, o.created_at, o.created_by, o.closed_at
  FROM organisation o
 WHERE (:after = '' OR (o.name_key, o.id) >
        ((SELECT b.name_key FROM organisation b WHERE b.id = :after), :after))
   AND (:name = '' OR o.name_key LIKE :name ESCAPE '!')
   AND (:with_closed = 1 OR o.closed_at IS NULL)
 ORDER BY o.name_key, o.id LIMIT :limit;

-- name: people_organisation_add
INSERT INTO organisation (id, name, name_key, party, website, created_at, created_by)
VALUES (:id, :name, :name_key, :party, :website, :at, :by);

-- name: people_organisation_change
UPDATE organisation SET name = :name, name_key = :name_key, party = :party, website = :website
 WHERE id = :id;

-- name: people_organisation_close
UPDATE organisation SET closed_at = :at WHERE id = :id AND closed_at IS NULL;

-- name: people_organisation_open
UPDATE organisation SET closed_at = NULL WHERE id = :id;

-- ---- requests for an account

-- name: people_request_add
INSERT INTO access_request (id, email, name, lang, role, party, organisation, reason, made_at)
VALUES (:id, :email, :name, :lang, :role, :party, :organisation, :reason, :at);

-- name: people_request
SELECT id, email, name, lang, role, party, organisation, reason, made_at, answered_at, answered_by,
       answer
  FROM access_request WHERE id = :id;

-- name: people_requests_open
-- Who has waited longest comes first.
SELECT id, email, name, lang, role, party, organisation, reason, made_at, answered_at, answered_by,
       answer
  FROM access_request WHERE answered_at IS NULL ORDER BY id;

-- name: people_request_answer
-- Touches no row when somebody else has just answered.
UPDATE access_request SET answered_at = :at, answered_by = :by, answer = :answer
 WHERE id = :id AND answered_at IS NULL;

-- name: people_requests_forget
UPDATE access_request SET email = '', name = '', organisation = NULL, reason = NULL
 WHERE answered_at < :before AND email <> '';

-- ---- trace

-- name: people_event_add
INSERT INTO account_event (id, account_id, at, what, by_account, detail)
VALUES (:id, :account, :at, :what, :by, :detail);

-- name: people_events
SELECT at, what, by_account, detail FROM account_event
 WHERE account_id = :account ORDER BY id DESC LIMIT :limit;

-- name: people_events_of_roles
SELECT at, what, by_account, detail FROM account_event
 WHERE account_id = :account AND what IN ('invited', 'accepted', 'role_given', 'role_ended',
       'handed_over', 'closed', 'opened')
 ORDER BY id DESC LIMIT :limit;

-- name: people_events_clear
DELETE FROM account_event WHERE at < :before
   AND what IN ('signed_in', 'refused', 'code_refused', 'signed_out', 'new_device',
                'password_asked');

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

-- name: people_sessions_count
SELECT COUNT(*) FROM session WHERE awaits_code = 0 AND ends_at > :now AND seen_at > :idle_since;

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

-- name: people_links_void
DELETE FROM one_time_link WHERE account_id = :account AND used_at IS NULL;

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

-- name: people_data_notices
SELECT subject, text, place, made_at, read_at FROM notice WHERE account_id = :account ORDER BY id;

-- name: people_data_notice_letters
SELECT pace, due_at FROM notice_reader WHERE account_id = :account;

-- name: people_data_calendar
SELECT made_at FROM calendar_feed WHERE account_id = :account;

-- name: people_data_requests
SELECT role, party, name, email, reason, made_at, answered_at, answer FROM access_request
 WHERE lower(email) = :email_key ORDER BY id;

-- name: people_data_questions
SELECT r.public_id, q.text, q.asked_at, q.answer, q.answered_at
  FROM practice_question q JOIN record r ON r.seq = q.seq
 WHERE q.asked_by = :account ORDER BY q.id;

-- name: people_data_answers
SELECT r.public_id, q.answer, q.answered_at
  FROM practice_question q JOIN record r ON r.seq = q.seq
 WHERE q.answered_by = :account ORDER BY q.answered_at, q.id;

-- name: people_questions_clear
DELETE FROM practice_question WHERE asked_by = :account;

-- name: people_handed_blank
-- What was handed over stays, as the record does; the words of the person do not.
UPDATE handed SET question = '', word = '' WHERE made_by = :account;

-- name: people_data_handed
SELECT r.public_id, h.person, h.fields, h.question, h.word, h.made_at, h.ends_at
  FROM handed h JOIN record r ON r.seq = h.seq WHERE h.made_by = :account ORDER BY h.id;

-- name: people_drafts_clear
DELETE FROM record_draft WHERE account_id = :account;

-- name: people_translations_clear
-- A translation that was reviewed is the record's; what is but proposed is his own.
DELETE FROM translation WHERE account_id = :account;

-- name: people_data_translations
SELECT r.public_id, t.field, t.lang, t.text, t.original, t.written_at
  FROM translation t JOIN record r ON r.seq = t.seq
 WHERE t.account_id = :account ORDER BY t.seq, t.field, t.lang;

-- name: people_presence_clear
DELETE FROM presence WHERE account_id = :account;

-- name: people_data_notes
SELECT r.public_id, t.field, n.text, n.at, n.changed_at, n.taken_back_at
  FROM note n JOIN note_thread t ON t.id = n.thread_id JOIN record r ON r.seq = t.seq
 WHERE n.written_by = :account ORDER BY n.id;

-- name: people_data_drafts
SELECT r.public_id, d.field, d.text, d.written_at
  FROM record_draft d JOIN record r ON r.seq = d.seq
 WHERE d.account_id = :account ORDER BY d.seq, d.field;

-- name: people_data_files
SELECT r.public_id, f.id, f.name, f.bytes, f.sent_at FROM file f JOIN record r ON r.seq = f.seq
 WHERE f.sent_by = :account ORDER BY f.sent_at, f.id;

-- name: people_data_revisions
-- Walks all histories: for workers that may take their time.
SELECT r.kind, r.public_id, v.version, v.at, v.action
  FROM record_revision v JOIN record r ON r.seq = v.seq
 WHERE v.account_id = :account ORDER BY v.seq, v.version;

-- ---- tokens of the API

-- name: people_token
SELECT id, account_id, scope, ends_at, made_by FROM api_token
 WHERE digest = :digest AND ended_at IS NULL;

-- name: people_token_add
INSERT INTO api_token (id, digest, account_id, name, scope, made_at, made_by, ends_at)
VALUES (:id, :digest, :account, :name, :scope, :at, :by, :ends_at);

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
