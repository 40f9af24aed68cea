-- What a brief said when it was printed, so that the next one can mark what is new. One row a page:
-- its subject is a child or a family. Append-only, and no step of work: that something was printed
-- cannot be undone. A line is kept as its key, a digest of what it said, and its words, so that the
-- next brief can name what is no longer there.

CREATE TABLE brief (
    id        INTEGER PRIMARY KEY,
    subject   TEXT NOT NULL,
    as_at     INTEGER NOT NULL,
    made_on   INTEGER NOT NULL,
    made_at   TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id)
) STRICT;
CREATE INDEX brief_by_subject ON brief (subject, made_on);

CREATE TABLE brief_line (
    brief_id INTEGER NOT NULL REFERENCES brief (id),
    line     TEXT NOT NULL,
    digest   INTEGER NOT NULL,
    words    TEXT NOT NULL,
    PRIMARY KEY (brief_id, line)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER brief_is_not_changed BEFORE UPDATE ON brief
BEGIN SELECT raise(ABORT, 'briefs are append-only'); END;
CREATE TRIGGER brief_is_not_erased BEFORE DELETE ON brief
BEGIN SELECT raise(ABORT, 'briefs are append-only'); END;
CREATE TRIGGER brief_line_is_not_changed BEFORE UPDATE ON brief_line
BEGIN SELECT raise(ABORT, 'briefs are append-only'); END;
CREATE TRIGGER brief_line_is_not_erased BEFORE DELETE ON brief_line
BEGIN SELECT raise(ABORT, 'briefs are append-only'); END;
