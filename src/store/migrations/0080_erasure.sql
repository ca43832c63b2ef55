-- Requests to erase personal data (docs/formats/journal.md). Whom they concern stands in the private parts alone.
CREATE TABLE erasure (
    id           TEXT   NOT NULL PRIMARY KEY,
    state        TEXT   NOT NULL CHECK (state IN ('requested', 'approved', 'refused')),
    what         TEXT   NOT NULL CHECK (what IN ('entries', 'officer', 'object')),
    basis        TEXT   NOT NULL,
    entries      TEXT   NOT NULL,
    requested_by TEXT   NOT NULL,
    requested_at BIGINT NOT NULL,
    answered_by  TEXT,
    answered_at  BIGINT,
    entry        BIGINT NOT NULL
);
