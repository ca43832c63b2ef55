#include "store/value.h"

#include "store/engine.h"

#include <algorithm>
#include <stdexcept>

namespace sunlot::store {

std::string cell_text(const Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* bytes = std::get_if<Bytes>(&cell)) return "0x" + to_hex(*bytes);
    return "null";
}

bool Row::is_null(int column) const {
    return statement_.is_null(column);
}

std::int64_t Row::integer(int column) const {
    return statement_.integer(column);
}

Bytes Row::bytes(int column) const {
    const auto view = statement_.bytes(column);
    return {view.begin(), view.end()};
}

hash::Digest Row::digest(int column) const {
    const auto view = statement_.bytes(column);
    hash::Digest digest{};
    if (view.size() != digest.size()) throw std::logic_error("column " + column_name(column) + " holds no digest");
    std::ranges::copy(view, digest.begin());
    return digest;
}

std::optional<std::int64_t> Row::optional_integer(int column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<std::string> Row::optional_text(int column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

std::string_view Row::text_view(int column) const {
    return statement_.text(column);
}

ByteView Row::bytes_view(int column) const {
    return statement_.bytes(column);
}

int Row::columns() const {
    return statement_.columns();
}

std::string Row::column_name(int column) const {
    return statement_.column_name(column);
}

Cell Row::cell(int column) const {
    return statement_.cell(column);
}

}  // namespace sunlot::store
