// object_count: how many objects there are of each sort, kept beside the rows. Merged objects are not counted.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

namespace sunlot::store {

class Transaction;

/// Changes of object_count, written at the end: a few hundred sums instead of a million updates.
class CountChanges {
public:
    void add(std::string_view district, std::string_view kind, std::string_view status, std::string_view grade,
             std::int64_t by);
    void write(Transaction& transaction) const;

private:
    using Sort = std::tuple<std::string, std::string, std::string, std::string>;
    std::map<Sort, std::int64_t, std::less<>> changes_;
};

}  // namespace sunlot::store
