// The faults of the store. All are exceptions: they end the work at hand, and the transaction they happened in can only
// be rolled back. `what()` is for the operator's log and names the statement; it is never shown to the public.
#pragma once
#include "base/result.h"

#include <stdexcept>
#include <string>
#include <utility>

namespace sunlot::store {

class DatabaseError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A row with that key is already there: the one fault a use case may turn into a refusal ("this login is taken").
class UniqueViolation : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
};

/// A check, not-null or foreign key rule of the schema said no: the use case let something through.
class ConstraintViolation : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
};

/// Another transaction was in the way (SQLSTATE 40001, 40P01; SQLITE_BUSY): the same work may succeed when repeated.
class Conflict : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
};

/// Another process has taken over writing this database; this one must stop (docs/formats/journal.md, "fencing").
class Fenced : public DatabaseError {
public:
    using DatabaseError::DatabaseError;
};

/// The journal takes no entry any more (Database::freeze); `why` is for whoever asked, on screen or at the prompt.
class Frozen : public DatabaseError {
public:
    explicit Frozen(Refusal refusal)
        : DatabaseError("the journal is frozen: " + refusal.code), why(std::move(refusal)) {}
    Refusal why;
};

}  // namespace sunlot::store
