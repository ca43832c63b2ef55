// Typed identifiers: `Id<Task>` and `Id<Officer>` do not compare. The text form is what databases and URLs carry.
#pragma once
#include <compare>
#include <string>
#include <string_view>
#include <utility>

namespace sunlot {

template <class Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::string text) : text_(std::move(text)) {}
    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }
    friend auto operator<=>(const Id&, const Id&) = default;

private:
    std::string text_;
};

}  // namespace sunlot
