-- The ground: who is known, what was imported, the facts with their history, what people decided,
-- and the notes. Facts are append-only: a change closes a version (known_to) and adds another.
-- A fact is identified by kind + child + start + the source's own reference (source_ref); days are
-- days since 1 January 1970, and -2147483648 stands for "no day" (in a key) or "unreadable".
-- `listed = 0` marks an open row that a newer extract no longer lists: neither open nor closed.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id    INTEGER PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE,
    since TEXT NOT NULL
) STRICT;

-- Teams, workers, supervisors and families by name.
CREATE TABLE name (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE child (
    id    INTEGER PRIMARY KEY,
    ref   TEXT NOT NULL UNIQUE,
    shown TEXT NOT NULL
) STRICT;

-- Rows that belong to no child (a worker's own supervision, an adopter) hang on this one.
INSERT INTO child (id, ref, shown) VALUES (0, '', '');

CREATE TABLE import (
    id        INTEGER PRIMARY KEY,
    as_at     INTEGER NOT NULL,
    at        TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    added     INTEGER NOT NULL,
    changed   INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    gone      INTEGER NOT NULL,
    unlisted  INTEGER NOT NULL
) STRICT;

CREATE TABLE import_file (
    id            INTEGER PRIMARY KEY,
    import_id     INTEGER NOT NULL REFERENCES import (id),
    feed          INTEGER NOT NULL,
    file          TEXT NOT NULL,
    recognised_as TEXT NOT NULL,
    fingerprint   INTEGER NOT NULL,
    covers_from   INTEGER,
    covers_to     INTEGER,
    rows          INTEGER NOT NULL,
    used          INTEGER NOT NULL,
    repeated      INTEGER NOT NULL,
    rejected      INTEGER NOT NULL
) STRICT;
CREATE INDEX import_file_by_import ON import_file (import_id);

-- Which lists an import held, and from which day each lists every event.
CREATE TABLE import_list (
    import_id   INTEGER NOT NULL REFERENCES import (id),
    kind        INTEGER NOT NULL,
    window_from INTEGER,
    PRIMARY KEY (kind, import_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE problem (
    id             INTEGER PRIMARY KEY,
    import_file_id INTEGER NOT NULL REFERENCES import_file (id),
    sheet          TEXT NOT NULL,
    row            INTEGER,
    column_name    TEXT,
    found          TEXT NOT NULL,
    expected       TEXT NOT NULL,
    effect         TEXT NOT NULL,
    child_ref      TEXT,
    kind           INTEGER,
    row_lost       INTEGER NOT NULL
) STRICT;
CREATE INDEX problem_by_file ON problem (import_file_id);

CREATE TABLE fact (
    kind          INTEGER NOT NULL,
    child_id      INTEGER NOT NULL,
    start_day     INTEGER NOT NULL,
    source_ref    TEXT NOT NULL,
    version       INTEGER NOT NULL,
    known_from    INTEGER NOT NULL,
    known_to      INTEGER,
    listed        INTEGER NOT NULL,
    import_id     INTEGER NOT NULL,
    end_day       INTEGER,
    seen_day      INTEGER,
    review_day    INTEGER,
    extra_day     INTEGER,
    code          INTEGER NOT NULL,
    flags         INTEGER NOT NULL,
    amount        INTEGER,
    team_id       INTEGER,
    worker_id     INTEGER,
    supervisor_id INTEGER,
    family_id     INTEGER,
    details       TEXT,
    PRIMARY KEY (kind, child_id, start_day, source_ref, version)
) STRICT, WITHOUT ROWID;

-- One step of a person's work; undo marks it, a new step after an undo drops what was undone.
CREATE TABLE action (
    id        INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    at        TEXT NOT NULL,
    what      TEXT NOT NULL,
    undone    INTEGER NOT NULL DEFAULT 0,
    dropped   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE outcome (
    id         INTEGER PRIMARY KEY,
    action_id  INTEGER NOT NULL REFERENCES action (id),
    gap_key    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    day        INTEGER,
    who        TEXT,
    reason     TEXT NOT NULL,
    data_as_at INTEGER NOT NULL,
    evidence   TEXT NOT NULL
) STRICT;
CREATE INDEX outcome_by_gap ON outcome (gap_key, id);
CREATE INDEX outcome_by_action ON outcome (action_id);

CREATE TABLE note (
    id         INTEGER PRIMARY KEY,
    title      TEXT NOT NULL,
    body       TEXT NOT NULL,
    status     TEXT NOT NULL,
    as_at      INTEGER NOT NULL,
    person_id  INTEGER NOT NULL REFERENCES person (id),
    created_at TEXT NOT NULL,
    saved_at   TEXT NOT NULL,
    saved_by   INTEGER NOT NULL REFERENCES person (id)
) STRICT;

CREATE TABLE note_evidence (
    note_id        INTEGER NOT NULL REFERENCES note (id),
    label          TEXT NOT NULL,
    rule           TEXT NOT NULL,
    level          TEXT NOT NULL,
    numerator      INTEGER NOT NULL,
    denominator    INTEGER NOT NULL,
    not_computable INTEGER NOT NULL,
    as_at          INTEGER NOT NULL,
    what           TEXT NOT NULL,
    PRIMARY KEY (note_id, label)
) STRICT, WITHOUT ROWID;

CREATE TABLE note_gap (
    note_id INTEGER NOT NULL REFERENCES note (id),
    label   TEXT NOT NULL,
    gap_key TEXT NOT NULL,
    PRIMARY KEY (note_id, label, gap_key)
) STRICT, WITHOUT ROWID;

-- Who did what, when. Nothing here is ever changed or taken away.
CREATE TABLE audit (
    id        INTEGER PRIMARY KEY,
    at        TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    what      TEXT NOT NULL,
    detail    TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_not_erased BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
