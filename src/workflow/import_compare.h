// The second half of an import: staged rows meet the directory, in key order on both sides, and turn out new, changed
// or the same. Asked twice, for the preview and for the confirmation; the second time the answer is written to a blob.
#pragma once
#include "inspection/import.h"
#include "workflow/context.h"
#include "workflow/import_kind.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

enum class RowChange { added, changed, same };
std::string_view text(RowChange change);  // "new", "changed", "same"

struct CompareCounts {
    std::uint64_t added = 0;
    std::uint64_t changed = 0;
    std::uint64_t same = 0;
    friend bool operator==(const CompareCounts&, const CompareCounts&) = default;
    std::uint64_t good() const { return added + changed + same; }
};

/// Rows of the file that share a key, in the order of the file, with a digest of each row's content.
struct SameKey {
    std::string_view key;
    struct Member {
        std::uint64_t row;
        std::uint64_t digest;
    };
    std::vector<Member> members;
};

struct CompareTakers {
    /// A good row: what becomes of it, its number in the file, the line as the directory would hold it.
    std::function<void(RowChange, std::uint64_t row, std::string_view line)> row;
    /// Two or more rows with one key. If they differ, none of them is good; if not, the first one counts.
    std::function<void(const SameKey&)> same_key = {};
};

/// `rows` is the directory that stage() filled.
CompareCounts compare(store::View& view, const ImportKindRules& rules, const std::filesystem::path& rows,
                      const CompareTakers& takers);

struct WrittenBlob {
    std::string hex;  // empty when nothing is new or changed: then nothing was written
    CompareCounts counts;
};
/// Writes the new and changed rows as the blob of an import's entry, and gives new officers their numbers.
WrittenBlob write_import_blob(const Context& context, store::View& view, inspection::ImportKind kind,
                              const std::filesystem::path& rows);

}  // namespace sunlot::workflow
