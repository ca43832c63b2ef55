-- Tokens for programs: SHA-256 of what the program holds.
CREATE TABLE api_token (
    id        TEXT   NOT NULL PRIMARY KEY,
    account   TEXT   NOT NULL,
    label     TEXT   NOT NULL,
    scopes    TEXT   NOT NULL,
    digest    TEXT   UNIQUE,
    expires   BIGINT NOT NULL,
    state     TEXT   NOT NULL CHECK (state IN ('issued', 'revoked')),
    issued_at BIGINT NOT NULL,
    entry     BIGINT NOT NULL
);
CREATE INDEX api_token_account ON api_token (account);
