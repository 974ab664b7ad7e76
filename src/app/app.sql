-- name: app_setting
SELECT value FROM setting WHERE name = :name;

-- name: app_setting_add
INSERT INTO setting (name, value) VALUES (:name, :value);
