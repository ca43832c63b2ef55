// For tests: data keys that everybody knows, generations `first` to `last`.
#pragma once
#include "store/data_keys.h"

#include <memory>
#include <vector>

namespace sunlot::store {

inline std::shared_ptr<const DataKeys> test_data_keys(std::uint32_t first = 1, std::uint32_t last = 1) {
    std::vector<Bytes> keys;
    for (auto number = first; number <= last; ++number)
        keys.emplace_back(DataKeys::kKeyBytes, static_cast<unsigned char>(number));
    std::vector<DataKeys::Generation> generations;
    for (std::uint32_t i = 0; i < keys.size(); ++i) generations.push_back({first + i, keys[i]});
    return std::make_shared<const DataKeys>(generations);
}

}  // namespace sunlot::store
