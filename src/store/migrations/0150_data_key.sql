-- Under which generation of the data key the sealed columns and files lie (store/data_key_move.h). proof: a sealed text,
-- by which a database recognises its key. No row: nothing was sealed yet.
CREATE TABLE data_key (
    id         BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    generation BIGINT NOT NULL CHECK (generation >= 1),
    proof      TEXT   NOT NULL
);
