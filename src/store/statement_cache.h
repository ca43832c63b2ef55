// The prepared statements of one connection, by their SQL. A statement in use is out of the cache, so the same query
// can be asked again inside its own callback: it then gets a second statement. Private to the two engines.
#pragma once
#include "store/engine.h"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace sunlot::store {

template <class Prepared>
class StatementCache {
public:
    /// More distinct queries than the program has; a guard against SQL made up at run time.
    static constexpr std::size_t kLimit = 400;

    /// `make(sql)` prepares a statement that is not at hand.
    template <class Make>
    Connection::Lease lease(std::string_view sql, Make make) {
        std::unique_ptr<Prepared> statement;
        if (const auto idle = idle_.find(sql); idle != idle_.end()) {
            statement = std::move(idle->second);
            idle_.erase(idle);
        } else {
            statement = make(sql);
        }
        const auto generation = generation_;
        return {statement.release(), [this, generation, text = std::string(sql)](Statement* returned) {
                    std::unique_ptr<Prepared> back(static_cast<Prepared*>(returned));
                    back->reset();
                    if (generation != generation_) return;
                    if (idle_.size() >= kLimit) idle_.erase(idle_.begin());
                    idle_.emplace(text, std::move(back));
                }};
    }

    /// Forgets everything, also statements still out: the connection behind them is a new one.
    void clear() {
        idle_.clear();
        ++generation_;
    }

private:
    std::multimap<std::string, std::unique_ptr<Prepared>, std::less<>> idle_;
    std::size_t generation_ = 0;
};

}  // namespace sunlot::store
