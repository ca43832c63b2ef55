-- What guards an account beside its password. A row is made by the first entry that has something to say: journals from
-- before have none.
CREATE TABLE account_guard (
    account      TEXT   NOT NULL PRIMARY KEY,
    failures     BIGINT NOT NULL,
    locked_until BIGINT,
    totp         TEXT,
    totp_step    BIGINT NOT NULL
);
-- Recovery codes (恢复码) that are still good: SHA-256 of each.
CREATE TABLE account_recovery (
    account TEXT   NOT NULL,
    number  BIGINT NOT NULL,
    code    TEXT   NOT NULL,
    PRIMARY KEY (account, number)
);
-- Sessions are no projection. From where, by which program and by what means somebody signed in, so that its owner knows
-- which one is not his.
ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN means TEXT NOT NULL DEFAULT 'password';
CREATE INDEX session_account ON session (account);
