-- Tasks (抽查任务) and their draws: projections of the journal. The files of a draw (plan, frame, result, …) are blobs
-- named by the digests its events carry; what is here can be made again from the two.

CREATE TABLE task (
    id            TEXT   NOT NULL PRIMARY KEY,
    position      BIGINT NOT NULL UNIQUE,
    year          BIGINT NOT NULL,
    serial        BIGINT NOT NULL CHECK (serial >= 1),
    number        TEXT   NOT NULL UNIQUE,
    name          TEXT   NOT NULL,
    content       TEXT   NOT NULL,
    item_versions TEXT   NOT NULL,
    created_by    TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    entry         BIGINT NOT NULL,
    UNIQUE (year, serial)
);

-- drawn_attempt and assigned_attempt: the attempt whose result and assignment are in force; 0 = none yet.
CREATE TABLE draw (
    id                  TEXT   NOT NULL PRIMARY KEY,
    position            BIGINT NOT NULL UNIQUE,
    year                BIGINT NOT NULL,
    serial              BIGINT NOT NULL CHECK (serial >= 1),
    task                TEXT   NOT NULL,
    task_number         TEXT   NOT NULL,
    visit_from          TEXT   NOT NULL,
    state               TEXT   NOT NULL CHECK (state IN ('opened', 'sealed', 'event', 'seeded', 'drawn', 'assigned',
                                                         'closed', 'voided')),
    attempt             BIGINT NOT NULL CHECK (attempt >= 1),
    frame_sealed        BIGINT NOT NULL CHECK (frame_sealed IN (0, 1)),
    drawn_attempt       BIGINT NOT NULL,
    assigned_attempt    BIGINT NOT NULL,
    min_parties         BIGINT NOT NULL,
    terms               TEXT   NOT NULL,
    seed                TEXT,
    opened_by           TEXT   NOT NULL,
    opened_at           BIGINT NOT NULL,
    redraw_requested_by TEXT,
    redraw_reason       TEXT,
    void_reason         TEXT,
    substitutions       TEXT,
    entry               BIGINT NOT NULL,
    UNIQUE (year, serial)
);
CREATE INDEX draw_of_task ON draw (task);

CREATE TABLE draw_party (
    draw          TEXT   NOT NULL,
    id            TEXT   NOT NULL,
    organisation  TEXT   NOT NULL,
    role          TEXT   NOT NULL,
    commitment    TEXT,
    committed_at  BIGINT,
    committed_seq BIGINT,
    rejected      BIGINT NOT NULL,
    value         TEXT,
    typed         TEXT,
    revealed_at   BIGINT,
    revealed_seq  BIGINT,
    PRIMARY KEY (draw, id)
);

CREATE TABLE draw_event (
    draw         TEXT   NOT NULL,
    position     BIGINT NOT NULL,
    kind         TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    not_before   TEXT   NOT NULL,
    content      TEXT,
    recorded_at  BIGINT,
    recorded_seq BIGINT,
    PRIMARY KEY (draw, position)
);

-- What was drawn and each time it was drawn are two things: a redraw is a further attempt of the same draw.
-- thin_slots: places for which fewer than four officers could be chosen.
CREATE TABLE draw_attempt (
    draw          TEXT   NOT NULL,
    attempt       BIGINT NOT NULL,
    plan          TEXT   NOT NULL,
    seal          TEXT   NOT NULL,
    frame_root    TEXT   NOT NULL,
    journal_size  BIGINT NOT NULL,
    sealed_at     BIGINT NOT NULL,
    sealed_seq    BIGINT NOT NULL,
    result        TEXT,
    result_seq    BIGINT,
    sample        BIGINT,
    reserve       BIGINT,
    slots         TEXT,
    assignment    TEXT,
    assigned_seq  BIGINT,
    thin_slots    BIGINT,
    PRIMARY KEY (draw, attempt)
);

-- How many objects each stratum holds and gives, and how many each rule kept out.
CREATE TABLE draw_count (
    draw     TEXT   NOT NULL,
    attempt  BIGINT NOT NULL,
    sort     TEXT   NOT NULL CHECK (sort IN ('stratum', 'excluded')),
    label    TEXT   NOT NULL,
    objects  BIGINT NOT NULL,
    drawn    BIGINT NOT NULL,
    PRIMARY KEY (draw, attempt, sort, label)
);

CREATE TABLE draw_result (
    draw     TEXT   NOT NULL,
    attempt  BIGINT NOT NULL,
    stratum  TEXT   NOT NULL,
    district TEXT   NOT NULL,
    rank     BIGINT NOT NULL,
    kind     TEXT   NOT NULL CHECK (kind IN ('S', 'R')),
    ticket   BYTEA  NOT NULL,
    object   TEXT   NOT NULL,
    PRIMARY KEY (draw, attempt, stratum, district, rank)
);

CREATE TABLE draw_assignment (
    draw    TEXT   NOT NULL,
    attempt BIGINT NOT NULL,
    object  TEXT   NOT NULL,
    slot    BIGINT NOT NULL,
    officer TEXT   NOT NULL,
    PRIMARY KEY (draw, attempt, object, slot)
);
