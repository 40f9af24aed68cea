-- What role a person has, by the number of the role; 0: not said. It tells whether somebody above
-- team manager has looked at a gap.

ALTER TABLE person ADD COLUMN role INTEGER NOT NULL DEFAULT 0;
