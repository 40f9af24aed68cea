-- What somebody promised to do, for a child or about a gap, and what became of it: agreed in a
-- surgery, a review session, a supervision, at a change of hands or after an audit. Append-only: a
-- new date, a look, the doing of it are rows of their own. Each row belongs to a step (action); a
-- step that was undone leaves its rows where they are, and they count no more. That an extract
-- shows the work done is not kept here: it is read from the extract each time.

CREATE TABLE promise (
    id          INTEGER PRIMARY KEY,
    action_id   INTEGER NOT NULL REFERENCES action (id),
    origin      TEXT NOT NULL,
    origin_ref  TEXT,
    child_ref   TEXT,
    child_shown TEXT,
    gap_key     TEXT,
    agreed_on   INTEGER NOT NULL,
    due         INTEGER,
    owner       TEXT,
    words       TEXT NOT NULL
) STRICT;
CREATE INDEX promise_by_action ON promise (action_id);

CREATE TABLE promise_turn (
    id         INTEGER PRIMARY KEY,
    promise_id INTEGER NOT NULL REFERENCES promise (id),
    action_id  INTEGER NOT NULL REFERENCES action (id),
    turn       TEXT NOT NULL CHECK (turn IN ('revisited', 'carried', 'done', 'superseded', 'given_up')),
    on_day     INTEGER NOT NULL,
    due        INTEGER,
    words      TEXT NOT NULL
) STRICT;
CREATE INDEX promise_turn_by_promise ON promise_turn (promise_id, id);
CREATE INDEX promise_turn_by_action ON promise_turn (action_id);

CREATE TRIGGER promise_is_not_changed BEFORE UPDATE ON promise
BEGIN SELECT raise(ABORT, 'promises are append-only'); END;
CREATE TRIGGER promise_is_not_erased BEFORE DELETE ON promise
BEGIN SELECT raise(ABORT, 'promises are append-only'); END;
CREATE TRIGGER promise_turn_is_not_changed BEFORE UPDATE ON promise_turn
BEGIN SELECT raise(ABORT, 'promises are append-only'); END;
CREATE TRIGGER promise_turn_is_not_erased BEFORE DELETE ON promise_turn
BEGIN SELECT raise(ABORT, 'promises are append-only'); END;
