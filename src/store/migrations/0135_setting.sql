-- Years of the working-day calendar (calendar.loaded); days is canonical JSON, as in the entry.
CREATE TABLE calendar_year (
    year      BIGINT NOT NULL PRIMARY KEY,
    confirmed BIGINT NOT NULL,
    days      TEXT   NOT NULL,
    source    TEXT   NOT NULL,
    loaded_by TEXT   NOT NULL,
    loaded_at BIGINT NOT NULL,
    entry     BIGINT NOT NULL
);

-- Parameters that were set (parameter.set): the row with the latest valid_from not after a day holds on it.
CREATE TABLE parameter_setting (
    name       TEXT   NOT NULL,
    valid_from TEXT   NOT NULL,
    value      TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    set_by     TEXT   NOT NULL,
    set_at     BIGINT NOT NULL,
    entry      BIGINT NOT NULL,
    PRIMARY KEY (name, valid_from)
);

-- Terms added to a dictionary or taken out of use (dictionary.changed).
CREATE TABLE dictionary_change (
    entry      BIGINT NOT NULL PRIMARY KEY,
    dictionary TEXT   NOT NULL,
    term       TEXT   NOT NULL,
    valid_from TEXT   NOT NULL,
    in_use     BIGINT NOT NULL,
    reason     TEXT   NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL
);
