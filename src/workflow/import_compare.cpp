#include "workflow/import_compare.h"

#include "base/text.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "workflow/import_row.h"
#include "workflow/import_runs.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace sunlot::workflow {

namespace {

/// The staged rows one key at a time; rows that contradict each other are passed over.
class DistinctRows {
public:
    DistinctRows(const std::filesystem::path& directory, const CompareTakers& takers)
        : runs_(directory), takers_(takers), more_(runs_.next()) {}

    bool next() {
        while (more_) {
            if (!collect()) return true;
            const auto differs = [&](const auto& member) { return member.digest != same_.members.front().digest; };
            if (takers_.same_key) takers_.same_key(same_);
            if (std::ranges::none_of(same_.members, differs)) return true;
        }
        return false;
    }
    const std::string& key() const { return key_; }
    std::uint64_t row() const { return row_; }
    std::uint64_t copies() const { return same_.members.empty() ? 0 : same_.members.size() - 1; }
    std::uint32_t assumed() const { return assumed_; }
    const std::string& line() const { return line_; }

private:
    /// Takes all rows with the next key; true when they are several.
    bool collect() {
        key_ = runs_.key();
        const auto first = unpack_row(runs_.payload());
        line_ = first.line;
        assumed_ = first.assumed;
        row_ = first.row;
        same_.members.clear();
        while ((more_ = runs_.next()) && runs_.key() == key_) {
            if (same_.members.empty()) same_.members.push_back({row_, digest(line_)});
            const auto other = unpack_row(runs_.payload());
            same_.members.push_back({other.row, digest(other.line)});
        }
        same_.key = key_;
        return !same_.members.empty();
    }
    static std::uint64_t digest(std::string_view line) { return std::hash<std::string_view>()(line); }

    RunReader runs_;
    const CompareTakers& takers_;
    bool more_;
    std::string key_;
    std::string line_;
    std::uint32_t assumed_ = 0;
    std::uint64_t row_ = 0;
    SameKey same_;
};

/// New officers get the next numbers in the order of the file; then all lines go by id.
class OfficerLines {
public:
    void seen(std::string_view existing) { highest_ = std::max(highest_, number(existing)); }
    void take(RowChange change, std::uint64_t row, std::string_view line) {
        if (change == RowChange::added)
            added_.emplace_back(row, line);
        else
            lines_.emplace_back(line);
    }
    std::vector<std::string> finish() {
        std::ranges::sort(added_);
        for (const auto& [row, line] : added_) lines_.push_back(fmt::format("F{:04}{}", ++highest_, line));
        std::ranges::sort(lines_);
        return std::move(lines_);
    }

private:
    static std::uint64_t number(std::string_view line) {
        const auto digits = line.substr(1, line.find('\t') - 1);
        const auto first = std::min(digits.find_first_not_of('0'), digits.size());
        return parse_unsigned(digits.substr(first)).value_or(0);
    }
    std::uint64_t highest_ = 0;
    std::vector<std::pair<std::uint64_t, std::string>> added_;
    std::vector<std::string> lines_;
};

/// The blob comes into being with its first line: an import that changes nothing leaves none.
class LazyBlob {
public:
    explicit LazyBlob(const Context& context) : context_(context) {}
    void add(std::string_view line) {
        if (!writer_) {
            writer_.emplace(context_.blobs.writer(store::Privacy::personal));
            writer_->append(context_.entropy.hex(32) + "\n");
        }
        writer_->append(line);
        writer_->append("\n");
    }
    std::string finish() { return writer_ ? writer_->finish() : std::string(); }

private:
    const Context& context_;
    std::optional<store::BlobWriter> writer_;
};

}  // namespace

std::string_view text(RowChange change) {
    switch (change) {
        case RowChange::added:
            return "new";
        case RowChange::changed:
            return "changed";
        case RowChange::same:
            return "same";
    }
    throw std::logic_error("RowChange");
}

CompareCounts compare(store::View& view, const ImportKindRules& rules, const std::filesystem::path& directory,
                      const CompareTakers& takers) {
    CompareCounts counts;
    DistinctRows rows(directory, takers);
    bool more = rows.next();
    const auto add_new = [&] {
        ++counts.added;
        counts.same += rows.copies();
        takers.row(RowChange::added, rows.row(), rows.line());
        more = rows.next();
    };
    std::string result;
    rules.each_existing(view, [&](std::string_view key, std::string_view line) {
        while (more && rows.key() < key) add_new();
        if (!more || rows.key() != key) return;
        overlay(rules, line, rows.line(), rows.assumed(), result);
        const auto change = result == line ? RowChange::same : RowChange::changed;
        ++(change == RowChange::same ? counts.same : counts.changed);
        counts.same += rows.copies();
        takers.row(change, rows.row(), result);
        more = rows.next();
    });
    while (more) add_new();
    return counts;
}

WrittenBlob write_import_blob(const Context& context, store::View& view, inspection::ImportKind kind,
                              const std::filesystem::path& rows) {
    const auto& rules = import_rules(kind);
    LazyBlob blob(context);
    WrittenBlob written;
    std::uint64_t done = 0;
    const auto report = [&] {
        if (++done % 50'000 == 0) context.report("writing", done, 0);
    };
    if (kind != inspection::ImportKind::officers) {
        // By key is by line here: the key is how a line begins.
        written.counts =
            compare(view, rules, rows, {.row = [&](RowChange change, std::uint64_t, std::string_view line) {
                        if (change != RowChange::same) blob.add(line);
                        report();
                    }});
    } else {
        OfficerLines officers;
        rules.each_existing(view, [&](std::string_view, std::string_view line) { officers.seen(line); });
        written.counts =
            compare(view, rules, rows, {.row = [&](RowChange change, std::uint64_t row, std::string_view line) {
                        if (change != RowChange::same) officers.take(change, row, line);
                    }});
        for (const auto& line : officers.finish()) blob.add(line);
    }
    written.hex = blob.finish();
    return written;
}

}  // namespace sunlot::workflow
