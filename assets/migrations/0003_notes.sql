-- A note knows for whom it is written, of which teams it speaks and what it was drafted from; a
-- figure knows what it counts against which limit, so that a later note can be held beside it.
-- Empty words stand in notes that are older than this step.

ALTER TABLE note ADD COLUMN audience TEXT NOT NULL DEFAULT 'board';
ALTER TABLE note ADD COLUMN scope TEXT NOT NULL DEFAULT '';
ALTER TABLE note ADD COLUMN policy TEXT NOT NULL DEFAULT '';
ALTER TABLE note ADD COLUMN sources TEXT NOT NULL DEFAULT '';

ALTER TABLE note_evidence ADD COLUMN measure TEXT NOT NULL DEFAULT '';
ALTER TABLE note_evidence ADD COLUMN limit_words TEXT NOT NULL DEFAULT '';
