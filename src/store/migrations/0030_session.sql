-- Who is signed in. No projection: a session is nothing the journal needs to keep. The token itself is nowhere, only its
-- SHA-256, so that a copy of the database opens no session.
CREATE TABLE session (
    token      TEXT   NOT NULL PRIMARY KEY,
    account    TEXT   NOT NULL,
    csrf       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);
CREATE INDEX session_seen_at ON session (seen_at);
