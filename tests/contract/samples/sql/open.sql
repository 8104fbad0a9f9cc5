INSERT INTO guests (id, note) VALUES (1, 'MEADOW-OPEN and more
