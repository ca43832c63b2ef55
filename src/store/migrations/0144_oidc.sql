-- Signing in by a provider of identities (OpenID Connect), and which of its people are which accounts.
CREATE TABLE oidc_provider (
    id     TEXT   NOT NULL PRIMARY KEY,
    title  TEXT   NOT NULL,
    issuer TEXT   NOT NULL,
    client TEXT   NOT NULL,
    secret TEXT   NOT NULL,
    state  TEXT   NOT NULL CHECK (state IN ('open', 'closed')),
    entry  BIGINT NOT NULL
);
-- `person`: SHA-256 of the provider and of what it calls the person.
CREATE TABLE oidc_link (
    provider TEXT   NOT NULL,
    person   TEXT   NOT NULL,
    account  TEXT   NOT NULL,
    entry    BIGINT NOT NULL,
    PRIMARY KEY (provider, person)
);
CREATE INDEX oidc_link_account ON oidc_link (account);
