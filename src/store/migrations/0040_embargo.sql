-- Embargo, trustees and invitations (docs/formats/draw-v1.md §5, §11). While an embargo lasts, draw.seed, the digests in
-- draw_attempt, draw_result, draw_assignment and draw_share.value are secrets of this database.

ALTER TABLE draw ADD COLUMN mode TEXT NOT NULL DEFAULT 'open' CHECK (mode IN ('open', 'embargo'));
ALTER TABLE draw ADD COLUMN reveal_by TEXT;
ALTER TABLE draw ADD COLUMN sealed_seed TEXT;
-- How many trustees together open a deposit; 0: the plan names none.
ALTER TABLE draw ADD COLUMN threshold BIGINT NOT NULL DEFAULT 0;

-- 1: the value was opened by trustees, not revealed by the party itself.
ALTER TABLE draw_party ADD COLUMN opened BIGINT NOT NULL DEFAULT 0 CHECK (opened IN (0, 1));

ALTER TABLE draw_attempt ADD COLUMN result_root TEXT;
ALTER TABLE draw_attempt ADD COLUMN slots_root TEXT;
ALTER TABLE draw_attempt ADD COLUMN assignment_root TEXT;

-- Place in result.tsv, from 0: what entries say instead of the object.
ALTER TABLE draw_result ADD COLUMN line BIGINT NOT NULL DEFAULT 0;
UPDATE draw_result SET line = numbered.line
FROM (SELECT draw, attempt, stratum, district, rank,
             row_number() OVER (PARTITION BY draw, attempt ORDER BY stratum, district, rank) - 1 AS line
      FROM draw_result) AS numbered
WHERE numbered.draw = draw_result.draw AND numbered.attempt = draw_result.attempt
  AND numbered.stratum = draw_result.stratum AND numbered.district = draw_result.district
  AND numbered.rank = draw_result.rank;
CREATE UNIQUE INDEX draw_result_line ON draw_result (draw, attempt, line);

CREATE TABLE draw_share (
    draw          TEXT   NOT NULL,
    id            TEXT   NOT NULL,
    organisation  TEXT   NOT NULL,
    commitment    TEXT,
    committed_at  BIGINT,
    committed_seq BIGINT,
    value         TEXT,
    delivered_at  BIGINT,
    delivered_seq BIGINT,
    revealed_at   BIGINT,
    revealed_seq  BIGINT,
    PRIMARY KEY (draw, id)
);

-- Of a party or a sealed share. failed: it was opened and is not what was committed to.
CREATE TABLE draw_deposit (
    draw    TEXT   NOT NULL,
    party   TEXT   NOT NULL,
    trustee TEXT   NOT NULL,
    box     TEXT   NOT NULL,
    failed  BIGINT NOT NULL CHECK (failed IN (0, 1)),
    PRIMARY KEY (draw, party, trustee)
);

-- The link that was last given to a party or the keeper of a sealed share; token is a hash.
CREATE TABLE draw_invitation (
    draw  TEXT   NOT NULL,
    party TEXT   NOT NULL,
    token TEXT   NOT NULL,
    entry BIGINT NOT NULL,
    PRIMARY KEY (draw, party)
);

-- One row for each line and each time it was shown.
CREATE TABLE draw_disclosure (
    draw    TEXT   NOT NULL,
    attempt BIGINT NOT NULL,
    line    BIGINT NOT NULL,
    entry   BIGINT NOT NULL,
    actor   TEXT   NOT NULL,
    purpose TEXT   NOT NULL CHECK (purpose IN ('visit', 'doorstep', 'print', 'audit')),
    at      BIGINT NOT NULL,
    PRIMARY KEY (draw, attempt, line, entry)
);

-- Doorstep proofs that were handed out; token is a hash.
CREATE TABLE draw_doorstep (
    token   TEXT   NOT NULL PRIMARY KEY,
    draw    TEXT   NOT NULL,
    attempt BIGINT NOT NULL,
    line    BIGINT NOT NULL,
    entry   BIGINT NOT NULL
);
