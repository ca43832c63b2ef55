// What goes into a statement and what comes out of it. Three column types exist, spelt BIGINT, TEXT and BYTEA in the
// migrations: whole numbers (also times, in microseconds UTC, and booleans, 0 or 1), UTF-8 text without NUL, and bytes.
// There is no floating point and no date type: a date is TEXT "YYYY-MM-DD", which sorts as it should.
#pragma once
#include "base/bytes.h"
#include "base/clock.h"
#include "hash/sha256.h"

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace sunlot::store {

/// One argument for `$n`. A view: what it was made from must live until the call returns, which temporaries written
/// inside the call's braces do: `view.query(kFind, {date.text()}, …)`.
class Param {
public:
    using Held = std::variant<std::monostate, std::int64_t, std::string_view, ByteView>;

    Param(std::nullptr_t) {}
    Param(std::nullopt_t) {}
    /// Whole numbers, and bool as 0 or 1.
    template <std::integral N>
    Param(N value) : held_(static_cast<std::int64_t>(value)) {}
    Param(Instant value) : held_(value.micros) {}
    Param(const char* value) : held_(std::string_view(value)) {}
    Param(std::string_view value) : held_(value) {}
    Param(const std::string& value) : held_(std::string_view(value)) {}
    Param(ByteView value) : held_(value) {}
    Param(const Bytes& value) : held_(ByteView(value)) {}
    Param(const hash::Digest& value) : held_(ByteView(value)) {}
    template <class T>
    Param(const std::optional<T>& value) {
        if (value) held_ = Param(*value).held_;
    }

    const Held& held() const { return held_; }

private:
    Held held_;
};
using Params = std::span<const Param>;

/// A value of any column type, owned.
using Cell = std::variant<std::monostate, std::int64_t, std::string, Bytes>;
/// The cell as people read it: `null`, digits, the text itself, or hex after "0x".
std::string cell_text(const Cell& cell);

class Statement;

/// The row under the cursor, columns counted from 0; valid only inside the callback it is given to. Asking for a type
/// other than the column's, or a value where there is null, is a bug and throws std::logic_error, on both engines.
class Row {
public:
    explicit Row(Statement& statement) : statement_(statement) {}

    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    bool boolean(int column) const { return integer(column) != 0; }
    Instant instant(int column) const { return Instant{integer(column)}; }
    std::string text(int column) const { return std::string(text_view(column)); }
    Bytes bytes(int column) const;
    hash::Digest digest(int column) const;
    std::optional<std::int64_t> optional_integer(int column) const;
    std::optional<std::string> optional_text(int column) const;
    /// Without a copy; dies with the row.
    std::string_view text_view(int column) const;
    ByteView bytes_view(int column) const;

    int columns() const;
    std::string column_name(int column) const;
    Cell cell(int column) const;

private:
    Statement& statement_;
};

/// Takes the rows of copy_rows.
class RowSink {
public:
    virtual ~RowSink() = default;
    virtual void add(Params row) = 0;
    void add(std::initializer_list<Param> row) { add(Params(row.begin(), row.size())); }
};

}  // namespace sunlot::store
