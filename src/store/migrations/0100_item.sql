-- Items go draft, submitted, reviewed, published, superseded; each version says what it does to the list, on which
-- legal basis, who drafted and who reviewed it, and in which announcement it was published. Rows of before keep their
-- content as it stood in the entry (item-v1); what those entries did not say is empty or null here.
CREATE TABLE item_version (
    code           TEXT   NOT NULL,
    version        BIGINT NOT NULL CHECK (version >= 1),
    state          TEXT   NOT NULL CHECK (state IN ('draft', 'submitted', 'reviewed', 'published', 'superseded')),
    format         TEXT   NOT NULL,
    content        TEXT   NOT NULL,
    adjustment     TEXT   NOT NULL CHECK (adjustment IN ('', 'new', 'change', 'cancel')),
    reason         TEXT   NOT NULL,
    legal_basis    TEXT   NOT NULL,
    drafters       TEXT   NOT NULL, -- accounts, comma-joined
    drafted_at     BIGINT NOT NULL,
    draft_entry    BIGINT,
    submitter      TEXT   NOT NULL,
    reviewer       TEXT   NOT NULL,
    verdict        TEXT   NOT NULL CHECK (verdict IN ('', 'approved', 'returned')),
    opinion        TEXT   NOT NULL,
    reviewed_at    BIGINT,
    review_entry   BIGINT,
    published_on   TEXT   NOT NULL,
    effective_on   TEXT   NOT NULL,
    announcement   BIGINT,
    entry          BIGINT NOT NULL,
    PRIMARY KEY (code, version)
);

INSERT INTO item_version (code, version, state, format, content, adjustment, reason, legal_basis, drafters, drafted_at,
                          draft_entry, submitter, reviewer, verdict, opinion, reviewed_at, review_entry, published_on,
                          effective_on, announcement, entry)
SELECT code, version, state, 'item-v1', content, '', reason, '', '', drafted_at, NULL, '', '', '', '', NULL, NULL,
       published_on, effective_on, NULL, entry
  FROM item;

DROP TABLE item;

-- 公告: what was published together.
CREATE TABLE item_announcement (
    number       BIGINT NOT NULL CHECK (number >= 1),
    title        TEXT   NOT NULL,
    document     TEXT   NOT NULL,
    published_on TEXT   NOT NULL,
    effective_on TEXT   NOT NULL,
    published_at BIGINT NOT NULL,
    entry        BIGINT NOT NULL,
    PRIMARY KEY (number)
);
