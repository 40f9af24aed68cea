-- What people enter by hand: sessions, decisions, actions and visits that no extract brought. They
-- are kept apart from the facts, so that no import can overwrite them and none is ever taken for
-- what a council's system says. A correction or a withdrawal adds a version; that somebody saw the
-- record on the child's file is a row of its own, and so is taking that back. Each row belongs to
-- a step (action): a step that was undone leaves its rows where they are, and they count no more.
-- The child is kept as text: an id entered by hand need not be one that an extract knows.

CREATE TABLE entry (
    id        INTEGER PRIMARY KEY,
    action_id INTEGER NOT NULL REFERENCES action (id)
) STRICT;
CREATE INDEX entry_by_action ON entry (action_id);

CREATE TABLE entry_version (
    entry_id     INTEGER NOT NULL REFERENCES entry (id),
    version      INTEGER NOT NULL,
    action_id    INTEGER NOT NULL REFERENCES action (id),
    kind         TEXT NOT NULL,
    child_ref    TEXT,
    child_shown  TEXT,
    day          INTEGER NOT NULL,
    worker       TEXT,
    supervisor   TEXT,
    team         TEXT,
    session_kind INTEGER,
    status       INTEGER,
    first_answer  INTEGER NOT NULL,
    second_answer INTEGER NOT NULL,
    due          INTEGER,
    done         INTEGER,
    who          TEXT,
    words        TEXT NOT NULL,
    why          TEXT NOT NULL,
    withdrawn    TEXT,
    PRIMARY KEY (entry_id, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_version_by_action ON entry_version (action_id);

-- seen_on NULL: it was not seen there after all.
CREATE TABLE entry_seen (
    id        INTEGER PRIMARY KEY,
    entry_id  INTEGER NOT NULL REFERENCES entry (id),
    version   INTEGER NOT NULL,
    action_id INTEGER NOT NULL REFERENCES action (id),
    seen_on   INTEGER,
    filed_on  INTEGER
) STRICT;
CREATE INDEX entry_seen_by_entry ON entry_seen (entry_id, id);
CREATE INDEX entry_seen_by_action ON entry_seen (action_id);

CREATE TRIGGER entry_version_is_not_changed BEFORE UPDATE ON entry_version
BEGIN SELECT raise(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entry_version_is_not_erased BEFORE DELETE ON entry_version
BEGIN SELECT raise(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entry_seen_is_not_changed BEFORE UPDATE ON entry_seen
BEGIN SELECT raise(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entry_seen_is_not_erased BEFORE DELETE ON entry_seen
BEGIN SELECT raise(ABORT, 'entries are append-only'); END;
