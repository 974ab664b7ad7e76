-- name: app_setting
SELECT value FROM setting WHERE name = :name;

-- name: app_setting_add
INSERT INTO setting (name, value) VALUES (:name, :value);

-- name: app_setting_set
UPDATE setting SET value = :value WHERE name = :name;

-- name: app_sealed
SELECT COUNT(*) FROM account WHERE totp IS NOT NULL;

-- name: app_unseal_all
UPDATE account SET totp = NULL WHERE totp IS NOT NULL;
