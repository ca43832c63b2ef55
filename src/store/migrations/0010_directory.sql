-- The two directories (监管对象名录库, 执法人员名录库), recusals, past checks and the item list: all of them projections
-- of the journal. `entry` is the sequence number of the journal entry that last wrote the row.

CREATE TABLE object (
    id            TEXT   NOT NULL PRIMARY KEY,
    kind          TEXT   NOT NULL,
    status        TEXT   NOT NULL,
    grade         TEXT   NOT NULL,
    risk          TEXT   NOT NULL,
    district      TEXT   NOT NULL,
    category      TEXT   NOT NULL,
    name          TEXT   NOT NULL,
    initials      TEXT   NOT NULL,
    credit_code   TEXT   NOT NULL,
    legacy_number TEXT   NOT NULL,
    industry      TEXT   NOT NULL,
    region        TEXT   NOT NULL,
    registered_on TEXT   NOT NULL,
    employees     TEXT   NOT NULL,
    tags          TEXT   NOT NULL,
    source        TEXT   NOT NULL,
    entry         BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    address       TEXT   NOT NULL,
    scope         TEXT   NOT NULL
);

-- Natural persons behind an object, apart from it: read by permission, erasable.
CREATE TABLE object_person (
    id            TEXT NOT NULL PRIMARY KEY,
    legal_person  TEXT NOT NULL,
    contact_name  TEXT NOT NULL,
    contact_phone TEXT NOT NULL
);

-- How many objects there are of each sort: totals and lists of districts without counting a million rows.
CREATE TABLE object_count (
    district TEXT   NOT NULL,
    kind     TEXT   NOT NULL,
    status   TEXT   NOT NULL,
    grade    TEXT   NOT NULL,
    objects  BIGINT NOT NULL CHECK (objects >= 0),
    PRIMARY KEY (district, kind, status, grade)
);

CREATE TABLE officer (
    id                    TEXT   NOT NULL PRIMARY KEY,
    employee_no           TEXT   NOT NULL,
    name                  TEXT   NOT NULL,
    initials              TEXT   NOT NULL,
    sex                   TEXT   NOT NULL,
    unit                  TEXT   NOT NULL,
    post                  TEXT   NOT NULL,
    certificate_no        TEXT   NOT NULL,
    certificate_from      TEXT   NOT NULL,
    certificate_to        TEXT   NOT NULL,
    second_certificate_no TEXT   NOT NULL,
    second_certificate_to TEXT   NOT NULL,
    tags                  TEXT   NOT NULL,
    state                 TEXT   NOT NULL,
    auxiliary             BIGINT NOT NULL CHECK (auxiliary IN (0, 1)),
    base_load             BIGINT NOT NULL CHECK (base_load >= 0),
    entry                 BIGINT NOT NULL,
    updated_at            BIGINT NOT NULL
);

CREATE TABLE officer_person (
    id        TEXT NOT NULL PRIMARY KEY,
    id_number TEXT NOT NULL,
    phone     TEXT NOT NULL
);

-- 回避: this officer may not inspect this object. The salt blinds the pair in the sealed recusals.txt.
CREATE TABLE recusal (
    id          TEXT   NOT NULL PRIMARY KEY,
    officer     TEXT   NOT NULL,
    object      TEXT   NOT NULL,
    relation    TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    valid_from  TEXT   NOT NULL,
    valid_to    TEXT   NOT NULL,
    salt        TEXT   NOT NULL,
    declared_by TEXT   NOT NULL,
    declared_at BIGINT NOT NULL,
    entry       BIGINT NOT NULL,
    CHECK (valid_from <= valid_to)
);

-- 既往检查: what counts towards the annual cap and keeps an object out of the next draw.
CREATE TABLE past_check (
    object     TEXT   NOT NULL,
    checked_on TEXT   NOT NULL,
    source     TEXT   NOT NULL,
    task       TEXT   NOT NULL,
    result     TEXT   NOT NULL,
    officers   TEXT   NOT NULL,
    entry      BIGINT NOT NULL,
    PRIMARY KEY (object, checked_on, source)
);

CREATE TABLE item (
    code               TEXT   NOT NULL,
    version            BIGINT NOT NULL CHECK (version >= 1),
    state              TEXT   NOT NULL CHECK (state IN ('draft', 'published', 'superseded')),
    content            TEXT   NOT NULL,
    reason             TEXT   NOT NULL,
    drafted_at         BIGINT NOT NULL,
    published_on       TEXT   NOT NULL,
    effective_on       TEXT   NOT NULL,
    entry              BIGINT NOT NULL,
    PRIMARY KEY (code, version)
);
