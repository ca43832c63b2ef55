#include "workflow/journal_words.h"

#include "base/text.h"
#include "inspection/entry_kind.h"
#include "store/journal_search.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kMostWords = 8;
constexpr std::size_t kShortestLeaf = 8;
constexpr std::size_t kLongestWord = 255;  // the longest subject

Refusal wrong(std::string code, std::string zh, std::string en) {
    return refuse(RefusalKind::invalid, "search." + std::move(code), std::move(zh), std::move(en), "q");
}

struct Label {
    std::string_view text;
    WordKind kind;
};
constexpr std::array<Label, 16> kLabels{{{"no", WordKind::number},
                                         {"编号", WordKind::number},
                                         {"条目", WordKind::number},
                                         {"leaf", WordKind::leaf},
                                         {"叶", WordKind::leaf},
                                         {"叶摘要", WordKind::leaf},
                                         {"kind", WordKind::kind},
                                         {"事项", WordKind::kind},
                                         {"actor", WordKind::actor},
                                         {"办理人", WordKind::actor},
                                         {"subject", WordKind::subject},
                                         {"对象", WordKind::subject},
                                         {"date", WordKind::date},
                                         {"日期", WordKind::date},
                                         {"who", WordKind::actor_or_subject},
                                         {"有关", WordKind::actor_or_subject}}};

struct Word {
    std::string_view text;
    std::optional<WordKind> said;
};

/// "kind:frame.sealed", with an ASCII or a full-width colon.
Word without_label(std::string_view text) {
    for (const std::string_view colon : {":", "："}) {
        const auto at = text.find(colon);
        if (at == std::string_view::npos) continue;
        const auto label = std::ranges::find(kLabels, text.substr(0, at), &Label::text);
        if (label != kLabels.end()) return {text.substr(at + colon.size()), label->kind};
    }
    return {text, std::nullopt};
}

/// Separated by blanks, also by the ideographic one.
std::vector<std::string_view> words_of(std::string_view box) {
    constexpr std::string_view kIdeographic = "\u3000";
    std::vector<std::string_view> words;
    while (true) {
        box = trim(box);
        if (box.empty()) return words;
        const auto end = std::min(
            {box.find(' '), box.find('\t'), box.find('\n'), box.find('\r'), box.find(kIdeographic), box.size()});
        words.push_back(box.substr(0, end));
        box.remove_prefix(end);
    }
}

bool is_hex_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_leaf(std::string_view text) {
    return text.size() >= kShortestLeaf && text.size() <= 64 && is_hex_digits(text);
}

std::string actor_of(std::string_view word) {
    if (word == "系统") return "system";
    if (word == "命令行") return "cli";
    return std::string(word);
}

/// What a word is that does not say it itself.
WordKind guess(store::View& view, std::string_view word, Date today) {
    const std::string small = lower(word);
    const auto number = parse_unsigned(small);
    if (number && *number < view.journal().size) return WordKind::number;
    if (is_leaf(small) && !store::entries_by_leaf(view, small, 1).empty()) return WordKind::leaf;
    if (parse_days(word, today)) return WordKind::date;
    if (word == "系统" || word == "命令行") return WordKind::actor;
    if (!kinds_named(word).empty()) return WordKind::kind;
    return WordKind::actor_or_subject;
}

/// Takes the words one by one; two that say the same thing differently are refused rather than guessed about.
class Reader {
public:
    Reader(store::View& view, Date today) : view_(view), today_(today) {}

    Result<Done> take(std::string_view text) {
        const Word word = without_label(text);
        if (word.text.size() > kLongestWord) return wrong("words", "搜索词太长", "a word is too long");
        const WordKind kind = word.said ? *word.said : guess(view_, word.text, today_);
        wish.words.push_back({std::string(word.text), kind});
        switch (kind) {
            case WordKind::number:
                return number(word.text);
            case WordKind::leaf:
                return leaf(lower(word.text));
            case WordKind::kind:
                return kinds(word.text);
            case WordKind::date:
                return date(word.text);
            case WordKind::actor:
                return actor(actor_of(word.text));
            case WordKind::subject:
                return subject(std::string(word.text));
            case WordKind::actor_or_subject:
                return either(std::string(word.text));
        }
        return Done{};
    }

    JournalWish wish;

private:
    static Refusal twice(const char* zh, const char* en) {
        return wrong("twice", std::string("只能写一个") + zh, std::string("there can be only one ") + en);
    }
    Result<Done> number(std::string_view text) {
        const auto value = parse_unsigned(text);
        if (!value)
            return wrong("number", "条目编号是从 0 起的整数", "the number of an entry is a whole number from 0");
        if (wish.number) return twice("编号", "number");
        wish.number = value;
        return Done{};
    }
    Result<Done> leaf(std::string digits) {
        if (!is_leaf(digits))
            return wrong("leaf", "叶摘要要写 8 到 64 位十六进制数字", "a leaf hash is 8 to 64 hexadecimal digits");
        if (!wish.leaf.empty()) return twice("叶摘要", "leaf hash");
        wish.leaf = std::move(digits);
        return Done{};
    }
    Result<Done> kinds(std::string_view text) {
        auto found = kinds_named(text);
        if (found.empty()) return wrong("kind", "没有这种事项：" + std::string(text), "there is no such kind of entry");
        if (!wish.kinds.empty()) return twice("事项", "kind");
        wish.kinds = std::move(found);
        return Done{};
    }
    Result<Done> date(std::string_view text) {
        const auto days = parse_days(text, today_);
        if (!days)
            return wrong("date", "日期请写成 2026-11-22、2026-11 或 2026-11-01..2026-11-22",
                         "a date is 2026-11-22, 2026-11 or 2026-11-01..2026-11-22");
        if (wish.days) return twice("日期", "date");
        wish.days = days;
        return Done{};
    }
    Result<Done> actor(std::string text) {
        if (!wish.actor.empty()) return twice("办理人", "actor");
        wish.actor = std::move(text);
        return Done{};
    }
    Result<Done> subject(std::string text) {
        if (wish.subject) return twice("对象", "subject");
        wish.subject = std::move(text);
        return Done{};
    }
    /// The second name decides what the first one is.
    Result<Done> either(std::string text) {
        if (wish.either.empty()) {
            wish.either = std::move(text);
            return Done{};
        }
        if (!wish.actor.empty() || wish.subject) return twice("办理人和对象", "actor and subject");
        const bool first_acts = store::is_actor(view_, wish.either);
        wish.actor = first_acts ? wish.either : text;
        wish.subject = first_acts ? text : wish.either;
        wish.either.clear();
        return Done{};
    }

    store::View& view_;
    Date today_;
};

/// A name beside an actor is a subject, and the other way round.
void settle(JournalWish& wish) {
    if (wish.either.empty()) return;
    if (!wish.actor.empty() && !wish.subject) {
        wish.subject = std::exchange(wish.either, "");
    } else if (wish.subject && wish.actor.empty()) {
        wish.actor = std::exchange(wish.either, "");
    }
}

std::optional<Date> first_of_month(std::string_view text) {
    if (text.size() != 7) return std::nullopt;
    const auto date = Date::parse(std::string(text) + "-01");
    return date ? std::optional(*date) : std::nullopt;
}

Date last_of_month(Date first) {
    const Date next{.year = first.month == 12 ? first.year + 1 : first.year,
                    .month = first.month == 12 ? 1 : first.month + 1,
                    .day = 1};
    return Date::from_days(next.days() - 1);
}

std::optional<Days> day_or_month(std::string_view text, Date today) {
    if (text == "今天" || text == "today") return Days{today, today};
    const Date yesterday = Date::from_days(today.days() - 1);
    if (text == "昨天" || text == "yesterday") return Days{yesterday, yesterday};
    if (const auto first = first_of_month(text)) return Days{*first, last_of_month(*first)};
    const auto date = Date::parse(text);
    if (!date) return std::nullopt;
    return Days{*date, *date};
}

}  // namespace

std::optional<Days> parse_days(std::string_view word, Date today) {
    for (const std::string_view between : {"..", "~", "～", "至"}) {
        const auto at = word.find(between);
        if (at == std::string_view::npos) continue;
        const auto from = day_or_month(word.substr(0, at), today);
        const auto to = day_or_month(word.substr(at + between.size()), today);
        if (!from || !to || to->to < from->from) return std::nullopt;
        return Days{from->from, to->to};
    }
    return day_or_month(word, today);
}

std::vector<std::string> kinds_named(std::string_view word) {
    if (word.empty()) return {};
    const bool ascii = std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    const bool could_be_name = word.size() >= (ascii ? 4 : 6) && word.find_first_of("0123456789") == word.npos;
    const std::string small = lower(word);
    std::vector<std::string> exact;
    std::vector<std::string> within;
    for (const auto& area : inspection::entry_areas())
        for (const auto& kind : area.kinds) {
            if (kind.kind == small || kind.zh == word) exact.emplace_back(kind.kind);
            const bool in_code = small.ends_with('.') && kind.kind.starts_with(small);
            const bool in_name = could_be_name && (kind.zh.find(word) != kind.zh.npos ||
                                                   (ascii && lower(kind.en).find(small) != std::string::npos));
            if (in_code || in_name) within.emplace_back(kind.kind);
        }
    return exact.empty() ? within : exact;
}

Result<JournalWish> understand(store::View& view, std::string_view box, Date today) {
    const auto words = words_of(box);
    if (words.size() > kMostWords) return wrong("words", "最多写 8 个词", "at most eight words");
    Reader reader(view, today);
    for (const auto word : words)
        if (const auto done = reader.take(word); !done) return pass_on(done.error());
    settle(reader.wish);
    return std::move(reader.wish);
}

}  // namespace sunlot::workflow
