-- The organisation tree below the organ: regions (with the district's name as objects carry it) and departments (with
-- the unit's name as officers carry it).
CREATE TABLE organ_unit (
    code   TEXT   NOT NULL PRIMARY KEY,
    parent TEXT   NOT NULL,
    kind   TEXT   NOT NULL CHECK (kind IN ('region', 'department')),
    name   TEXT   NOT NULL,
    state  TEXT   NOT NULL CHECK (state IN ('open', 'closed')),
    entry  BIGINT NOT NULL
);
CREATE INDEX organ_unit_parent ON organ_unit (parent);
CREATE TABLE account_place (
    account TEXT   NOT NULL PRIMARY KEY,
    unit    TEXT   NOT NULL,
    entry   BIGINT NOT NULL
);
