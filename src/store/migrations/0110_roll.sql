-- The whole directory of objects (roll-v2): grid and special libraries, the labour archive, where each field came from
-- and what it was before, merged duplicates, the grid tree. A row that was there is taken as it is: all its fields came
-- with the entry that last wrote it, which is what replay makes of "roll-v1", too.

ALTER TABLE object ADD COLUMN grid TEXT NOT NULL DEFAULT '';
ALTER TABLE object ADD COLUMN libraries TEXT NOT NULL DEFAULT '';
-- The columns of roll-v2 from the 29th on, separated by tabs, without the empty ones at the end.
ALTER TABLE object ADD COLUMN archive TEXT NOT NULL DEFAULT '';
-- The object this one was found to be the same as; such a row is in no list and no draw.
ALTER TABLE object ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
-- The entry, and its time, that all fields came with for which object_field says nothing else.
ALTER TABLE object ADD COLUMN base_entry BIGINT NOT NULL DEFAULT 0;
ALTER TABLE object ADD COLUMN base_at BIGINT NOT NULL DEFAULT 0;
UPDATE object SET base_entry = entry, base_at = updated_at;
CREATE INDEX object_changed ON object (entry, id);
CREATE INDEX object_merged ON object (merged_into) WHERE merged_into <> '';

-- The eight personal columns, separated by tabs, and the entry whose rows they came with.
CREATE TABLE object_person_2 (
    id     TEXT   NOT NULL PRIMARY KEY,
    person TEXT   NOT NULL,
    entry  BIGINT NOT NULL
);
INSERT INTO object_person_2 (id, person, entry)
SELECT p.id, p.legal_person || '	' || p.contact_name || '	' || p.contact_phone || '					', o.entry
  FROM object_person p JOIN object o ON o.id = p.id;
DROP TABLE object_person;
ALTER TABLE object_person_2 RENAME TO object_person;

-- Fields that came from elsewhere, or were verified, since the row as a whole came.
CREATE TABLE object_field (
    object      TEXT   NOT NULL,
    field       TEXT   NOT NULL,
    source      TEXT   NOT NULL,
    set_entry   BIGINT NOT NULL,
    set_at      BIGINT NOT NULL,
    verified_at BIGINT NOT NULL,
    PRIMARY KEY (object, field)
);

-- What a field was and became. Of personal fields only whether there was something.
CREATE TABLE object_change (
    object TEXT   NOT NULL,
    entry  BIGINT NOT NULL,
    field  TEXT   NOT NULL,
    before TEXT   NOT NULL,
    after  TEXT   NOT NULL,
    source TEXT   NOT NULL,
    actor  TEXT   NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (object, entry, field)
);

-- Duplicates that were joined. `undone`: the entry that took them apart again, or 0.
CREATE TABLE object_merge (
    entry  BIGINT NOT NULL PRIMARY KEY,
    kept   TEXT   NOT NULL,
    gone   TEXT   NOT NULL,
    actor  TEXT   NOT NULL,
    at     BIGINT NOT NULL,
    undone BIGINT NOT NULL
);
-- Pairs that a person found to be two.
CREATE TABLE object_apart (
    first  TEXT   NOT NULL,
    second TEXT   NOT NULL,
    actor  TEXT   NOT NULL,
    at     BIGINT NOT NULL,
    entry  BIGINT NOT NULL,
    PRIMARY KEY (first, second)
);

-- Tags and special libraries that have a name, a meaning and a department of their own.
CREATE TABLE object_label (
    kind       TEXT   NOT NULL CHECK (kind IN ('library', 'tag')),
    name       TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    department TEXT   NOT NULL,
    items      TEXT   NOT NULL,
    active     BIGINT NOT NULL CHECK (active IN (0, 1)),
    entry      BIGINT NOT NULL,
    PRIMARY KEY (kind, name)
);

-- 区 → 乡镇街道 → 社区/村 → 网格.
CREATE TABLE grid (
    code   TEXT   NOT NULL PRIMARY KEY,
    name   TEXT   NOT NULL,
    level  TEXT   NOT NULL CHECK (level IN ('county', 'town', 'community', 'cell')),
    parent TEXT   NOT NULL,
    active BIGINT NOT NULL CHECK (active IN (0, 1)),
    entry  BIGINT NOT NULL
);
-- The person responsible: name and phone, separated by a tab.
CREATE TABLE grid_person (
    code   TEXT   NOT NULL PRIMARY KEY,
    person TEXT   NOT NULL,
    entry  BIGINT NOT NULL
);
