-- Which version of which fact an import closed, and until when it had counted: so that the newest
-- import can be taken back whole. Imports that are older than this step cannot be, because nobody
-- wrote down what they closed.

CREATE TABLE closing (
    import_id  INTEGER NOT NULL REFERENCES import (id),
    kind       INTEGER NOT NULL,
    child_id   INTEGER NOT NULL,
    start_day  INTEGER NOT NULL,
    source_ref TEXT NOT NULL,
    source     INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    was_to     INTEGER,
    PRIMARY KEY (import_id, kind, child_id, start_day, source_ref, source, version)
) STRICT, WITHOUT ROWID;

INSERT INTO meta (key, value) SELECT 'take_back_after', coalesce(max(id), 0) FROM import;
