-- The provincial log: the county logs that are watched, the newest head seen of each, and alarms (county.*).
CREATE TABLE county (
    origin         TEXT   NOT NULL PRIMARY KEY,
    name           TEXT   NOT NULL,
    region         TEXT   NOT NULL,
    url            TEXT   NOT NULL,
    vkey           TEXT   NOT NULL,
    added_entry    BIGINT NOT NULL,
    size           BIGINT NOT NULL,
    checkpoint     TEXT   NOT NULL,
    observed_entry BIGINT,
    observed_at    BIGINT
);

-- One row for each time an alarm was raised; it is on while ended_entry is null.
CREATE TABLE county_alarm (
    entry       BIGINT NOT NULL PRIMARY KEY,
    origin      TEXT   NOT NULL REFERENCES county (origin),
    what        TEXT   NOT NULL,
    zh          TEXT   NOT NULL,
    en          TEXT   NOT NULL,
    held        TEXT   NOT NULL,
    shown       TEXT   NOT NULL,
    raised_at   BIGINT NOT NULL,
    ended_entry BIGINT
);
CREATE INDEX county_alarm_origin ON county_alarm (origin, ended_entry);
