#include "workflow/exchange_merge.h"

#include "inspection/roll.h"
#include "store/database.h"
#include "store/roll.h"
#include "store/roll_history.h"
#include "workflow/exchange_read.h"
#include "workflow/import_row.h"
#include "workflow/import_runs.h"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

using inspection::FieldPolicy;
using inspection::MergeStep;
using inspection::RollLine;

/// When more than one in so many objects is looked for, the whole directory is walked instead.
constexpr std::uint64_t kWalkWhenOneIn = 20;

const std::size_t kSource = inspection::roll_column("source").value();
const std::size_t kAddress = inspection::roll_column("address").value();
const std::size_t kGrade = inspection::roll_column("grade").value();

RollLine cut(std::string_view line) {
    const auto cells = inspection::cut_object(line);
    if (!cells) throw std::logic_error("exchange: a line of objects that does not read");
    return *cells;
}

/// The staged rows, one object at a time; those that contradict each other are told and passed over.
class StagedObjects {
public:
    StagedObjects(const MergeInput& input, const MergeTakers& takers, MergeCounts& counts)
        : runs_(input.rows),
          last_wins_(input.settings.incremental()),
          takers_(takers),
          counts_(counts),
          more_(runs_.next()) {}

    bool next() {
        while (more_)
            if (collect()) return true;
        return false;
    }
    const std::string& id() const { return id_; }
    std::uint64_t row() const { return row_; }
    std::uint32_t assumed() const { return assumed_; }
    const std::string& line() const { return line_; }

private:
    /// Takes all rows of the next object; true when they agree.
    bool collect() {
        id_ = runs_.key();
        rows_.clear();
        bool differ = false;
        do {
            const auto packed = unpack_row(runs_.payload());
            const bool marker = packed.line == kContraryRow;
            differ = differ || marker || (!rows_.empty() && packed.line != line_);
            if (marker) continue;
            if (rows_.empty() || last_wins_) {
                line_ = packed.line;
                assumed_ = packed.assumed;
                row_ = packed.row;
            }
            rows_.push_back(packed.row);
        } while ((more_ = runs_.next()) && runs_.key() == id_);
        if (!differ || last_wins_) {
            counts_.same += rows_.size() - 1;
            return true;
        }
        counts_.contrary += rows_.size();
        if (takers_.contrary) takers_.contrary(id_, rows_);
        return false;
    }

    RunReader runs_;
    bool last_wins_;
    const MergeTakers& takers_;
    MergeCounts& counts_;
    bool more_;
    std::string id_;
    std::string line_;
    std::uint32_t assumed_ = 0;
    std::uint64_t row_ = 0;
    std::vector<std::uint64_t> rows_;
};

/// What was raised of this source and is not past: decided questions are not asked again.
class KnownConflicts {
public:
    KnownConflicts(store::View& view, const std::string& source) {
        for (auto& conflict : store::current_conflicts(view, source))
            known_[conflict.object].insert_or_assign(conflict.field, std::move(conflict));
    }
    const store::ConflictRecord* find(std::string_view object, std::string_view field) const {
        const auto of_object = known_.find(object);
        if (of_object == known_.end()) return nullptr;
        const auto found = of_object->second.find(field);
        return found == of_object->second.end() ? nullptr : &found->second;
    }
    template <class Each>
    void each_open(std::string_view object, Each each) const {
        const auto of_object = known_.find(object);
        if (of_object == known_.end()) return;
        for (const auto& [field, conflict] : of_object->second)
            if (conflict.state == "open") each(field);
    }

private:
    std::map<std::string, std::map<std::string, store::ConflictRecord, std::less<>>, std::less<>> known_;
};

class Merger {
public:
    Merger(const Context& context, const MergeInput& input, const MergeTakers& takers)
        : input_(input), takers_(takers), others_(context.database.read()), known_(others_, input.source) {
        for (const auto& column : inspection::roll_columns())
            policies_.push_back(column.name == "id" || column.name == "source" ? FieldPolicy::ignore
                                                                               : input.settings.policy_of(column.name));
        for (const auto& name : input.derived) derived_.push_back(inspection::roll_column(name).value());
    }

    void add(const StagedObjects& staged) {
        RollLine cells = cut(staged.line());
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (policies_[i] == FieldPolicy::ignore && may_be_empty(i)) cells[i] = i == kGrade ? "未评" : "";
        line_.clear();
        inspection::join_object(cells, line_);
        ++counts.added;
        if (takers_.row) takers_.row(RowChange::added, staged.row(), line_, {});
    }

    void meet(const StagedObjects& staged, std::string_view existing) {
        const RollLine theirs = cut(staged.line());
        RollLine ours = cut(existing);
        const RollLine before = ours;
        origins_.reset();
        asked_.clear();
        for (std::size_t i = 0; i < ours.size(); ++i) {
            const bool assumed = i < 32 && (staged.assumed() >> i & 1U) != 0;
            if (assumed || ours[i] == theirs[i] || policies_[i] == FieldPolicy::ignore) continue;
            if (std::ranges::find(derived_, i) == derived_.end()) step(staged.id(), i, before, theirs, ours);
        }
        for (const auto i : derived_)
            if (policies_[i] != FieldPolicy::ignore && ours[kAddress] == theirs[kAddress] && !theirs[i].empty() &&
                (ours[i].empty() || ours[kAddress] != before[kAddress]))
                ours[i] = theirs[i];
        settle(staged.id());
        line_.clear();
        inspection::join_object(ours, line_);
        if (line_ == existing) {
            ++counts.same;
            return;
        }
        ++counts.changed;
        if (takers_.row) takers_.row(RowChange::changed, staged.row(), line_, existing);
    }

    void vanish(const std::string& id) {
        if (!input_.settings.ask_vanished || known_.find(id, "") != nullptr) return;
        const auto line = store::object_line(others_, id);
        if (!line) return;
        raise({id, "", std::string(cut(*line)[inspection::roll_column("status").value()]), ""});
    }

    MergeCounts counts;

private:
    static bool may_be_empty(std::size_t i) {
        const auto name = inspection::roll_columns()[i].name;
        return name != "id" && name != "source" && name != "name" && name != "credit_code" && name != "kind" &&
               name != "status" && name != "region" && name != "legacy_number";
    }

    void step(const std::string& id, std::size_t i, const RollLine& before, const RollLine& theirs, RollLine& ours) {
        const auto name = inspection::roll_columns()[i].name;
        const bool contested = !inspection::says_nothing(name, before[i]) && policies_[i] != FieldPolicy::take;
        const bool own = contested && is_own(id, name, before);
        switch (inspection::merge_step(policies_[i], name, before[i], theirs[i], own)) {
            case MergeStep::keep:
                return;
            case MergeStep::take:
                ours[i] = theirs[i];
                return;
            case MergeStep::ask:
                ask(id, name, before[i], theirs[i]);
                return;
        }
    }

    /// Whether the directory's value came from this very source.
    bool is_own(const std::string& id, std::string_view field, const RollLine& before) {
        if (!origins_) origins_ = store::field_origins(others_, id);
        const auto found = origins_->find(std::string(field));
        return (found != origins_->end() ? std::string_view(found->second.source) : before[kSource]) ==
               input_.settings.name;
    }

    void ask(const std::string& id, std::string_view field, std::string_view ours, std::string_view theirs) {
        asked_.emplace_back(field);
        const auto* known = known_.find(id, field);
        if (known != nullptr && known->theirs == theirs && (known->state == "open" || known->ours == ours)) return;
        raise({id, std::string(field), std::string(ours), std::string(theirs)});
    }
    void raise(const FieldConflict& conflict) {
        ++counts.conflicting;
        if (takers_.conflict) takers_.conflict(conflict);
    }
    /// It is delivered again, or both sides have come to agree.
    void settle(const std::string& id) {
        if (!takers_.settled) return;
        known_.each_open(id, [&](const std::string& field) {
            if (std::ranges::find(asked_, field) == asked_.end()) takers_.settled(id, field);
        });
    }

    const MergeInput& input_;
    const MergeTakers& takers_;
    /// For what must be asked while the directory is walked.
    store::ReadView others_;
    KnownConflicts known_;
    std::vector<FieldPolicy> policies_;
    std::vector<std::size_t> derived_;
    std::optional<std::map<std::string, store::FieldOrigin>> origins_;
    std::vector<std::string> asked_;
    std::string line_;
};

}  // namespace

MergeCounts merge_rows(const Context& context, store::View& view, const MergeInput& input, const MergeTakers& takers) {
    Merger merger(context, input, takers);
    StagedObjects staged(input, takers, merger.counts);
    const auto objects = static_cast<std::uint64_t>(store::count_all_objects(view));
    bool more = staged.next();
    if (input.staged * kWalkWhenOneIn < objects) {
        for (; more; more = staged.next()) {
            if (const auto line = store::object_line(view, staged.id()))
                merger.meet(staged, *line);
            else
                merger.add(staged);
        }
    } else {
        store::for_each_roll_line(view, [&](std::string_view id, std::string_view line) {
            for (; more && staged.id() < id; more = staged.next()) merger.add(staged);
            if (!more || staged.id() != id) return;
            merger.meet(staged, line);
            more = staged.next();
        });
        for (; more; more = staged.next()) merger.add(staged);
    }
    for (const auto& id : input.vanished) merger.vanish(id);
    return merger.counts;
}

}  // namespace sunlot::workflow
