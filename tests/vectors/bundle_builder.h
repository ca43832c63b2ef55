// Makes complete bundles of a small draw, as the server would: signed log, reveals, an event, and if wanted a redraw.
#pragma once
#include "draw/bundle_check.h"
#include "draw/plan.h"
#include "draw/seal.h"
#include "ledger/entry.h"
#include "ledger/note.h"

#include <string>
#include <string_view>
#include <vector>

namespace sunlot::vectors {

class BundleBuilder {
public:
    BundleBuilder();

    // What a test may change before the step that uses it.
    draw::Plan plan;
    std::string frame, exclusions, officers, recusals;
    draw::BundleFiles files;

    ledger::SigningKey key;

    void open();
    void commit(const std::string& party);
    void seal();
    void reveal(const std::string& party);
    void record_event();
    void fix_seed();
    void draw_result();
    void assign();
    void approve_redraw();
    void close();
    /// Every step up to `draw.closed`; with a redraw that takes two objects out and corrects one.
    void run_all(bool with_redraw = false);

    /// An entry of any kind, one second after the one before.
    void append(std::string_view kind, Json::Object data, std::string actor = "u1");
    /// The files with the log as it stands: entries, proofs, checkpoint, policy.
    draw::BundleFiles bundle() const;

    std::string value_of(const std::string& party) const;

private:
    std::vector<std::string> revealed_;
    std::vector<std::string> entries_;  // the whole log: other subjects too
    std::vector<bool> ours_;
    std::uint64_t attempt_ = 0;
    std::string seed_;
    std::vector<draw::Cell> cells_;
};

}  // namespace sunlot::vectors
