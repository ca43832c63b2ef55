// Search in the journal with one box. What is typed is read word by word:
//
//     1234                    the entry of that number
//     1a2b3c4d…               the entry whose leaf hash begins so (8 to 64 hex digits)
//     frame.sealed 封存名单    a kind, by its code or its name; part of a name finds every kind that has it
//     2026-11-22 2026-11      a day or a month in Beijing; 2026-11-01..2026-11-22 from and to; 今天 昨天
//     u3 system               who did it, or what it is about: an account, a draw, a task …
//
// Words narrow each other. A word may say what it is: 编号:12, 叶:1a2b3c4d, 事项:…, 办理人:u3, 对象:…, 日期:… (no:,
// leaf:, kind:, actor:, subject:, date:). The answer says how each word was understood.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "store/journal.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

enum class WordKind { number, leaf, kind, date, actor, subject, actor_or_subject };
/// "number", "leaf" …: the word the API uses.
std::string_view name(WordKind kind);

struct UnderstoodWord {
    std::string text;  ///< as typed, without what it says to be
    WordKind kind = WordKind::subject;
};

struct JournalAnswer {
    std::vector<UnderstoodWord> words;
    std::vector<store::JournalRow> rows;  ///< newest first
    std::optional<std::string> next;      ///< cursor of the next page
};

struct JournalQuestion {
    std::string_view box = {};    ///< empty: everything
    std::string_view after = {};  ///< cursor: "" for the first page
    std::size_t limit = 50;
    /// Only entries below this number: what is published.
    std::optional<std::uint64_t> below = {};
};

/// Refuses search.words (more than eight), search.twice (two numbers, two actors …), search.date, search.leaf,
/// search.kind, search.number, cursor.invalid.
Result<JournalAnswer> search_journal(const Context& context, const JournalQuestion& question);

/// The days [from, to] that a word names; nothing when it names none. `today` in Beijing.
struct Days {
    Date from;
    Date to;
};
std::optional<Days> parse_days(std::string_view word, Date today);

}  // namespace sunlot::workflow
