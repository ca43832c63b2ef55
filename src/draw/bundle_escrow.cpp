// The escrow of an embargo: when the organ does not reveal, k trustees can, and anyone computes what was sealed.
#include "draw/assignment.h"
#include "draw/bundle_parts.h"
#include "draw/embargo.h"
#include "hash/sha256.h"

#include <utility>

#include <fmt/format.h>

namespace sunlot::draw {
namespace {

/// What an attempt's entries say; absent members make the comparison fail.
Json sealed_member(const Bundle& bundle, std::string_view kind, std::string_view member, std::uint64_t attempt) {
    std::uint64_t at = 0;
    for (const ledger::Entry& entry : bundle.entries) {
        if (entry.kind == "frame.sealed") ++at;
        const Json* value = entry.kind == kind && (attempt == 0 || at == attempt) ? entry.data.find(member) : nullptr;
        if (value != nullptr) return *value;
    }
    return {};
}

class Opening {
public:
    Opening(const Bundle& bundle, const Escrow& escrow, const DrawLog& log, BundleFiles& out)
        : bundle_(bundle), escrow_(escrow), log_(log), out_(out) {}

    Result<Finding> open_seed() {
        const auto shares = read_sealed_shares(bundle_.plan, escrow_.shares);
        if (!shares) return in_file(shares.error(), "shares.json");
        SeedText text;
        text.draw_id = bundle_.plan.draw_id;
        for (const auto& [party, value] : log_.revealed()) text.parties.push_back({party, value});
        for (const Recorded& recorded : log_.events()) text.events.push_back(recorded.event);
        text.sealed = sealed_value(shares->at(0), shares->at(1));
        out_["seed.txt"] = encode(text);
        seed_ = seed_of(out_["seed.txt"]);
        if (sealed_member(bundle_, "seed.fixed", "sealed_seed", 0) != Json(sealed_seed(seed_)))
            return wrong("escrow", "seed.txt", "得出的种子不是日志中封存的种子",
                         "the seed that the shares give is not the one sealed in the log");
        return Finding{{"两份份额与承诺一致，种子 " + seed_, "both shares are as committed to; the seed is " + seed_}};
    }

    Result<Finding> open_sample() {
        Finding finding;
        std::vector<Cell> before;
        for (const Attempt& attempt : bundle_.attempts) {
            const auto cells = cells_of(bundle_.plan, attempt, before, seed_);
            if (!cells) return pass_on(cells.error());
            auto sample = draw_sample(bundle_.plan, attempt.frame, seed_, *cells);
            if (!sample) return in_file(sample.error(), attempt.folder + "frame.tsv");
            before = sample->cells;
            const Json root = sealed_member(bundle_, "result.sealed", "root", attempt.number);
            if (root.is_null()) break;  // not drawn yet
            const std::string file = encode_result(sample->rows);
            if (auto same = compare(SealedList::result, attempt, file, root); !same) return pass_on(same.error());
            finding.detail = {
                fmt::format("抽中 {} 户，与日志中封存的树根一致", count_of(*sample, DrawnKind::sample)),
                fmt::format("{} objects drawn; the root is the one in the log", count_of(*sample, DrawnKind::sample))};
            last_ = std::move(*sample);
        }
        return finding;
    }

    /// Jobs kept from an earlier attempt need that attempt's slots too, which nobody has: so for one attempt only.
    bool can_assign() const { return escrow_.slots && bundle_.attempts.size() == 1; }

    Result<Finding> open_assignment() {
        const Attempt& attempt = bundle_.attempts.front();
        const auto slots = parse_slots(*escrow_.slots, attempt.officers);
        if (!slots) return pass_on(slots.error());
        if (auto same = compare(SealedList::slots, attempt, *escrow_.slots,
                                sealed_member(bundle_, "assignment.sealed", "slots_root", 1));
            !same)
            return pass_on(same.error());
        if (slots->jobs != last_.sample_ids())
            return wrong("escrow", "slots.tsv", "对象与抽中的不一致", "its objects are not those drawn");
        const auto assignment = assign(attempt.officers, *slots, seed_);
        if (!assignment) return in_file(assignment.error(), "assignment.tsv");
        if (auto same = compare(SealedList::assignment, attempt, encode_assignment(*assignment),
                                sealed_member(bundle_, "assignment.sealed", "assignment_root", 1));
            !same)
            return pass_on(same.error());
        return Finding{{fmt::format("{} 户的派员与日志中封存的树根一致", assignment->size()),
                        fmt::format("the officers of {} objects; the roots are those in the log", assignment->size())}};
    }

private:
    Result<Done> compare(SealedList list, const Attempt& attempt, const std::string& file, const Json& root) {
        const std::string name = fmt::format("{}{}.tsv", attempt.folder, text(list));
        if (root != Json(hash::hex(salted_root(seed_, list, attempt.number, file))))
            return wrong("escrow", name, "与日志中封存的树根不符", "is not under the root sealed in the log");
        out_[name] = file;
        return Done{};
    }

    const Bundle& bundle_;
    const Escrow& escrow_;
    const DrawLog& log_;
    BundleFiles& out_;
    std::string seed_;
    SampleResult last_;
};

}  // namespace

OpenedBundle open_bundle(const BundleFiles& files, const Escrow& escrow, const BundleOptions& options,
                         const std::function<void(const BundleCheck&)>& on_check) {
    OpenedBundle out{check_bundle(files, options, on_check), {}};
    BundleRun run(out.report, on_check);
    const auto bundle = read_bundle(files, options);
    if (out.report.verdict != Verdict::sealed || !bundle || options.files_only) {
        if (out.report.verdict != Verdict::refused)
            run.note("shares", "份额", "shares",
                     wrong("escrow", "shares.json", "不是封存待公布的抽查，无须打开",
                           "this is no draw under embargo: there is nothing to open"));
        out.report.verdict = Verdict::refused;
        return out;
    }
    out.report.verdict = Verdict::refused;
    DrawLog log(bundle->plan, needs_witnesses(*bundle));
    for (const ledger::Entry& entry : bundle->entries) (void)log.take(entry);  // check_bundle has looked at them
    Opening opening(*bundle, escrow, log, out.files);
    if (!run.note("shares", "份额与种子", "shares and seed", opening.open_seed())) return out;
    if (!run.note("opened_sample", "抽取", "sample", opening.open_sample())) return out;
    if (opening.can_assign() &&
        !run.note("opened_assignment", "派员", "slots and assignment", opening.open_assignment()))
        return out;
    out.report.verdict = Verdict::opened;
    return out;
}

}  // namespace sunlot::draw
