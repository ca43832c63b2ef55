#include "draw/bundle.h"

#include "base/bytes.h"
#include "base/text.h"

#include <algorithm>
#include <set>

namespace sunlot::draw {
namespace {

constexpr std::size_t kMostEntries = 100'000;

Refusal missing(const std::string& name) {
    return refuse(RefusalKind::invalid, "bundle.missing", "缺少文件 " + name, "the file " + name + " is missing", name);
}

/// Which steps the draw has taken: decides which files there must be.
struct Steps {
    std::uint64_t sealed = 0;  ///< attempts sealed
    bool seeded = false, closed = false;
    std::set<std::uint64_t> drawn, assigned;  ///< attempts
    std::size_t shares = 0;                   ///< revealed
};

Steps steps_of(const std::vector<ledger::Entry>& entries) {
    Steps steps;
    for (const ledger::Entry& entry : entries) {
        if (entry.kind == "frame.sealed") ++steps.sealed;
        if (entry.kind == "seed.fixed") steps.seeded = true;
        if (entry.kind == "result.sealed") steps.drawn.insert(steps.sealed);
        if (entry.kind == "assignment.sealed") steps.assigned.insert(steps.sealed);
        if (entry.kind == "draw.closed") steps.closed = true;
        if (entry.kind == "share.revealed") ++steps.shares;
    }
    return steps;
}

/// Without a log everything up to the assignment is expected; whether it was closed is taken from the files. A draw of
/// which neither seed nor result nor shares are there is taken to be under embargo.
Steps steps_without_log(const BundleFiles& files) {
    Steps steps{1, true, files.contains("substitutions.json"), {1}, {1}, 2};
    if (!files.contains("seed.txt") && !files.contains("shares.json") && !files.contains("result.tsv"))
        steps.shares = 0;
    return steps;
}

class Reader {
public:
    Reader(const BundleFiles& files, const BundleOptions& options)
        : files_(files), bundle_{.files = files, .files_only = options.files_only} {}

    Result<Bundle> read() && {
        for (const auto part :
             {&Reader::read_plan, &Reader::read_log, &Reader::read_attempts, &Reader::read_seed, &Reader::check_rest})
            if (const auto done = (this->*part)(); !done) return pass_on(done.error());
        return std::move(bundle_);
    }

private:
    /// Notes that the file belongs here; nothing when it is not there.
    const std::string* use(const std::string& name) {
        used_.insert(name);
        const auto found = files_.find(name);
        return found == files_.end() ? nullptr : &found->second;
    }

    /// Reads `name` by `parse` into `target`.
    template <class T, class Parse>
    Result<Done> read_file(const std::string& name, T& target, const Parse& parse) {
        const std::string* bytes = use(name);
        if (bytes == nullptr) return missing(name);
        auto parsed = parse(std::string_view(*bytes));
        if (!parsed) return in_file(parsed.error(), name);
        target = std::move(*parsed);
        return Done{};
    }

    Result<Done> read_plan() { return read_file("plan.json", bundle_.plan, parse_plan); }

    Result<Done> read_log() {
        if (bundle_.files_only) {
            steps_ = steps_without_log(files_);
            return Done{};
        }
        for (const char* name : {"log/policy.txt", "log/checkpoint"})
            if (use(name) == nullptr) return missing(name);
        for (auto file = files_.lower_bound("log/"); file != files_.end() && file->first.starts_with("log/"); ++file)
            if (const auto done = read_entry(file->first); !done) return done;
        std::ranges::sort(bundle_.entries, {}, &ledger::Entry::seq);
        if (bundle_.entries.empty()) return missing("log/<n>.json");
        steps_ = steps_of(bundle_.entries);
        return Done{};
    }

    Result<Done> read_entry(const std::string& name) {
        if (!name.ends_with(".json")) return Done{};
        const std::string stem = name.substr(0, name.size() - 5);
        const auto seq = parse_unsigned(std::string_view(stem).substr(4));
        if (!seq || bundle_.entries.size() >= kMostEntries) return Done{};  // left over: refused as unknown
        auto added = read_file(name, bundle_.entries.emplace_back(), ledger::parse_entry);
        if (!added) return added;
        const ledger::Entry& entry = bundle_.entries.back();
        if (entry.seq != *seq || entry.log != bundle_.plan.log_origin || entry.subject != bundle_.plan.draw_id)
            return refuse(RefusalKind::invalid, "bundle.entry", "条目的序号、日志或抽查编号不对",
                          "the entry's number, log or draw id is wrong", name);
        if (use(stem + ".tlog-proof") == nullptr) return missing(stem + ".tlog-proof");
        return Done{};
    }

    Result<Done> read_attempts() {
        bundle_.sealed = bundle_.plan.mode == Mode::embargo && steps_.shares < 2;
        for (std::uint64_t number = 1; number <= steps_.sealed; ++number) {
            Attempt& attempt = bundle_.attempts.emplace_back();
            attempt.number = number;
            if (number < steps_.sealed) attempt.folder = "previous/" + std::to_string(number) + "/";
            if (const auto done = read_attempt(attempt); !done) return done;
        }
        return Done{};
    }

    Result<Done> read_attempt(Attempt& a) {
        const std::string& at = a.folder;
        if (const auto done = read_file(at + "seal.json", a.seal, parse_seal); !done) return done;
        if (const auto done = read_file(at + "frame.tsv", a.frame, parse_frame); !done) return done;
        if (const auto done = read_file(at + "exclusions.tsv", a.exclusions, parse_exclusions); !done) return done;
        if (const auto done = read_file(at + "officers.tsv", a.officers, parse_officers); !done) return done;
        if (const auto done = read_file(at + "recusals.txt", a.recusals, parse_recusals); !done) return done;
        if (a.seal.draw_id != bundle_.plan.draw_id || a.seal.attempt != a.number)
            return refuse(RefusalKind::invalid, "bundle.seal", "封存文件的抽查编号或次数不对",
                          "the seal is of another draw or attempt", at + "seal.json");
        if (bundle_.sealed) return Done{};
        if (steps_.drawn.contains(a.number))
            if (const auto done = read_file(at + "result.tsv", a.result, parse_result); !done) return done;
        if (!steps_.assigned.contains(a.number)) return Done{};
        const auto slots = [&](std::string_view bytes) { return parse_slots(bytes, a.officers); };
        if (const auto done = read_file(at + "slots.tsv", a.slots, slots); !done) return done;
        return read_file(at + "assignment.tsv", a.assignment, parse_assignment);
    }

    Result<Done> read_seed() {
        if (steps_.closed)
            if (const auto done = read_file("substitutions.json", bundle_.substitutions, parse_substitutions); !done)
                return done;
        if (bundle_.sealed) return Done{};
        if (steps_.seeded) {
            if (const auto done = read_file("seed.txt", bundle_.seed_text, parse_seed_text); !done) return done;
            bundle_.seed = seed_of(bundle_.file("seed.txt"));
        }
        if (bundle_.plan.mode == Mode::embargo && use("shares.json") == nullptr)
            return refuse(
                RefusalKind::invalid, "bundle.sealed", "已封存，尚未公布：两份封存份额还没有公布，现在不能核对",
                "sealed, not yet revealed: the two sealed shares are not public, so there is nothing to verify yet",
                "shares.json");
        return Done{};
    }

    Result<Done> check_rest() {
        for (const auto& [name, bytes] : files_) {
            const bool log_left_out = bundle_.files_only && name.starts_with("log/");
            if (!used_.contains(name) && !log_left_out)
                return refuse(RefusalKind::invalid, "bundle.unknown", "不应有的文件 " + name,
                              "there must be no file " + name, name);
        }
        return Done{};
    }

    const BundleFiles& files_;
    Bundle bundle_;
    Steps steps_;
    std::set<std::string, std::less<>> used_;
};

}  // namespace

Refusal in_file(Refusal refusal, std::string_view file) {
    // The parsers of the lists know the line already ("frame.tsv:17"); of a redraw's earlier lists they do not know the
    // folder.
    const std::string_view name = file.substr(file.rfind('/') + 1);
    if (refusal.field.starts_with(name))
        refusal.field = std::string(file) + refusal.field.substr(name.size());
    else
        refusal.field = refusal.field.empty() ? std::string(file) : std::string(file) + ": " + refusal.field;
    return refusal;
}

Result<Bundle> read_bundle(const BundleFiles& files, const BundleOptions& options) {
    return Reader(files, options).read();
}

}  // namespace sunlot::draw
