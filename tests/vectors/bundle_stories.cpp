#include "bundle_stories.h"

#include "draw/frame.h"

#include <iterator>

#include <fmt/format.h>

namespace sunlot::vectors {

using namespace draw;

namespace {

// Round 1000 of drand's quicknet.
constexpr const char* kChain = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
constexpr const char* kRandomness = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd";
constexpr const char* kSignature =
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39";

std::string object(int i) {
    return fmt::format("9115080200000{:03}", i);
}

void commit_and_seal(BundleBuilder& b, std::initializer_list<const char*> parties) {
    b.open();
    for (const char* party : parties) b.commit(party);
    b.seal();
}

void from_event_to_assignment(BundleBuilder& b) {
    b.record_event();
    b.fix_seed();
    b.draw_result();
    b.assign();
}

void replace_object(BundleBuilder& b, std::uint64_t line) {
    b.request_object(line);
    b.approve_substitution();
}

void replace_officer(BundleBuilder& b, std::uint64_t line, std::uint64_t slot) {
    b.request_officer(line, slot);
    b.approve_substitution();
}

}  // namespace

void make_larger(BundleBuilder& b) {
    b.frame.clear();
    for (int i = 0; i < 14; ++i)
        append_row(b.frame, FrameRow{object(i), i % 3 == 2 ? "重点" : "A", i % 2 == 0 ? "解放" : "新华"});
    b.officers = "F1\t0\t9\tlead\nF2\t1\t9\t\nF3\t0\t9\tlead,工资\nF4\t0\t9\t\nF5\t2\t9\tlead\nF6\t0\t2\t\n";
    b.recused = {{"F2", object(7)}, {"F6", object(11)}};
    for (int i = 0; i < 6; ++i) b.recused.insert({"F4", object(i)});
    std::vector<std::string> lines;
    for (const auto& [officer, id] : b.recused) lines.push_back(recusal_line(officer, id, std::string(32, '2')));
    b.recusals = encode_recusals(lines);
    b.plan.strata = {{"A", Quota::ratio(1, 3), {"A", "未评"}}, {"重点", Quota::number(2), {"C"}}};
    b.plan.reserve = 2;
}

std::uint64_t nth_visit(const BundleBuilder& b, std::size_t nth) {
    return std::next(b.visits().all().begin(), static_cast<std::ptrdiff_t>(nth))->first;
}

void tell_sealed(BundleBuilder& b) {
    make_larger(b);
    b.put_under_embargo();
    b.appoint_trustees();
    b.plan.events = {{EventKind::drand, std::string(kChain) + "/1000", b.plan.events[0].not_before}};
    b.contents = {{kRandomness, kSignature}};
    commit_and_seal(b, {"bureau", "sealed-2", "firm-rep", "jiwei", "sealed-1"});
    b.append("contribution.rejected", {{"commitment", std::string(64, '0')}, {"party", "jiwei"}}, "party:jiwei");
    b.reveal("jiwei");
    b.deliver("sealed-2");
    b.reveal("bureau");
    b.deliver("sealed-1");
    b.open_by_trustees("firm-rep");
    from_event_to_assignment(b);
    b.disclose({nth_visit(b, 0), nth_visit(b, 1)}, "visit");
    b.disclose({nth_visit(b, 0)}, "doorstep");
    replace_officer(b, nth_visit(b, 0), 0);
    replace_object(b, nth_visit(b, 1));
}

void tell_embargo(BundleBuilder& b) {
    tell_sealed(b);
    b.reveal_share("sealed-1");
    b.reveal_share("sealed-2", true);
    b.close();
}

void tell_offline(BundleBuilder& b) {
    b.appoint_trustees();
    b.plan.events.clear();
    commit_and_seal(b, {"bureau", "jiwei"});
    b.reveal("bureau");
    b.open_by_trustees("jiwei");
    from_event_to_assignment(b);
    b.close();
}

void tell_substitution(BundleBuilder& b) {
    make_larger(b);
    b.plan.spread = true;
    commit_and_seal(b, {"bureau", "firm-rep", "jiwei"});
    for (const char* party : {"jiwei", "bureau", "firm-rep"}) b.reveal(party);
    from_event_to_assignment(b);
    replace_officer(b, nth_visit(b, 0), 1);
    b.request_object(nth_visit(b, 1), {"F1"});
    b.refuse_substitution();
    const std::uint64_t line = nth_visit(b, 1);
    std::uint64_t at = line;
    while (const auto next = b.visits().next_reserve(at)) {
        b.request_object(at, {"F3"});
        b.approve_substitution();
        at = *next;
    }
    replace_officer(b, at, 0);
    replace_object(b, at);  // nobody is left: the visit leaves without a successor
    b.close();
}

void tell_extension(BundleBuilder& b) {
    make_larger(b);
    b.plan.spread = true;
    commit_and_seal(b, {"bureau", "firm-rep", "jiwei"});
    for (const char* party : {"jiwei", "bureau"}) b.reveal(party);
    from_event_to_assignment(b);
    b.approve_redraw();
    b.frame.erase(0, b.frame.find('\n') + 1);
    b.seal();
    b.draw_result();
    b.assign();
    replace_object(b, nth_visit(b, 0));
    replace_officer(b, nth_visit(b, 1), 0);
    b.approve_extension({{"A", Quota::ratio(2, 3)}});
    b.officers += "F7\t0\t9\t\n";
    b.seal();
    b.draw_result();
    b.assign();
    replace_object(b, nth_visit(b, 2));
    b.close();
}

void tell_witnessed(BundleBuilder& b) {
    make_larger(b);
    b.appoint_witnesses();
    commit_and_seal(b, {"bureau", "firm-rep", "jiwei"});
    b.witness_sealing();
    for (const char* party : {"jiwei", "bureau", "firm-rep"}) b.reveal(party);
    from_event_to_assignment(b);
    b.approve_redraw();
    b.frame.erase(0, b.frame.find('\n') + 1);
    b.seal();
    b.witness_sealing();
    b.draw_result();
    b.assign();
    b.close();
}

const std::vector<Story>& stories() {
    static const std::vector<Story> all = {{"embargo", tell_embargo},     {"sealed", tell_sealed},
                                           {"offline", tell_offline},     {"substitution", tell_substitution},
                                           {"extension", tell_extension}, {"witnessed", tell_witnessed}};
    return all;
}

}  // namespace sunlot::vectors
