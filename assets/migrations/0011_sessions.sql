-- Review sessions: the queue as it was frozen, what was done with each item, and the summary that
-- was left at the end. Append-only but for one table: what a reviewer is typing about an item is a
-- draft, and only its latest words are kept. No row says at which minute an item was looked at, so
-- that nobody can reckon how long a person took over a child. Outcomes and promises stand in their
-- own tables; review_step says in which session they were said, and a step that was undone counts
-- no more.

CREATE TABLE review_session (
    id             INTEGER PRIMARY KEY,
    person_id      INTEGER NOT NULL REFERENCES person (id),
    begun_at       TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('triage', 'case_review', 'audit')),
    scope          TEXT NOT NULL,
    minutes        INTEGER,
    data_as_at     INTEGER NOT NULL,
    items_in_scope INTEGER NOT NULL,
    gaps_in_scope  INTEGER NOT NULL
) STRICT;

CREATE TABLE review_item (
    session_id INTEGER NOT NULL REFERENCES review_session (id),
    place      INTEGER NOT NULL,
    who        TEXT NOT NULL,
    family     TEXT,
    tier       TEXT NOT NULL,
    PRIMARY KEY (session_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE review_gap (
    id          INTEGER PRIMARY KEY,
    session_id  INTEGER NOT NULL REFERENCES review_session (id),
    place       INTEGER NOT NULL,
    gap_key     TEXT NOT NULL,
    child_ref   TEXT,
    child_shown TEXT,
    seen_as     TEXT NOT NULL
) STRICT;
CREATE INDEX review_gap_by_session ON review_gap (session_id, place, id);

CREATE TABLE review_turn (
    id         INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES review_session (id),
    place      INTEGER NOT NULL,
    turn       TEXT NOT NULL CHECK (turn IN ('shown', 'reviewed', 'skipped'))
) STRICT;
CREATE INDEX review_turn_by_session ON review_turn (session_id, id);

-- How a child looked when it was reviewed: a number for each line, so that what is new can be
-- marked the next time. No word of the child's file is in it.
CREATE TABLE review_look (
    id         INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES review_session (id),
    child_ref  TEXT NOT NULL,
    on_day     INTEGER NOT NULL,
    lines      TEXT NOT NULL
) STRICT;
CREATE INDEX review_look_by_child ON review_look (child_ref, id);

CREATE TABLE review_step (
    id         INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES review_session (id),
    place      INTEGER NOT NULL,
    action_id  INTEGER NOT NULL REFERENCES action (id)
) STRICT;
CREATE INDEX review_step_by_session ON review_step (session_id);

CREATE TABLE review_draft (
    session_id INTEGER NOT NULL REFERENCES review_session (id),
    place      INTEGER NOT NULL,
    words      TEXT NOT NULL,
    PRIMARY KEY (session_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE review_end (
    session_id INTEGER PRIMARY KEY REFERENCES review_session (id),
    person_id  INTEGER NOT NULL REFERENCES person (id),
    ended_on   INTEGER NOT NULL,
    summary    TEXT NOT NULL
) STRICT;

CREATE TRIGGER review_session_is_not_changed BEFORE UPDATE ON review_session
BEGIN SELECT raise(ABORT, 'review sessions are append-only'); END;
CREATE TRIGGER review_session_is_not_erased BEFORE DELETE ON review_session
BEGIN SELECT raise(ABORT, 'review sessions are append-only'); END;
CREATE TRIGGER review_item_is_not_changed BEFORE UPDATE ON review_item
BEGIN SELECT raise(ABORT, 'a frozen queue is not changed'); END;
CREATE TRIGGER review_item_is_not_erased BEFORE DELETE ON review_item
BEGIN SELECT raise(ABORT, 'a frozen queue is not changed'); END;
CREATE TRIGGER review_gap_is_not_changed BEFORE UPDATE ON review_gap
BEGIN SELECT raise(ABORT, 'a frozen queue is not changed'); END;
CREATE TRIGGER review_gap_is_not_erased BEFORE DELETE ON review_gap
BEGIN SELECT raise(ABORT, 'a frozen queue is not changed'); END;
CREATE TRIGGER review_turn_is_not_changed BEFORE UPDATE ON review_turn
BEGIN SELECT raise(ABORT, 'review sessions are append-only'); END;
CREATE TRIGGER review_turn_is_not_erased BEFORE DELETE ON review_turn
BEGIN SELECT raise(ABORT, 'review sessions are append-only'); END;
CREATE TRIGGER review_step_is_not_changed BEFORE UPDATE ON review_step
BEGIN SELECT raise(ABORT, 'review sessions are append-only'); END;
CREATE TRIGGER review_step_is_not_erased BEFORE DELETE ON review_step
BEGIN SELECT raise(ABORT, 'review sessions are append-only'); END;
CREATE TRIGGER review_look_is_not_changed BEFORE UPDATE ON review_look
BEGIN SELECT raise(ABORT, 'review sessions are append-only'); END;
CREATE TRIGGER review_look_is_not_erased BEFORE DELETE ON review_look
BEGIN SELECT raise(ABORT, 'review sessions are append-only'); END;
CREATE TRIGGER review_end_is_not_changed BEFORE UPDATE ON review_end
BEGIN SELECT raise(ABORT, 'the summary of a session is not changed'); END;
CREATE TRIGGER review_end_is_not_erased BEFORE DELETE ON review_end
BEGIN SELECT raise(ABORT, 'the summary of a session is not erased'); END;
