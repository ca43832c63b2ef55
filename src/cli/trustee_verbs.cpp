// What trustees and contributors do on their own machines; only public entries of a draw are read from the server.
#include "base/json.h"
#include "cli/verbs.h"
#include "draw/seed.h"
#include "workflow/trustee.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

struct Arguments {
    std::string key;
    std::string draw;
    std::string party;
    std::string value;
    std::string bundle;
    std::vector<std::string> files;
};
using Shared = std::shared_ptr<Arguments>;

/// The public facts of a draw out of an unpacked bundle: for when its organ gives no answers any more.
Result<Json> draw_in_bundle(const std::filesystem::path& folder) {
    auto plan = read_json_file(folder / "plan.json");
    if (!plan) return plan;
    Json::Array entries;
    std::error_code ignored;
    for (const auto& file : std::filesystem::directory_iterator(folder / "log", ignored)) {
        if (file.path().extension() != ".json") continue;
        auto entry = read_json_file(file.path());
        if (!entry) return entry;
        entries.push_back(std::move(*entry));
    }
    const Json* trustees = plan->find("trustees");
    return Json(Json::Object{{"draw_id", plan->at("draw_id")},
                             {"trustees", trustees == nullptr ? Json() : *trustees},
                             {"entries", std::move(entries)}});
}

Result<Json> public_draw(Workplace& place, const Shared& a) {
    if (!a->bundle.empty()) return draw_in_bundle(a->bundle);
    const auto client = place.client(SignIn::none);
    if (!client) return pass_on(client.error());
    return (*client)->ask({.target = "/api/public/draws/" + segment(a->draw)});
}

/// The trustees of a draw, as its public view gives them.
Result<draw::Trustees> trustees_of(const Json& draw) {
    const Json& given = draw.at("trustees");
    if (given.is_null())
        return refuse(RefusalKind::conflict, "trustees.none", "这次抽取没有托管人", "the draw has no trustees");
    draw::Trustees trustees;
    trustees.threshold = static_cast<std::uint64_t>(given.at("threshold").as_integer());
    for (const Json& key : given.at("keys").as_array())
        trustees.keys.push_back({.id = key.at("id").as_string(),
                                 .key = key.at("key").as_string(),
                                 .organisation = key.at("organisation").as_string()});
    return trustees;
}

/// Every box for this key among the commitments, opened.
Result<Json> opened_boxes(const Json& draw, const workflow::TrusteeSecret& secret, const std::string& only) {
    const auto trustees = trustees_of(draw);
    if (!trustees) return pass_on(trustees.error());
    std::string me;
    for (const auto& key : trustees->keys)
        if (key.key == secret.key) me = key.id;
    Json::Array shares;
    for (const Json& entry : draw.at("entries").as_array()) {
        if (entry.at("kind").as_string() != "contribution.committed") continue;
        const std::string& party = entry.at("data").at("party").as_string();
        if (!only.empty() && party != only) continue;
        for (const Json& box : entry.at("data").at("deposit").as_array()) {
            if (box.at("trustee").as_string() != me) continue;
            const auto share = workflow::open_box(secret, box.at("box").as_string());
            if (!share) return pass_on(share.error());
            shares.push_back(Json::Object{{"party", party}, {"share", *share}, {"trustee", me}});
        }
    }
    if (shares.empty())
        return refuse(RefusalKind::not_found, "trustee.box", "没有给这把钥匙的寄存", "there is no box for this key");
    return Json(Json::Object{{"draw", draw.at("draw_id")}, {"shares", std::move(shares)}});
}

/// What this party committed to, or "".
std::string commitment_of(const Json& draw, const std::string& party) {
    for (const Json& entry : draw.at("entries").as_array())
        if (entry.at("kind").as_string() == "contribution.committed" &&
            entry.at("data").at("party").as_string() == party)
            return entry.at("data").at("commitment").as_string();
    return {};
}

/// The shares in the files, as several trustees have opened them, by party.
Result<std::map<std::string, std::vector<draw::Share>>> shares_in(const std::vector<std::string>& files) {
    std::map<std::string, std::vector<draw::Share>> by_party;
    for (const auto& file : files) {
        const auto opened = read_json_file(file);
        if (!opened) return pass_on(opened.error());
        for (const Json& share : opened->at("shares").as_array())
            by_party[share.at("party").as_string()].push_back(
                {share.at("trustee").as_string(), share.at("share").as_string()});
    }
    for (auto& [party, shares] : by_party) std::ranges::sort(shares, {}, &draw::Share::trustee);
    return by_party;
}

/// {"sealed-1":value,…}: of sealed shares this is shares.json.
Result<Json> combined(const Json& draw, const std::vector<std::string>& files) {
    const auto trustees = trustees_of(draw);
    if (!trustees) return pass_on(trustees.error());
    const auto shares = shares_in(files);
    if (!shares) return pass_on(shares.error());
    Json::Object values;
    for (const auto& [party, opened] : *shares) {
        const auto value = draw::combine_shares(*trustees, opened);
        if (!value) return pass_on(value.error());
        if (draw::contribution_commitment(draw.at("draw_id").as_string(), party, *value) != commitment_of(draw, party))
            return refuse(RefusalKind::conflict, "deposit.failed", party + " 寄存的内容与承诺不符",
                          "what " + party + " deposited is not what it committed to");
        values[party] = *value;
    }
    return Json(std::move(values));
}

std::string as_json(const Json& answer) {
    return to_canonical(answer) + "\n";
}

void add_open(CLI::App& trustee, Chosen& chosen, const Shared& a) {
    auto* open = add_verb(trustee, chosen, "open", "开启寄存，打印份额 Open the boxes sealed for this key",
                          [a](Workplace& place) -> Result<Done> {
                              const auto secret = workflow::read_trustee_key(a->key);
                              if (!secret) return pass_on(secret.error());
                              const auto draw = public_draw(place, a);
                              if (!draw) return pass_on(draw.error());
                              const auto shares = opened_boxes(*draw, *secret, a->party);
                              if (!shares) return pass_on(shares.error());
                              place.print(*shares, as_json);
                              return Done{};
                          });
    open->add_option("draw", a->draw, "抽取编号 Draw id")->required();
    open->add_option("--key", a->key, "密钥文件 Key file")->required();
    open->add_option("--bundle", a->bundle, "解开的公示包，不连服务器 Unpacked bundle, no server");
    open->add_option("--party", a->party, "只开这一方的 Only of this party");
}

void add_seal(CLI::App& trustee, Chosen& chosen, const Shared& a) {
    auto* seal =
        add_verb(trustee, chosen, "seal", "把一个数分封给托管人 Seal a value for the trustees",
                 [a](Workplace& place) -> Result<Done> {
                     if (a->value.size() != 64 || a->value.find_first_not_of("0123456789abcdef") != std::string::npos)
                         return refuse(RefusalKind::invalid, "contribution.value", "应为 64 位小写十六进制",
                                       "must be 64 lower-case hex digits", "value");
                     const auto draw = public_draw(place, a);
                     if (!draw) return pass_on(draw.error());
                     const auto trustees = trustees_of(*draw);
                     if (!trustees) return pass_on(trustees.error());
                     const auto boxes = workflow::seal_value(a->value, *trustees);
                     place.print(Json::Object{{"deposit", draw::deposit_json(boxes)}}, as_json);
                     return Done{};
                 });
    seal->add_option("draw", a->draw, "抽取编号 Draw id")->required();
    seal->add_option("--value", a->value, "贡献值或份额，64 位十六进制 Value")->required();
}

void add_combine(CLI::App& trustee, Chosen& chosen, const Shared& a) {
    auto* combine = add_verb(trustee, chosen, "combine", "把几位托管人开启的份额合成原数 Combine what trustees opened",
                             [a](Workplace& place) -> Result<Done> {
                                 const auto draw = public_draw(place, a);
                                 if (!draw) return pass_on(draw.error());
                                 const auto values = combined(*draw, a->files);
                                 if (!values) return pass_on(values.error());
                                 place.print(*values, [](const Json& answer) { return to_canonical(answer); });
                                 return Done{};
                             });
    combine->add_option("draw", a->draw, "抽取编号 Draw id")->required();
    combine->add_option("files", a->files, "trustee open 的输出，每位一个文件 Files")->required();
    combine->add_option("--bundle", a->bundle, "解开的公示包，不连服务器 Unpacked bundle, no server");
}

}  // namespace

void add_trustee_verbs(CLI::App& app, Chosen& chosen) {
    auto& trustee = *app.add_subcommand("trustee", "托管人 Trustees")->require_subcommand(1);
    const auto a = std::make_shared<Arguments>();
    auto* keygen = add_verb(trustee, chosen, "keygen", "生成密钥，打印公钥 Make a key pair, print the public key",
                            [a](Workplace& place) -> Result<Done> {
                                const auto made = workflow::make_trustee_key(a->key);
                                if (!made) return pass_on(made.error());
                                place.print(Json::Object{{"key", made->key}},
                                            [](const Json& answer) { return in_words(answer.at("key")) + "\n"; });
                                return Done{};
                            });
    keygen->add_option("--out", a->key, "密钥写到哪里，只有本人可读 Where the key goes")->required();
    add_open(trustee, chosen, a);
    add_seal(trustee, chosen, a);
    add_combine(trustee, chosen, a);
}

}  // namespace sunlot::cli
