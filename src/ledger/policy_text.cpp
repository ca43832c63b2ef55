#include "ledger/policy_text.h"

#include "base/text.h"

#include <utility>

namespace sunlot::ledger {
namespace {

constexpr std::string_view kLog = "log ";
constexpr std::size_t kLongestUrl = 500;

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const auto begin = line.find_first_not_of(" \t\r");
        if (begin == std::string_view::npos) break;
        line.remove_prefix(begin);
        const auto end = std::min(line.find_first_of(" \t\r"), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(end);
    }
    return words;
}

bool is_url(std::string_view text) {
    const bool web = text.starts_with("https://") || text.starts_with("http://");
    return web && text.size() <= kLongestUrl && text.find_first_of("?#\"<>\\") == std::string_view::npos;
}

class Reader {
public:
    explicit Reader(const VerifierKey& log) : log_(log), out_{std::string(kLog) + log.text() + "\n", {}} {}

    Result<Done> take(std::string_view line) {
        auto words = words_of(line);
        if (words.empty()) {
            comment_.clear();
            return Done{};
        }
        if (words[0].starts_with('#')) {
            note_comment(line);
            return Done{};
        }
        if (words[0] == "log") return take_log(words);
        if (words[0] == "witness")
            if (auto noted = note_witness(words); !noted) return noted;
        comment_.clear();
        for (std::size_t i = 0; i < words.size(); ++i) out_.policy += (i == 0 ? "" : " ") + std::string(words[i]);
        out_.policy += '\n';
        return Done{};
    }

    Result<WrittenPolicy> finish() && {
        if (const auto strict = Policy::parse(out_.policy); !strict) return pass_on(strict.error());
        return std::move(out_);
    }

private:
    void note_comment(std::string_view line) {
        const auto words = words_of(line.substr(line.find('#') + 1));
        comment_.clear();
        for (const std::string_view word : words) comment_ += (comment_.empty() ? "" : " ") + std::string(word);
    }

    Result<Done> take_log(const std::vector<std::string_view>& words) {
        comment_.clear();
        if (words.size() >= 2 && words.size() <= 3 && words[1] == log_.text()) return Done{};
        return refuse(RefusalKind::invalid, "policy.other_log", "策略的 log 行不是本日志的公钥 " + log_.text(),
                      "the policy's log line is not the key of this log, " + log_.text());
    }

    /// Takes the URL off the line.
    Result<Done> note_witness(std::vector<std::string_view>& words) {
        if (words.size() < 3) return Done{};  // Policy::parse refuses it
        WitnessContact contact{std::string(words[1]), comment_.empty() ? std::string(words[1]) : comment_, {}};
        if (words.size() == 4) {
            if (!is_url(words[3]))
                return refuse(RefusalKind::invalid, "policy.url", "见证人的网址不对：" + std::string(words[3]),
                              "not the address of a witness: " + std::string(words[3]));
            std::string_view url = words[3];
            while (url.ends_with('/')) url.remove_suffix(1);
            contact.url = std::string(url);
            words.pop_back();
        }
        out_.witnesses.push_back(std::move(contact));
        return Done{};
    }

    const VerifierKey& log_;
    WrittenPolicy out_;
    std::string comment_;
};

}  // namespace

Result<WrittenPolicy> read_written_policy(std::string_view text, const VerifierKey& log) {
    Reader reader(log);
    for (const std::string_view line : split(text, '\n'))
        if (const auto taken = reader.take(line); !taken) return pass_on(taken.error());
    return std::move(reader).finish();
}

std::string with_log(std::string_view policy, const VerifierKey& log) {
    std::string out(policy);
    for (std::size_t at = 0; at < out.size(); at = out.find('\n', at) + 1)
        if (std::string_view(out).substr(at).starts_with(kLog)) {
            const auto begin = at + kLog.size();
            return out.replace(begin, out.find('\n', begin) - begin, log.text());
        }
    return out;
}

}  // namespace sunlot::ledger
