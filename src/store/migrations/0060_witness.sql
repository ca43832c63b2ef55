-- Witnesses of the log (docs/formats/log-v1.md §5): policies that were proposed and set, and which sealings were seen.

-- policy: the strict text. witnesses: canonical JSON, names with organisations and addresses. state 'past': another is
-- in force; 'dropped': another was proposed before this one was approved.
CREATE TABLE witness_policy (
    entry       BIGINT NOT NULL PRIMARY KEY,
    policy      TEXT   NOT NULL,
    witnesses   TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    proposed_by TEXT   NOT NULL,
    proposed_at BIGINT NOT NULL,
    state       TEXT   NOT NULL CHECK (state IN ('proposed', 'dropped', 'set', 'past')),
    set_entry   BIGINT,
    set_by      TEXT,
    set_at      BIGINT
);

-- Digest of the policy whose quorum must see each sealing of the draw; null: none.
ALTER TABLE draw ADD COLUMN policy TEXT;

-- sealing.witnessed: the tlog-proof that it carries.
ALTER TABLE draw_attempt ADD COLUMN witnessed TEXT;
ALTER TABLE draw_attempt ADD COLUMN witnessed_at BIGINT;
ALTER TABLE draw_attempt ADD COLUMN witnessed_seq BIGINT;
