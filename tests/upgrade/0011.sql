-- What records had become was sealed on two days.
INSERT INTO history_head (day, made_at, n, digest, signature, public_key) VALUES
('2026-11-21', 1795299000000, 4, 'ffe1c58dd7fe4033addcbb5843c2abcde1f0f760b657fcb07ca175dea5f46d6a',
    'e76c4a1c08106eced32e782f93a16c53c4a2f45483d3176e91789810cdfcef7a' ||
    '7a885e0a20c00da0e6b1a0e810b51ad0acf4d46faf6468119e624a51b41c3404',
    '5cbf85d8284bc14905f0723db1a9a7e9efeed5849c1e1b628ce65387cdf0475e');
INSERT INTO history_head_record (day, record_id, version, hash) VALUES
('2026-11-21', '01M7Z0VQ82J9840AY7TJ2TYTN2', 1,
    '3db287f5d7098e05882411907e53fe629636bb39c01ac9c1449fa0bdd212d4c5'),
('2026-11-21', '01M7Z0VQ82NAP2V9CF0B3N533F', 2,
    '9a90837d2958a2dc7a427a824728fa1c1d119a6abe6ff0d1c2b959027aab88df'),
('2026-11-21', '01M7Z0VQ82Y3VD6B02BK3ZWVXB', 1,
    '78f6f1132a8caa48e1943e9b95e67375bf9c0c60a85ad0e5b9da49d529a5d077'),
('2026-11-21', '01M7Z88NQ9PT56321FFSZ6X6MC', 2,
    '046e9baab48541072a0c3542ec39e0c321971a3e9c3aaf55bdeae466388a993d');
INSERT INTO history_head (day, made_at, n, digest, signature, public_key) VALUES
('2026-11-22', 1795305600000, 1, '98d1c4fdeb223f58099ce1fdfa9a86678267a07a4bfb2db0a22b8a78ae4f9566',
    '3d71b84bb03cb35991dafe026727d88f78b031c9d4b9bddafbe67e258c667c62' ||
    'a3acd8fea878efda6d6a03fdb2240ef9bab3da7ed98d85a0299fce231059840e',
    '5cbf85d8284bc14905f0723db1a9a7e9efeed5849c1e1b628ce65387cdf0475e');
INSERT INTO history_head_record (day, record_id, version, hash) VALUES
('2026-11-22', '01M7Z88NYE7YNG4JHGZHT5HTPE', 2,
    'bf9f0dc556e8015f5ff6555cc9f14bc1031d5813509735b5fa3544260e9ef782');
