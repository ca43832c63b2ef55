#include "store/engine_sample.h"

#include "hash/sha256.h"
#include "store/database_state.h"
#include "store/engine.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

namespace sunlot::store {
namespace {

// PostgreSQL's own SQL, never run on SQLite: numeric is exact at any size, and COLLATE "C" is order by bytes whatever
// the database's own is.

constexpr const char* kTables = R"pg(
    CREATE TEMPORARY TABLE sealed_frame (id text COLLATE "C" NOT NULL, stratum text COLLATE "C" NOT NULL,
                                         district text COLLATE "C" NOT NULL) ON COMMIT DROP;
    CREATE TEMPORARY TABLE drawn_cell (stratum text COLLATE "C" NOT NULL, district text COLLATE "C" NOT NULL,
                                       n bigint NOT NULL) ON COMMIT DROP;
    CREATE TEMPORARY TABLE drawn_quota (stratum text COLLATE "C" NOT NULL, kind text NOT NULL, over bigint NOT NULL,
                                        under bigint NOT NULL) ON COMMIT DROP;
    CREATE TEMPORARY TABLE drawn_share (stratum text COLLATE "C" NOT NULL, district text COLLATE "C" NOT NULL,
                                        k bigint NOT NULL) ON COMMIT DROP)pg";

/// $1: 1 when the draw is spread. FRAME is the frame's table.
constexpr std::string_view kCount = R"pg(
    SELECT stratum, district, count(*)
    FROM (SELECT stratum COLLATE "C" AS stratum, CASE $1::bigint WHEN 1 THEN district COLLATE "C" ELSE '' END AS district
          FROM FRAME) AS object
    GROUP BY stratum, district)pg";

/// $1: derive("quota"). Systematic rounding with one offset; w = the first 64 bits of H(derive("quota") ‖ stratum).
constexpr std::string_view kShares = R"pg(
    WITH cell AS (
      SELECT stratum, district, n::numeric AS n, sum(n) OVER (PARTITION BY stratum ORDER BY district) AS up_to,
             sum(n) OVER (PARTITION BY stratum) AS total
      FROM drawn_cell
    ), hashed AS (
      SELECT stratum, kind, over::numeric AS over, under::numeric AS under,
             encode(sha256(convert_to($1 || stratum, 'UTF8')), 'hex') AS hash
      FROM drawn_quota
    ), whole AS (
      SELECT stratum, total,
             CASE kind WHEN 'number' THEN least(over, total)
                       WHEN 'ratio' THEN least(div(total * over + under - 1, under), total)
                       ELSE total END AS k,
             div((('x' || substr(hash, 1, 8))::bit(32)::bigint * 4294967296::numeric +
                  ('x' || substr(hash, 9, 8))::bit(32)::bigint) * total, 18446744073709551616) AS u
      FROM hashed JOIN (SELECT DISTINCT stratum, total FROM cell) AS present USING (stratum)
    )
    SELECT stratum, district, (div(k * up_to + u, cell.total) - div(k * (up_to - n) + u, cell.total))::bigint
    FROM cell JOIN whole USING (stratum))pg";

/// $1: derive("select"), $2: 1 when spread, $3: reserve. The lowest k + reserve of each cell on this node.
constexpr std::string_view kLowest = R"pg(
    SELECT stratum, district, ticket, id
    FROM (SELECT stratum, district, ticket, id, k,
                 row_number() OVER (PARTITION BY stratum, district ORDER BY ticket, id) AS rank
          FROM (SELECT stratum COLLATE "C" AS stratum,
                       CASE $2::bigint WHEN 1 THEN district COLLATE "C" ELSE '' END AS district,
                       sha256(convert_to($1 || id, 'UTF8')) AS ticket, id COLLATE "C" AS id
                FROM FRAME) AS object
          JOIN drawn_share USING (stratum, district)) AS ranked
    WHERE rank <= k + $3)pg";

using CellName = std::pair<std::string, std::string>;
using Counts = std::map<CellName, std::int64_t>;

struct Lowest {
    std::string stratum;
    std::string district;
    Bytes ticket;
    std::string id;
    friend auto operator<=>(const Lowest&, const Lowest&) = default;
};

std::string derived(std::string_view seed, std::string_view purpose) {
    return hash::sha256_hex("sunlot/derive/v1\n" + std::string(seed) + "\n" + std::string(purpose) + "\n");
}

/// A transaction on one node that leaves nothing.
class Visit {
public:
    Visit(const EngineShard& shard, bool spread) : shard_(shard), spread_(spread) {
        const bool plain = std::ranges::all_of(shard.table, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
        });
        if (!plain) throw std::logic_error("engine_sample: not the name of a table");
        shard_.connection.begin();
        try {
            shard_.connection.run_script(kTables);
            if (shard_.table.empty()) load_frame();
        } catch (...) {
            shard_.connection.rollback();
            throw;
        }
    }
    ~Visit() { shard_.connection.rollback(); }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

    void add_counts(Counts& counts) {
        const std::array<Param, 1> given{Param(spread_)};
        each(on_frame(kCount), given,
             [&](Statement& row) { counts[{std::string(row.text(0)), std::string(row.text(1))}] += row.integer(2); });
    }
    Counts shares(const Counts& counts, const EngineDraw& draw);
    void set_shares(const Counts& shares) { fill("drawn_share", "k", shares); }
    void add_lowest(std::vector<Lowest>& found, const std::string& select_key, std::uint64_t reserve) {
        const std::array<Param, 3> given{Param(select_key), Param(spread_), Param(reserve)};
        each(on_frame(kLowest), given, [&](Statement& row) {
            const auto ticket = row.bytes(2);
            found.push_back({std::string(row.text(0)), std::string(row.text(1)), Bytes(ticket.begin(), ticket.end()),
                             std::string(row.text(3))});
        });
    }

private:
    std::string on_frame(std::string_view sql) const {
        std::string text(sql);
        const std::string_view mark = "FRAME";
        return text.replace(text.find(mark), mark.size(), shard_.table.empty() ? "sealed_frame" : shard_.table);
    }
    void load_frame();
    void fill(std::string_view table, std::string_view number, const Counts& cells) {
        const std::array<std::string_view, 3> columns{"stratum", "district", number};
        const auto bulk = shard_.connection.bulk(table, columns);
        for (const auto& [cell, count] : cells) bulk->RowSink::add({cell.first, cell.second, count});
        bulk->finish();
    }
    template <class Use>
    void each(const std::string& sql, Params params, Use use) {
        const auto statement = shard_.connection.prepare(sql);
        statement->start(params, Delivery::streamed);
        while (statement->step()) use(*statement);
    }

    const EngineShard& shard_;
    bool spread_;
};

void Visit::load_frame() {
    constexpr std::array<std::string_view, 3> kColumns{"id", "stratum", "district"};
    const auto bulk = shard_.connection.bulk("sealed_frame", kColumns);
    std::string_view rest = shard_.lines;
    while (!rest.empty()) {
        const auto first = rest.find('\t');
        const auto second = rest.find('\t', first + 1);
        const auto end = rest.find('\n', second + 1);
        bulk->RowSink::add({rest.substr(0, first), rest.substr(first + 1, second - first - 1),
                            rest.substr(second + 1, end - second - 1)});
        rest.remove_prefix(end + 1);
    }
    bulk->finish();
}

std::string_view name_of(draw::Quota::Kind kind) {
    switch (kind) {
        case draw::Quota::Kind::number:
            return "number";
        case draw::Quota::Kind::ratio:
            return "ratio";
        case draw::Quota::Kind::all:
            return "all";
    }
    return "";
}

Counts Visit::shares(const Counts& counts, const EngineDraw& draw) {
    fill("drawn_cell", "n", counts);
    constexpr std::array<std::string_view, 4> kColumns{"stratum", "kind", "over", "under"};
    {
        const auto bulk = shard_.connection.bulk("drawn_quota", kColumns);
        for (const auto& stratum : draw.plan.strata)
            bulk->RowSink::add(
                {stratum.label, name_of(stratum.quota.kind), stratum.quota.numerator, stratum.quota.denominator});
        bulk->finish();
    }
    Counts out;
    const std::string key = derived(draw.seed, "quota");
    const std::array<Param, 1> given{Param(key)};
    each(std::string(kShares), given,
         [&](Statement& row) { out[{std::string(row.text(0)), std::string(row.text(1))}] = row.integer(2); });
    return out;
}

/// The lines of result.tsv: `found` sorted, every cell cut after k + reserve.
std::string encode(const std::vector<Lowest>& found, const Counts& shares, std::uint64_t reserve) {
    std::string out;
    std::uint64_t rank = 0;
    const Lowest* before = nullptr;
    for (const Lowest& one : found) {
        const bool same =
            before != nullptr && std::tie(before->stratum, before->district) == std::tie(one.stratum, one.district);
        rank = same ? rank + 1 : 1;
        before = &one;
        const auto k = static_cast<std::uint64_t>(shares.at({one.stratum, one.district}));
        if (rank > k && rank - k > reserve) continue;
        out.append(one.stratum).append("\t").append(one.district).append("\t").append(std::to_string(rank));
        out.append(rank <= k ? "\tS\t" : "\tR\t").append(to_hex(one.ticket)).append("\t").append(one.id);
        out += '\n';
    }
    return out;
}

}  // namespace

std::string engine_sample(std::span<const EngineShard> shards, const EngineDraw& draw) {
    if (shards.empty()) throw std::logic_error("engine_sample: no shard");
    std::vector<std::unique_ptr<Visit>> visits;
    for (const EngineShard& shard : shards) visits.push_back(std::make_unique<Visit>(shard, draw.plan.spread));

    Counts shares;
    if (draw.kept.empty()) {
        Counts counts;
        for (const auto& visit : visits) visit->add_counts(counts);
        shares = visits.front()->shares(counts, draw);
    }
    for (const auto& cell : draw.kept) shares[{cell.stratum, cell.district}] = static_cast<std::int64_t>(cell.k);

    std::vector<Lowest> found;
    const std::string key = derived(draw.seed, "select");
    for (const auto& visit : visits) {
        visit->set_shares(shares);
        visit->add_lowest(found, key, draw.plan.reserve);
    }
    std::ranges::sort(found);
    return encode(found, shares, draw.plan.reserve);
}

std::optional<std::string> Database::sample_inside(const EngineDraw& draw, std::string_view frame) {
    if (state_->engine->dialect() != Dialect::postgres) return std::nullopt;
    const auto connection = state_->engine->connect(Purpose::write);
    const std::array<EngineShard, 1> here{EngineShard{.connection = *connection, .lines = frame}};
    return engine_sample(here, draw);
}

}  // namespace sunlot::store
