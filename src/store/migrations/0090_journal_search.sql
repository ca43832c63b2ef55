-- What the search in the journal needs beside 0001's indexes by kind and by subject. Dates need none: the times of the
-- entries never decrease, so that a day is a range of numbers.
CREATE INDEX journal_by_actor ON journal (actor, kind, seq);
CREATE INDEX journal_by_leaf ON journal (leaf);
