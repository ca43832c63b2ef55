-- Roles whose holders must use a second factor, and roles of the bureau's own making.
CREATE TABLE role_factor (
    role  TEXT   NOT NULL PRIMARY KEY,
    entry BIGINT NOT NULL
);
CREATE TABLE role_custom (
    id          TEXT   NOT NULL PRIMARY KEY,
    title       TEXT   NOT NULL,
    permissions TEXT   NOT NULL,
    state       TEXT   NOT NULL CHECK (state IN ('open', 'closed')),
    entry       BIGINT NOT NULL
);
-- Standing in for someone who is away (委托): roles, from one day to another.
CREATE TABLE delegation (
    id         TEXT   NOT NULL PRIMARY KEY,
    giver      TEXT   NOT NULL,
    taker      TEXT   NOT NULL,
    roles      TEXT   NOT NULL,
    starts     TEXT   NOT NULL,
    ends       TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    state      TEXT   NOT NULL CHECK (state IN ('granted', 'revoked')),
    granted_at BIGINT NOT NULL,
    entry      BIGINT NOT NULL
);
CREATE INDEX delegation_taker ON delegation (taker);
CREATE INDEX delegation_giver ON delegation (giver);
