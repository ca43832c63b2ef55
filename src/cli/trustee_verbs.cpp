// What trustees and contributors do on their own machines; only public entries of a draw are read from the server.
#include "base/json.h"
#include "cli/verbs.h"
#include "workflow/trustee.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

struct Arguments {
    std::string key;
    std::string draw;
    std::string party;
    std::string value;
};
using Shared = std::shared_ptr<Arguments>;

Result<Json> public_draw(Workplace& place, const Shared& a) {
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
}

}  // namespace sunlot::cli
