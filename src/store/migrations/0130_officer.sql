-- The directory of officers in full (officer-v2), their training, what changed about them by hand, and recusals that end
-- early.
ALTER TABLE officer ADD COLUMN certificate_state TEXT NOT NULL DEFAULT '有效';
ALTER TABLE officer ADD COLUMN second_certificate_from TEXT NOT NULL DEFAULT '';
ALTER TABLE officer ADD COLUMN second_certificate_state TEXT NOT NULL DEFAULT '有效';
ALTER TABLE officer ADD COLUMN more_certificates TEXT NOT NULL DEFAULT '';
ALTER TABLE officer ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE officer ADD COLUMN duties TEXT NOT NULL DEFAULT '';
ALTER TABLE officer ADD COLUMN on_post_since TEXT NOT NULL DEFAULT '';
ALTER TABLE officer ADD COLUMN education TEXT NOT NULL DEFAULT '';
ALTER TABLE officer ADD COLUMN major TEXT NOT NULL DEFAULT '';
ALTER TABLE officer ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE officer ADD COLUMN competence TEXT NOT NULL DEFAULT '';
ALTER TABLE officer ADD COLUMN expert_fields TEXT NOT NULL DEFAULT '';
ALTER TABLE officer ADD COLUMN state_from TEXT NOT NULL DEFAULT '';
ALTER TABLE officer ADD COLUMN state_to TEXT NOT NULL DEFAULT '';
ALTER TABLE officer ADD COLUMN hired_on TEXT NOT NULL DEFAULT '';
ALTER TABLE officer ADD COLUMN base_load_year BIGINT NOT NULL DEFAULT 0;

-- The entry whose rows the person came from: an erasure forgets no later one.
ALTER TABLE officer_person ADD COLUMN entry BIGINT NOT NULL DEFAULT 0;
UPDATE officer_person SET entry = (SELECT o.entry FROM officer o WHERE o.id = officer_person.id);

-- officer.trained; blank once its private part was erased.
CREATE TABLE officer_training (
    id          TEXT   NOT NULL PRIMARY KEY,
    officer     TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    held_on     TEXT   NOT NULL,
    hours       BIGINT NOT NULL,
    passed      BIGINT NOT NULL,
    topic       TEXT   NOT NULL,
    recorded_by TEXT   NOT NULL,
    recorded_at BIGINT NOT NULL,
    entry       BIGINT NOT NULL
);
CREATE INDEX officer_training_officer ON officer_training (officer, held_on);

-- officer.changed: what one form changed.
CREATE TABLE officer_change (
    entry      BIGINT NOT NULL PRIMARY KEY,
    officer    TEXT   NOT NULL,
    fields     TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    changed_by TEXT   NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX officer_change_officer ON officer_change (officer, entry);

-- recusal.ended: valid_to moves forward, the rest stays.
ALTER TABLE recusal ADD COLUMN ended_entry BIGINT;
ALTER TABLE recusal ADD COLUMN ended_reason TEXT NOT NULL DEFAULT '';
