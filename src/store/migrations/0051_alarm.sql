-- Samples that do not look like chance (draw/chance_check.h): said, never acted upon.
CREATE TABLE draw_alarm (
    draw                  TEXT   NOT NULL,
    entry                 BIGINT NOT NULL,
    attempt               BIGINT NOT NULL,
    test                  TEXT   NOT NULL,
    statistic_thousandths BIGINT NOT NULL,
    degrees               BIGINT NOT NULL,
    PRIMARY KEY (draw, entry)
);
