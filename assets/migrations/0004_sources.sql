-- A fact may come from several sources (Annex A, CIN census, SSD, SSDA903, a council's own export).
-- Each source keeps a history of its own, so that the silence of one never closes what another
-- says; they are brought together when they are read. `link` is another row's own id (the session
-- that set an action is in details; the action that it carries is here). What was imported before
-- this step came from Annex A (1), or from a council's own export (5: supervision and families).

ALTER TABLE fact RENAME TO fact_before;

CREATE TABLE fact (
    kind          INTEGER NOT NULL,
    child_id      INTEGER NOT NULL,
    start_day     INTEGER NOT NULL,
    source_ref    TEXT NOT NULL,
    source        INTEGER NOT NULL,
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
    link          TEXT,
    details       TEXT,
    PRIMARY KEY (kind, child_id, start_day, source_ref, source, version)
) STRICT, WITHOUT ROWID;

INSERT INTO fact
SELECT kind, child_id, start_day, source_ref, CASE WHEN kind IN (2, 9) THEN 5 ELSE 1 END, version,
       known_from, known_to, listed, import_id, end_day, seen_day, review_day, extra_day, code,
       flags, amount, team_id, worker_id, supervisor_id, family_id, NULL, details
FROM fact_before ORDER BY kind, child_id, start_day, source_ref, version;

DROP TABLE fact_before;

ALTER TABLE import_file ADD COLUMN source INTEGER NOT NULL DEFAULT 1;
UPDATE import_file SET source = 5 WHERE feed IN (2, 3);

-- Which lists an import held, of which source, from which day each lists every event, and of which
-- days it speaks at all.
ALTER TABLE import_list RENAME TO import_list_before;

CREATE TABLE import_list (
    import_id   INTEGER NOT NULL REFERENCES import (id),
    kind        INTEGER NOT NULL,
    source      INTEGER NOT NULL,
    window_from INTEGER,
    covers_from INTEGER,
    covers_to   INTEGER,
    PRIMARY KEY (kind, source, import_id)
) STRICT, WITHOUT ROWID;

INSERT INTO import_list
SELECT l.import_id, l.kind, CASE WHEN l.kind IN (2, 9) THEN 5 ELSE 1 END, l.window_from,
       (SELECT min(f.covers_from) FROM import_file f WHERE f.import_id = l.import_id
        AND f.feed = CASE l.kind WHEN 9 THEN 2 WHEN 2 THEN 3 ELSE 1 END),
       (SELECT max(f.covers_to) FROM import_file f WHERE f.import_id = l.import_id
        AND f.feed = CASE l.kind WHEN 9 THEN 2 WHEN 2 THEN 3 ELSE 1 END)
FROM import_list_before l;

-- The lists of open cases of Annex A also told of the latest visit and review, and of the worker.
INSERT INTO import_list
SELECT l.import_id, a.kind, 1, NULL, l.covers_from, l.covers_to
FROM import_list l
JOIN (SELECT 5 AS list, 31 AS kind UNION SELECT 6, 30 UNION SELECT 7, 30 UNION SELECT 8, 30
      UNION SELECT 7, 32 UNION SELECT 8, 33 UNION SELECT 8, 35 UNION SELECT 8, 36
      UNION SELECT 6, 37 UNION SELECT 7, 37 UNION SELECT 8, 37) a ON a.list = l.kind
WHERE l.source = 1
GROUP BY l.import_id, a.kind;

DROP TABLE import_list_before;
