// What people see on a terminal: tables whose columns stand under each other also with Chinese text, progress on one
// line, and a password that is not echoed.
#pragma once
#include "base/json.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::cli {

struct TableColumn {
    /// Member of each row, "account.login" for a member of a member.
    std::string key;
    std::string title;
};

/// How many cells of a terminal the text takes: two for a Chinese character.
std::size_t display_width(std::string_view text);
/// A value in words: a list comma-joined, null as nothing.
std::string in_words(const Json& value);

/// The rows as a table.
std::string table(const std::vector<TableColumn>& columns, const Json::Array& rows);
/// One object, a line per member.
std::string lines(const Json& object);

/// Progress on stderr: rewritten in place on a terminal, a line every ten per cent elsewhere.
class ProgressLine {
public:
    ProgressLine();
    void show(std::string_view stage, std::uint64_t done, std::uint64_t total);
    void finish();

private:
    bool terminal_;
    bool open_ = false;
    std::string last_;
};

/// Asks on the terminal, without echo; "" when there is no terminal.
std::string ask_password(std::string_view prompt);

}  // namespace sunlot::cli
