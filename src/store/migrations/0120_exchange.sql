-- Interconnection (互联互通): sources, what waits for a person, and who reads our directory (exchange.*). Where a source
-- is and what opens it stays in the private part of the entry `entry`.
CREATE TABLE exchange_source (
    id            TEXT   NOT NULL PRIMARY KEY,
    number        BIGINT NOT NULL,
    settings      TEXT   NOT NULL,
    name          TEXT   NOT NULL,
    entry         BIGINT NOT NULL,
    set_by        TEXT   NOT NULL,
    set_at        BIGINT NOT NULL,
    removed_entry BIGINT,
    merged_entry  BIGINT,
    merged_at     BIGINT,
    cursor        TEXT   NOT NULL
);

-- One row for each field on which a source and the directory differ; the number of its line in the list that the
-- entry names. state: open, kept, taken, past.
CREATE TABLE exchange_conflict (
    entry          BIGINT NOT NULL,
    line           BIGINT NOT NULL,
    source         TEXT   NOT NULL REFERENCES exchange_source (id),
    object         TEXT   NOT NULL,
    field          TEXT   NOT NULL,
    ours           TEXT   NOT NULL,
    theirs         TEXT   NOT NULL,
    state          TEXT   NOT NULL,
    raised_at      BIGINT NOT NULL,
    resolved_entry BIGINT,
    resolved_by    TEXT,
    resolved_at    BIGINT,
    PRIMARY KEY (entry, line)
);
CREATE INDEX exchange_conflict_state ON exchange_conflict (state, entry, line);
CREATE INDEX exchange_conflict_object ON exchange_conflict (object, source, field);

CREATE TABLE exchange_reader (
    id            TEXT   NOT NULL PRIMARY KEY,
    number        BIGINT NOT NULL,
    name          TEXT   NOT NULL,
    scope         TEXT   NOT NULL,
    expires_on    TEXT   NOT NULL,
    key_digest    TEXT   NOT NULL,
    entry         BIGINT NOT NULL,
    set_by        TEXT   NOT NULL,
    set_at        BIGINT NOT NULL,
    revoked_entry BIGINT,
    given_entry   BIGINT,
    given_at      BIGINT,
    given_rows    BIGINT NOT NULL,
    given_until   TEXT   NOT NULL
);
CREATE UNIQUE INDEX exchange_reader_key ON exchange_reader (key_digest);
