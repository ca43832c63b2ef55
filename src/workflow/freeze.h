// The freeze window: what was done to the directory shortly before a frame is sealed must not decide who can be drawn.
// Read from the journal's imports and their files, so that anyone who replays the directory comes to the same lists.
#pragma once
#include "base/clock.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {
class BlobStore;
class View;
}  // namespace sunlot::store

namespace sunlot::workflow {

/// An object that an import has written within the window.
struct FrozenObject {
    std::string id;
    std::uint64_t entry = 0;  // the first import of the window that wrote it
    bool known_before = false;
    std::string grade_before;  // when it was known: its grade at the beginning of the window
};

class Frozen {
public:
    /// What imports from `since` on have written. Reads the files of those imports, and of the earlier ones as far back
    /// as it takes to know what these objects were before.
    Frozen(store::View& view, const store::BlobStore& blobs, Instant since);
    /// nullptr: untouched since.
    const FrozenObject* of(std::string_view id) const;

private:
    std::vector<FrozenObject> objects_;  // by id
};

}  // namespace sunlot::workflow
