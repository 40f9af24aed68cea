-- A limit that was agreed for one child, or that a rule is not applied to it. Append-only: a later
-- row for the same child and rule takes the place of an earlier one, and taking an agreement back
-- is a row of its own. Each row belongs to a step (action); one that was undone counts no more.
-- The child is kept as text: an agreement may be older than the extract that first lists the child.

CREATE TABLE child_override (
    id          INTEGER PRIMARY KEY,
    action_id   INTEGER NOT NULL REFERENCES action (id),
    child_ref   TEXT NOT NULL,
    rule        TEXT NOT NULL,
    ruling      TEXT NOT NULL CHECK (ruling IN ('off', 'limit', 'lifted')),
    value       INTEGER,
    unit        TEXT,
    reason      TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    approved_on INTEGER NOT NULL,
    until       INTEGER,
    CHECK ((ruling = 'limit') = (value IS NOT NULL AND unit IS NOT NULL))
) STRICT;
CREATE INDEX child_override_by_child ON child_override (child_ref, rule, id);
CREATE INDEX child_override_by_action ON child_override (action_id);

CREATE TRIGGER child_override_is_not_changed BEFORE UPDATE ON child_override
BEGIN SELECT raise(ABORT, 'agreements are append-only'); END;
CREATE TRIGGER child_override_is_not_erased BEFORE DELETE ON child_override
BEGIN SELECT raise(ABORT, 'agreements are append-only'); END;
