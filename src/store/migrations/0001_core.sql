-- The journal, who works here, and for whom. Column types: BIGINT, TEXT, BYTEA (src/store/value.h).

-- One row: what the next entry is built upon. `epoch` grows when a process takes over writing (docs/formats/journal.md).
CREATE TABLE journal_head (
    id       BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    size     BIGINT NOT NULL CHECK (size >= 0),
    root     BYTEA  NOT NULL,
    frontier TEXT   NOT NULL,
    origin   TEXT   NOT NULL,
    last_at  BIGINT NOT NULL,
    epoch    BIGINT NOT NULL
);

-- `entry` holds the bytes that were hashed; the columns before it repeat parts of them for searching.
CREATE TABLE journal (
    seq     BIGINT NOT NULL PRIMARY KEY CHECK (seq >= 0),
    kind    TEXT   NOT NULL,
    actor   TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    entry   TEXT   NOT NULL,
    leaf    BYTEA  NOT NULL,
    root    BYTEA  NOT NULL
);
CREATE INDEX journal_by_subject ON journal (subject, seq);
CREATE INDEX journal_by_kind ON journal (kind, seq);

-- Private parts, erasable: the entry keeps the commitment.
CREATE TABLE journal_private (
    seq  BIGINT NOT NULL PRIMARY KEY REFERENCES journal (seq),
    salt TEXT   NOT NULL,
    part TEXT   NOT NULL
);

CREATE TABLE organ (
    code   TEXT NOT NULL PRIMARY KEY,
    name   TEXT NOT NULL,
    short  TEXT NOT NULL,
    region TEXT NOT NULL
);

-- `roles`: comma-joined, sorted. `activation_code`: SHA-256 of the code, hex; null once used.
CREATE TABLE account (
    id                 TEXT   NOT NULL PRIMARY KEY,
    login              TEXT   NOT NULL UNIQUE,
    name               TEXT   NOT NULL,
    roles              TEXT   NOT NULL,
    state              TEXT   NOT NULL CHECK (state IN ('created', 'active', 'disabled')),
    password           TEXT,
    activation_code    TEXT   UNIQUE,
    activation_expires BIGINT,
    created_at         BIGINT NOT NULL
);
