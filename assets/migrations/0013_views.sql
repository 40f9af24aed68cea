-- What one person arranged for themselves: views under a digit, and what is kept between two
-- sittings (where they were, a form not yet sent). It is nobody's evidence: it may be changed and
-- erased, and no step of undo touches it. It is in the store because it can name children.

CREATE TABLE saved_view (
    person_id INTEGER NOT NULL REFERENCES person (id),
    digit     INTEGER NOT NULL CHECK (digit BETWEEN 1 AND 9),
    name      TEXT NOT NULL,
    pane      TEXT NOT NULL,
    listed    TEXT NOT NULL,
    PRIMARY KEY (person_id, digit)
) STRICT, WITHOUT ROWID;

CREATE TABLE keepsake (
    person_id INTEGER NOT NULL REFERENCES person (id),
    what      TEXT NOT NULL CHECK (what IN ('place', 'form')),
    words     TEXT NOT NULL,
    PRIMARY KEY (person_id, what)
) STRICT, WITHOUT ROWID;
