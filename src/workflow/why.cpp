#include "workflow/why.h"

#include "base/bytes.h"
#include "base/text.h"
#include "draw/frame.h"
#include "draw/frame_index.h"
#include "draw/sample.h"
#include "draw/seed.h"
#include "hash/ticket.h"
#include "inspection/cell.h"
#include "store/journal.h"
#include "store/substitution.h"
#include "workflow/draw_step.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kFramesKept = 4;

using CellKey = std::pair<std::string, std::string>;

struct CellTickets {
    std::uint64_t k = 0;
    std::vector<std::uint64_t> sorted;  // the first eight bytes of each ticket, big-endian
};

std::uint64_t beginning(const hash::Digest& ticket) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) value = value << 8 | ticket[i];
    return value;
}

/// The attempt the answer is about: the one whose result is in force, before that the newest that is sealed.
const store::DrawAttempt* attempt_of(const store::DrawRecord& draw) {
    if (const auto* drawn = draw.drawn()) return drawn;
    return draw.attempts.empty() ? nullptr : &draw.attempts.back();
}

/// May tickets be shown? While an embargo lasts they would tell who is going to be visited.
bool tickets_public(const store::DrawRecord& draw, const store::DrawAttempt& attempt) {
    return attempt.result && !draw.under_embargo();
}

}  // namespace

/// A sealed frame, found through its index; with tickets once they are public.
struct FrameShelf::Frame {
    explicit Frame(SealedFiles opened) : files(std::move(opened)), index(files.frame.text()) {}

    CellKey cell_of(std::string_view stratum, std::string_view district) const {
        return {std::string(stratum), files.plan.spread ? std::string(district) : std::string()};
    }

    SealedFiles files;
    draw::FrameIndex index;
    std::string select_key;
    std::map<CellKey, CellTickets> cells;  // empty before the tickets are public
};

FrameShelf::FrameShelf() = default;
FrameShelf::~FrameShelf() = default;

std::shared_ptr<const FrameShelf::Frame> FrameShelf::take(const std::string& key) {
    const auto known = std::ranges::find(frames_, key, [](const auto& entry) { return entry.first; });
    if (known == frames_.end()) return nullptr;
    frames_.splice(frames_.begin(), frames_, known);
    return known->second;
}

std::shared_ptr<const FrameShelf::Frame> FrameShelf::keep(const std::string& key, std::shared_ptr<const Frame> frame) {
    frames_.emplace_front(key, frame);
    if (frames_.size() > kFramesKept) frames_.pop_back();
    return frame;
}

namespace {

using Frame = FrameShelf::Frame;

void add_tickets(Frame& frame, const std::string& seed) {
    for (const auto& cell : cells_of(frame.files, seed)) frame.cells[{cell.stratum, cell.district}].k = cell.k;
    frame.select_key = draw::derive(seed, "select");
    const hash::TicketHasher ticket_of(frame.select_key);
    CellTickets* cell = nullptr;
    const draw::FrameRow* before = nullptr;
    for (const auto& row : frame.files.rows) {
        if (before == nullptr || before->stratum != row.stratum || before->district != row.district)
            cell = &frame.cells.at(frame.cell_of(row.stratum, row.district));
        cell->sorted.push_back(beginning(ticket_of(row.id)));
        before = &row;
    }
    for (auto& [key, tickets] : frame.cells) std::ranges::sort(tickets.sorted);
}

std::shared_ptr<const Frame> make_frame(const Context& context, const store::DrawRecord& draw,
                                        const store::DrawAttempt& attempt, bool with_tickets) {
    auto frame = std::make_shared<Frame>(open_files(context.blobs, attempt));
    if (with_tickets) add_tickets(*frame, *draw.seed);
    frame->files.rows = {};  // a million objects: 48 MB that the index makes unnecessary
    return frame;
}

FrameProof proof_of(const Frame& frame, std::uint64_t index) {
    return {.line = std::string(frame.index.line(index)), .index = index, .path = frame.index.path(index)};
}

/// How many objects of the cell have a lower (ticket, id). Two tickets that begin alike are told apart by reading the
/// frame again, which among a million happens once in ten million draws.
std::uint64_t rank_of(const Frame& frame, const CellKey& key, const hash::Digest& ticket, std::string_view id) {
    const auto& sorted = frame.cells.at(key).sorted;
    const auto [first, last] = std::ranges::equal_range(sorted, beginning(ticket));
    auto below = static_cast<std::uint64_t>(first - sorted.begin());
    if (last - first == 1) return below + 1;
    const hash::TicketHasher ticket_of(frame.select_key);
    for (const auto& row : must(draw::parse_frame(frame.files.frame.text()))) {
        if (frame.cell_of(row.stratum, row.district) != key) continue;
        const auto other = ticket_of(row.id);
        if (beginning(other) == beginning(ticket) && std::pair(other, row.id) < std::pair(ticket, id)) ++below;
    }
    return below + 1;
}

void add_drawn(Why& out, const Frame& frame, const Context& context, const store::DrawAttempt& attempt) {
    const CellKey key = frame.cell_of(out.stratum, out.district);
    const CellTickets& cell = frame.cells.at(key);
    const auto ticket = hash::TicketHasher(frame.select_key)(out.object);
    out.select_key = frame.select_key;
    out.ticket = hash::hex(ticket);
    out.n = cell.sorted.size();
    out.k = cell.k;
    out.rank = rank_of(frame, key, ticket, out.object);
    const std::uint64_t reserve = std::min(frame.files.plan.reserve, out.n - cell.k);
    out.standing = *out.rank <= cell.k             ? Standing::sampled
                   : *out.rank <= cell.k + reserve ? Standing::reserve
                                                   : Standing::not_drawn;
    const auto blob = context.blobs.open(attempt.result.value());
    for (const auto& row : must(draw::parse_result(blob.text())))
        if (row.stratum == key.first && row.district == key.second && row.rank == cell.k)
            out.cut = Cut{.rank = row.rank, .ticket = hash::hex(row.ticket)};
}

/// The line of exclusions.tsv that begins with the id.
std::optional<Exclusion> exclusion_of(const Context& context, store::View& view, const draw::SealedFile& file,
                                      std::string_view id) {
    const auto blob = context.blobs.open(file.sha256);
    const auto rows = must(draw::parse_exclusions(blob.text()));
    const auto row = std::ranges::lower_bound(rows, id, std::less{}, [](const auto& one) { return one.id; });
    if (row == rows.end() || row->id != id) return std::nullopt;
    Exclusion out{.reason = std::string(row->reason),
                  .ref = row->ref,
                  .kind = {},
                  .at = {},
                  .line = static_cast<std::uint64_t>(row - rows.begin()) + 1,
                  .sha256 = file.sha256};
    if (const auto entry = store::journal_entry(view, row->ref)) {
        out.kind = entry->kind;
        out.at = entry->at;
    }
    return out;
}

void add_absent(Why& out, const Frame& frame, std::uint64_t index) {
    if (index > 0) out.neighbours.push_back(proof_of(frame, index - 1));
    if (index < frame.index.size()) out.neighbours.push_back(proof_of(frame, index));
    out.standing = out.excluded ? Standing::excluded : Standing::not_in_pool;
}

Result<std::string> code_of(std::string_view text) {
    std::string code = upper(inspection::tidy(text));
    if (draw::is_object_id(code)) return code;
    return refuse(RefusalKind::invalid, "object.code", "请输入统一社会信用代码（18 位）或名录里的编号",
                  "give the 18-character credit code, or the code in the directory", "object");
}

}  // namespace

std::string_view name(Standing standing) {
    constexpr std::array<std::string_view, 6> kNames{"sampled",  "reserve",     "not_drawn",
                                                     "excluded", "not_in_pool", "sealed"};
    return kNames.at(static_cast<std::size_t>(standing));
}

Result<Why> why(const Context& context, FrameShelf& shelf, std::string_view draw_id, std::string_view object) {
    const auto id = code_of(object);
    if (!id) return pass_on(id.error());
    auto view = context.database.read();
    const auto draw = known_draw(view, draw_id);
    if (!draw) return pass_on(draw.error());
    const auto* attempt = attempt_of(*draw);
    if (attempt == nullptr)
        return refuse(RefusalKind::conflict, "draw.not_sealed", "名单还没有封存，封存以后才能查询",
                      "the frame is not sealed yet; ask again once it is");
    const bool with_tickets = tickets_public(*draw, *attempt);
    const auto frame = shelf.find(fmt::format("{}/{}/{}", draw_id, attempt->attempt, with_tickets),
                                  [&] { return make_frame(context, *draw, *attempt, with_tickets); });
    Why out;
    out.draw_id = draw->id;
    out.object = *id;
    out.size = frame->index.size();
    out.root = frame->files.seal.frame_root;
    const auto place = frame->index.find(*id);
    if (!place.found) {
        out.excluded = exclusion_of(context, view, frame->files.seal.exclusions, *id);
        add_absent(out, *frame, place.index);
        return out;
    }
    out.proof = proof_of(*frame, place.index);
    const auto columns = split(out.proof->line, '\t');
    out.stratum = columns.at(1);
    out.district = columns.at(2);
    out.standing = Standing::sealed;
    if (!with_tickets) return out;
    add_drawn(out, *frame, context, *attempt);
    const auto substituted = store::substituted_objects(view, draw_id);
    if (const auto change = substituted.find(*id); change != substituted.end()) {
        out.substituted = change->second.called_up ? "called_up" : "cancelled";
        out.substitution = change->second.number;
    }
    return out;
}

std::string path_script(const FrameProof& proof, std::uint64_t size, std::string_view root) {
    std::string line = "'";
    for (const char c : proof.line) {
        if (c == '\'')
            line += R"('\'')";
        else if (c == '\t')
            line += "'$'\\t''";
        else
            line += c;
    }
    line += "'";
    std::string script =
        "node() { printf '\\001%b' \"$(printf %s \"$1$2\" | sed 's/../\\\\x&/g')\" | sha256sum | cut -c1-64; }\n"
        "h=$(printf '\\000%s' " +
        line + " | sha256sum | cut -c1-64)\n";
    std::uint64_t fn = proof.index;
    std::uint64_t sn = size - 1;
    for (const auto& step : proof.path) {
        const bool on_the_left = (fn & 1) != 0 || fn == sn;
        if (on_the_left)
            while ((fn & 1) == 0 && fn != 0) fn >>= 1, sn >>= 1;
        fn >>= 1, sn >>= 1;
        script += on_the_left ? fmt::format("h=$(node {} $h)\n", hash::hex(step))
                              : fmt::format("h=$(node $h {})\n", hash::hex(step));
    }
    return script + fmt::format("test $h = {} && echo OK", root);
}

}  // namespace sunlot::workflow
