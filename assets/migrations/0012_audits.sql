-- Records that somebody read, samples that were drawn, audits of single children, and the second
-- person's own grade of the same record. Append-only; each row belongs to a step (action), and a
-- step that was undone leaves its rows where they are, and they count no more. The remedy of an
-- audit is a promise whose origin is the audit.

CREATE TABLE record_reading (
    id          INTEGER PRIMARY KEY,
    action_id   INTEGER NOT NULL REFERENCES action (id),
    child_ref   TEXT NOT NULL,
    child_shown TEXT NOT NULL,
    read_on     INTEGER NOT NULL,
    role        TEXT,
    ratings     TEXT NOT NULL,
    words       TEXT NOT NULL
) STRICT;
CREATE INDEX record_reading_by_child ON record_reading (child_ref, id);

CREATE TABLE dip_sample (
    id         INTEGER PRIMARY KEY,
    action_id  INTEGER NOT NULL REFERENCES action (id),
    seed       TEXT NOT NULL,
    size       INTEGER NOT NULL,
    gathered   TEXT,
    filter     TEXT NOT NULL,
    as_at      INTEGER NOT NULL,
    known_on   INTEGER NOT NULL,
    population INTEGER NOT NULL,
    digest     TEXT NOT NULL
) STRICT;

CREATE TABLE dip_stratum (
    sample_id  INTEGER NOT NULL REFERENCES dip_sample (id),
    place      INTEGER NOT NULL,
    name       TEXT NOT NULL,
    population INTEGER NOT NULL,
    drawn      INTEGER NOT NULL,
    PRIMARY KEY (sample_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE dip_child (
    sample_id   INTEGER NOT NULL REFERENCES dip_sample (id),
    place       INTEGER NOT NULL,
    child_ref   TEXT NOT NULL,
    child_shown TEXT NOT NULL,
    stratum     TEXT NOT NULL,
    PRIMARY KEY (sample_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_audit (
    id               INTEGER PRIMARY KEY,
    action_id        INTEGER NOT NULL REFERENCES action (id),
    sample_id        INTEGER REFERENCES dip_sample (id),
    child_ref        TEXT NOT NULL,
    child_shown      TEXT NOT NULL,
    on_day           INTEGER NOT NULL,
    role             TEXT,
    team             TEXT,
    questions_id     TEXT NOT NULL,
    questions_edition INTEGER NOT NULL,
    questions_digest TEXT NOT NULL,
    grade            TEXT NOT NULL,
    grade_rank       INTEGER NOT NULL,
    grade_of         INTEGER NOT NULL,
    words            TEXT NOT NULL,
    reaudit_on       INTEGER
) STRICT;
CREATE INDEX case_audit_by_child ON case_audit (child_ref, id);

CREATE TABLE case_audit_answer (
    audit_id INTEGER NOT NULL REFERENCES case_audit (id),
    place    INTEGER NOT NULL,
    question TEXT NOT NULL,
    answer   TEXT NOT NULL,
    PRIMARY KEY (audit_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE moderation (
    id         INTEGER PRIMARY KEY,
    action_id  INTEGER NOT NULL REFERENCES action (id),
    audit_id   INTEGER NOT NULL REFERENCES case_audit (id),
    on_day     INTEGER NOT NULL,
    role       TEXT,
    grade      TEXT NOT NULL,
    grade_rank INTEGER NOT NULL,
    grade_of   INTEGER NOT NULL,
    words      TEXT NOT NULL
) STRICT;
CREATE INDEX moderation_by_audit ON moderation (audit_id, id);

CREATE TABLE moderation_answer (
    moderation_id INTEGER NOT NULL REFERENCES moderation (id),
    place         INTEGER NOT NULL,
    question      TEXT NOT NULL,
    answer        TEXT NOT NULL,
    PRIMARY KEY (moderation_id, place)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER record_reading_is_not_changed BEFORE UPDATE ON record_reading
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER record_reading_is_not_erased BEFORE DELETE ON record_reading
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER dip_sample_is_not_changed BEFORE UPDATE ON dip_sample
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER dip_sample_is_not_erased BEFORE DELETE ON dip_sample
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER dip_stratum_is_not_changed BEFORE UPDATE ON dip_stratum
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER dip_stratum_is_not_erased BEFORE DELETE ON dip_stratum
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER dip_child_is_not_changed BEFORE UPDATE ON dip_child
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER dip_child_is_not_erased BEFORE DELETE ON dip_child
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER case_audit_is_not_changed BEFORE UPDATE ON case_audit
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER case_audit_is_not_erased BEFORE DELETE ON case_audit
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER case_audit_answer_is_not_changed BEFORE UPDATE ON case_audit_answer
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER case_audit_answer_is_not_erased BEFORE DELETE ON case_audit_answer
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER moderation_is_not_changed BEFORE UPDATE ON moderation
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER moderation_is_not_erased BEFORE DELETE ON moderation
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER moderation_answer_is_not_changed BEFORE UPDATE ON moderation_answer
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
CREATE TRIGGER moderation_answer_is_not_erased BEFORE DELETE ON moderation_answer
BEGIN SELECT raise(ABORT, 'audits are append-only'); END;
