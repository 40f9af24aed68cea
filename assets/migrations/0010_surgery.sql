-- Surgery sheets: what went out, row by row, and what people wrote in them. A sheet that was written
-- is a fact and not a step: it has left, and undo cannot call it back. What came back is a step like
-- every other. Append-only.

CREATE TABLE surgery (
    id         INTEGER PRIMARY KEY,
    code       TEXT NOT NULL UNIQUE,
    person_id  INTEGER NOT NULL REFERENCES person (id),
    written_at TEXT NOT NULL,
    as_at      INTEGER NOT NULL,
    scope      TEXT NOT NULL
) STRICT;

CREATE TABLE surgery_row (
    surgery_id INTEGER NOT NULL REFERENCES surgery (id),
    number     INTEGER NOT NULL,
    who        TEXT NOT NULL,
    rule       TEXT NOT NULL,
    PRIMARY KEY (surgery_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE surgery_gap (
    surgery_id INTEGER NOT NULL REFERENCES surgery (id),
    number     INTEGER NOT NULL,
    place      INTEGER NOT NULL,
    gap_key    TEXT NOT NULL,
    PRIMARY KEY (surgery_id, number, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE surgery_answer (
    id          INTEGER PRIMARY KEY,
    action_id   INTEGER NOT NULL REFERENCES action (id),
    surgery_id  INTEGER NOT NULL REFERENCES surgery (id),
    number      INTEGER NOT NULL,
    happened    TEXT NOT NULL,
    evidence    TEXT NOT NULL,
    evidence_on TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    next_step   TEXT NOT NULL,
    by_when     TEXT NOT NULL,
    who         TEXT NOT NULL
) STRICT;
CREATE INDEX surgery_answer_by_action ON surgery_answer (action_id);
CREATE INDEX surgery_answer_by_row ON surgery_answer (surgery_id, number, id);

CREATE TRIGGER surgery_is_not_changed BEFORE UPDATE ON surgery
BEGIN SELECT raise(ABORT, 'surgery sheets are append-only'); END;
CREATE TRIGGER surgery_is_not_erased BEFORE DELETE ON surgery
BEGIN SELECT raise(ABORT, 'surgery sheets are append-only'); END;
CREATE TRIGGER surgery_row_is_not_changed BEFORE UPDATE ON surgery_row
BEGIN SELECT raise(ABORT, 'surgery sheets are append-only'); END;
CREATE TRIGGER surgery_row_is_not_erased BEFORE DELETE ON surgery_row
BEGIN SELECT raise(ABORT, 'surgery sheets are append-only'); END;
CREATE TRIGGER surgery_gap_is_not_changed BEFORE UPDATE ON surgery_gap
BEGIN SELECT raise(ABORT, 'surgery sheets are append-only'); END;
CREATE TRIGGER surgery_gap_is_not_erased BEFORE DELETE ON surgery_gap
BEGIN SELECT raise(ABORT, 'surgery sheets are append-only'); END;
CREATE TRIGGER surgery_answer_is_not_changed BEFORE UPDATE ON surgery_answer
BEGIN SELECT raise(ABORT, 'what people wrote is append-only'); END;
CREATE TRIGGER surgery_answer_is_not_erased BEFORE DELETE ON surgery_answer
BEGIN SELECT raise(ABORT, 'what people wrote is append-only'); END;
