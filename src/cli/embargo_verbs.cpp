// Verbs of `draw` for links, sealed shares, trustees and disclosure.
#include "cli/verbs.h"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

using api::Method;

struct Arguments {
    std::string draw;
    std::string party;
    std::string value;
    std::string file;
    std::string purpose = "visit";
    std::string officer;
    std::vector<std::int64_t> lines;
    std::int64_t line = 0;
    std::int64_t limit = 12;
};
using Shared = std::shared_ptr<Arguments>;

std::string state_text(const Json& draw) {
    return fmt::format("{}  {}\n下一步 next: {}\n", in_words(draw.at("draw_id")), in_words(draw.at("state")),
                       in_words(draw.at("next")));
}

std::string rows_text(const Json& answer) {
    return table({{"line", "行"}, {"stratum", "分层"}, {"id", "编号"}, {"name", "名称"}, {"address", "地址"}},
                 answer.at("rows").as_array()) +
           fmt::format("已留痕 entry: {}\n", in_words(answer.at("receipt").at("seq")));
}

CLI::App* with_draw(CLI::App* command, const Shared& a) {
    command->add_option("draw", a->draw, "抽取编号 Draw id")->required();
    return command;
}

std::string target(const Shared& a, const char* step) {
    return "/api/draws/" + segment(a->draw) + "/" + step;
}

Call post(const Shared& a, const char* step, Json::Object body) {
    return {.method = Method::post, .target = target(a, step), .body = std::move(body)};
}

/// The shares that trustees have opened, as `sunlot trustee open` prints them, put together in one file.
Result<Json> read_shares(const Shared& a) {
    auto shares = read_json_file(a->file);
    if (!shares) return shares;
    if (const Json* inside = shares->find("shares")) return *inside;
    return shares;
}

void add_links_and_shares(CLI::App& draw, Chosen& chosen, const Shared& a) {
    auto* invite = add_verb(draw, chosen, "invite", "为一方生成一次性链接 A one-time link", [a](Workplace& place) {
        return place.ask_and_show(post(a, "invitations", {{"party", a->party}}),
                                  [](const Json& answer) { return in_words(answer.at("path")) + "\n"; });
    });
    with_draw(invite, a)->add_option("party", a->party, "哪一方，或 sealed-1、sealed-2 Party")->required();
    auto* deliver = add_verb(draw, chosen, "deliver", "交来密封份额 Hand over a sealed share", [a](Workplace& place) {
        return place.ask_and_show(post(a, "deliveries", {{"share", a->party}, {"value", a->value}}), state_text);
    });
    with_draw(deliver, a)->add_option("share", a->party, "sealed-1 或 sealed-2")->required();
    deliver->add_option("--value", a->value, "份额，64 位十六进制 Value")->required();
    auto* open = add_verb(
        draw, chosen, "open-deposit", "托管人开启寄存 Trustees open a deposit", [a](Workplace& place) -> Result<Done> {
            auto shares = read_shares(a);
            if (!shares) return pass_on(shares.error());
            return place.ask_and_show(post(a, "openings", {{"party", a->party}, {"shares", std::move(*shares)}}),
                                      state_text);
        });
    with_draw(open, a)->add_option("party", a->party, "哪一方 Party")->required();
    open->add_option("shares", a->file, "JSON 文件：trustee open 的输出 Shares")->required();
}

void add_reveal(CLI::App& draw, Chosen& chosen, const Shared& a) {
    auto* reveal = add_verb(draw, chosen, "reveal-shares", "公布密封份额，解除保密 Reveal the sealed shares",
                            [a](Workplace& place) -> Result<Done> {
                                Json::Object body;
                                if (!a->file.empty()) {
                                    auto shares = read_shares(a);
                                    if (!shares) return pass_on(shares.error());
                                    body = {{"share", a->party}, {"shares", std::move(*shares)}};
                                }
                                return place.ask_and_show(post(a, "shares/reveal", std::move(body)), state_text);
                            });
    auto* share = with_draw(reveal, a)->add_option("--share", a->party, "托管人开启的一份 Share opened by trustees");
    reveal->add_option("--shares", a->file, "JSON 文件：trustee open 的输出 Shares")->needs(share);
}

void add_disclosure(CLI::App& draw, Chosen& chosen, const Shared& a) {
    auto* disclose =
        add_verb(draw, chosen, "disclose", "逐户披露，每次留痕 See lines of a sealed result", [a](Workplace& place) {
            Json::Object body{{"purpose", a->purpose}, {"limit", a->limit}};
            if (!a->officer.empty()) body["officer"] = a->officer;
            if (!a->lines.empty()) {
                Json::Array lines;
                for (const auto line : a->lines) lines.emplace_back(line);
                body["lines"] = std::move(lines);
            }
            return place.ask_and_show(post(a, "disclosures", std::move(body)), rows_text);
        });
    with_draw(disclose, a)->add_option("--purpose", a->purpose, "visit、print 或 audit")->capture_default_str();
    disclose->add_option("--officer", a->officer, "只看这名执法人员的 Officer");
    disclose->add_option("--line", a->lines, "行号，可多次 Line");
    disclose->add_option("--limit", a->limit, "最多几户 At most")->capture_default_str();
    auto* doorstep = add_verb(draw, chosen, "doorstep", "生成上门凭证 Make a doorstep proof", [a](Workplace& place) {
        return place.ask_and_show(post(a, "doorstep", {{"line", a->line}}),
                                  [](const Json& answer) { return in_words(answer.at("path")) + "\n"; });
    });
    with_draw(doorstep, a)->add_option("line", a->line, "行号 Line")->required();
}

}  // namespace

void add_embargo_verbs(CLI::App& draw, Chosen& chosen) {
    const auto a = std::make_shared<Arguments>();
    add_links_and_shares(draw, chosen, a);
    add_reveal(draw, chosen, a);
    add_disclosure(draw, chosen, a);
}

}  // namespace sunlot::cli
