-- name: mail_add
INSERT INTO mail (seq, id, to_address, account_id, lang, subject, text, made_at, due_at, tries,
                  leased_until)
VALUES (:seq, :id, :to, :account_id, :lang, :subject, :text, :now, :now, 0, 0);

-- name: mail_next
-- The letter that has been due for longest, if nobody is sending it.
SELECT seq, id, to_address, lang, subject, text, made_at, tries
  FROM mail
 WHERE sent_at IS NULL AND given_up_at IS NULL AND due_at <= :now AND leased_until <= :now
 ORDER BY due_at, seq
 LIMIT 1;

-- name: mail_lease
-- Touches no row when another server was faster.
UPDATE mail SET leased_until = :lease, tries = tries + 1
 WHERE seq = :seq AND tries = :tries AND sent_at IS NULL AND given_up_at IS NULL
   AND due_at <= :now AND leased_until <= :now;

-- name: mail_release
-- As if it had not been taken.
UPDATE mail SET leased_until = 0, tries = tries - 1
 WHERE seq = :seq AND leased_until = :lease;

-- name: mail_sent
UPDATE mail SET sent_at = :now, text = '', fault = NULL, leased_until = 0
 WHERE seq = :seq AND leased_until = :lease;

-- name: mail_put_off
UPDATE mail SET due_at = :due, fault = :fault, leased_until = 0
 WHERE seq = :seq AND leased_until = :lease;

-- name: mail_give_up
UPDATE mail SET given_up_at = :now, fault = :fault, leased_until = 0
 WHERE seq = :seq AND leased_until = :lease;

-- name: mail_address_mark
INSERT INTO mail_address (address, bounced_at, fault) VALUES (:address, :now, :fault)
    ON CONFLICT (address) DO UPDATE SET bounced_at = excluded.bounced_at, fault = excluded.fault;

-- name: mail_address_fault
SELECT fault FROM mail_address WHERE address = :address;

-- name: mail_address_forget
DELETE FROM mail_address WHERE address = :address;

-- name: mail_page
-- The newest first.
SELECT seq, id, to_address, account_id, lang, subject, text, made_at, due_at, tries, sent_at,
       given_up_at, fault
  FROM mail
 WHERE seq < :before
 ORDER BY seq DESC
 LIMIT :n;

-- name: mail_letter
SELECT seq, id, to_address, account_id, lang, subject, text, made_at, due_at, tries, sent_at,
       given_up_at, fault
  FROM mail
 WHERE id = :id;

-- name: mail_bounces
SELECT address, bounced_at, fault FROM mail_address ORDER BY bounced_at DESC, address LIMIT :n;

-- name: mail_waiting
SELECT count(*), min(made_at) FROM mail WHERE sent_at IS NULL AND given_up_at IS NULL;

-- name: mail_oldest
SELECT made_at FROM mail ORDER BY seq LIMIT 1;

-- name: mail_sweep
DELETE FROM mail WHERE made_at < :before AND leased_until <= :now;

-- name: mail_forget
DELETE FROM mail WHERE account_id = :account_id OR to_address = :address;
