#include "store/roll_count.h"

#include "store/database.h"

namespace sunlot::store {
namespace {

constexpr std::string_view kRecount = R"sql(
    UPDATE object_count SET objects = objects + $5
     WHERE district = $1 AND kind = $2 AND status = $3 AND grade = $4)sql";
constexpr std::string_view kFirstCount = R"sql(
    INSERT INTO object_count (district, kind, status, grade, objects) VALUES ($1, $2, $3, $4, $5))sql";

}  // namespace

void CountChanges::add(std::string_view district, std::string_view kind, std::string_view status,
                       std::string_view grade, std::int64_t by) {
    const auto found = changes_.find(std::tie(district, kind, status, grade));
    if (found != changes_.end())
        found->second += by;
    else
        changes_.emplace(Sort(district, kind, status, grade), by);
}

void CountChanges::write(Transaction& transaction) const {
    for (const auto& [sort, by] : changes_) {
        const auto& [district, kind, status, grade] = sort;
        if (by == 0) continue;
        if (transaction.execute(kRecount, {district, kind, status, grade, by}) == 0)
            transaction.execute(kFirstCount, {district, kind, status, grade, by});
    }
}

}  // namespace sunlot::store
