-- Substitutions and extensions of a draw (docs/formats/draw-v1.md §9, §10.1). While an embargo lasts, the objects here
-- are secrets of this database, like draw_result.

-- Lists of officers are joined by commas. object: that of `line`; replaced: who held the slot.
CREATE TABLE draw_substitution (
    draw               TEXT   NOT NULL,
    number             BIGINT NOT NULL CHECK (number >= 1),
    attempt            BIGINT NOT NULL,
    what               TEXT   NOT NULL CHECK (what IN ('object', 'officer')),
    line               BIGINT NOT NULL,
    object             TEXT   NOT NULL,
    slot               BIGINT,
    reason             TEXT   NOT NULL,
    state              TEXT   NOT NULL CHECK (state IN ('requested', 'approved', 'refused')),
    recused            TEXT   NOT NULL,
    unavailable        TEXT   NOT NULL,
    replacement        BIGINT,
    replacement_object TEXT,
    officers           TEXT   NOT NULL,
    replaced           TEXT,
    officer            TEXT,
    requested_by       TEXT   NOT NULL,
    requested_at       BIGINT NOT NULL,
    answered_by        TEXT,
    answered_at        BIGINT,
    entry              BIGINT NOT NULL,
    PRIMARY KEY (draw, number)
);

-- What became of an object by substitution, over all attempts: cancelled, or called up from the reserve.
CREATE TABLE draw_substituted (
    draw   TEXT   NOT NULL,
    object TEXT   NOT NULL,
    sort   TEXT   NOT NULL CHECK (sort IN ('cancelled', 'called_up')),
    number BIGINT NOT NULL,
    PRIMARY KEY (draw, object)
);

-- strata: canonical JSON, as asked for. attempt: the one that carries it out, once approved.
CREATE TABLE draw_extension (
    draw         TEXT   NOT NULL,
    entry        BIGINT NOT NULL,
    requested_by TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    strata       TEXT   NOT NULL,
    state        TEXT   NOT NULL CHECK (state IN ('requested', 'approved', 'dropped')),
    attempt      BIGINT,
    PRIMARY KEY (draw, entry)
);
