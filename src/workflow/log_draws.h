// The draws in an archived log: which there are, and what became of the check of each. Part of log_follow.
#pragma once
#include "base/clock.h"
#include "ledger/entry.h"
#include "workflow/log_archive.h"
#include "workflow/log_follow.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace sunlot::workflow {

class ArchivedDraws {
public:
    /// Reads draws/*/verdict.json.
    explicit ArchivedDraws(const LogArchive& archive);

    /// Notes which draw an entry belongs to.
    void take(const ledger::Entry& entry);
    /// Writes what was noted, before the state says that these entries are known.
    void save_new() const;
    /// Checks every draw that moved, was not good, or may have become overdue. `log` is what was verified.
    void check(const ledger::AuditedLog& log, const FollowSource& source, const FollowOptions& options,
               FollowRound& round);

private:
    struct Draw {
        std::set<std::uint64_t> entries;
        Instant last_at;
        std::string verdict = "unchecked";
        Text detail;
        bool overdue = false;
        std::uint64_t checked = 0;  ///< entries below this one were there at the last check
        std::string checked_on;     ///< day of the last check
        bool changed = false;
    };
    static Json to_json(const Draw& draw);
    static std::optional<Draw> draw_from(const Json& json);
    bool is_due(const Draw& draw, const FollowOptions& options) const;
    void check_one(const std::string& id, Draw& draw, const ledger::AuditedLog& log, const FollowSource& source,
                   const FollowOptions& options, FollowRound& round);
    void judge(const std::string& id, Draw& draw, const draw::BundleFiles& files, const ledger::AuditedLog& log,
               const FollowOptions& options) const;
    bool is_of_this_log(const Draw& draw, const draw::BundleFiles& files, const ledger::AuditedLog& log,
                        std::string& verdict, Text& detail) const;
    void keep_bundle(const std::string& id, const draw::BundleFiles& files) const;
    std::string keep_refused(const std::string& id, const draw::BundleFiles& files) const;
    void save(const std::string& id, const Draw& draw) const;

    const LogArchive& archive_;
    std::map<std::string, Draw> draws_;
};

}  // namespace sunlot::workflow
