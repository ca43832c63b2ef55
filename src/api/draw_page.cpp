#include "api/draw_page.h"

#include "api/draw_words.h"
#include "api/embargo_page.h"
#include "api/one_liners.h"
#include "api/target.h"
#include "api/why_page.h"
#include "api/witness_page.h"
#include "workflow/draw_view.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace sunlot::api {
namespace {

using workflow::DrawView;

/// Writes one page in one language.
class Writer {
public:
    Writer(const workflow::PublicDraw& source, const DrawPageOptions& options)
        : draw_(source.draw), source_(source), options_(options) {}

    Content body() const {
        Content all{heading()};
        for (const auto& warning : draw_.warnings) all.push_back(element("p", {{"class", "warning"}}, {say(warning)}));
        all.push_back(contents());
        if (draw_.embargo) all.push_back(embargo_section(draw_, options_.language));
        if (draw_.sample && !draw_.under_embargo()) all.push_back(result());
        if (draw_.seal) all.push_back(why());
        if (workflow::has_bundle(draw_)) all.push_back(checks());
        if (draw_.seal) all.push_back(sealed());
        all.push_back(parties());
        if (!source_.seed_parts.empty()) all.push_back(seed());
        all.push_back(history());
        return all;
    }

private:
    std::string_view say(std::string_view zh, std::string_view en) const { return pick(options_.language, zh, en); }
    std::string say(const Text& text) const {
        return options_.language == Language::en && !text.en.empty() ? text.en : text.zh;
    }
    static Html code(std::string_view text) { return element("code", {}, {text}); }
    Html cell(std::string_view label, Content content) const {
        return element("td", {{"data-label", std::string(label)}}, content);
    }
    Html section(std::string id, std::string_view title, Content content) const {
        content.insert(content.begin(), element("h2", {{"id", id + "-title"}}, {title}));
        return element("section", {{"id", id}, {"aria-labelledby", id + "-title"}}, content);
    }
    static Html head_row(const std::vector<std::string_view>& titles) {
        Content cells;
        for (const auto title : titles) cells.push_back(element("th", {{"scope", "col"}}, {title}));
        return element("thead", {}, {element("tr", {}, cells)});
    }
    static Html table(Html head, Content rows, Attributes attributes = {{"class", "stack"}}) {
        return element("div", {{"class", "scroll"}},
                       {element("table", attributes, {std::move(head), element("tbody", {}, rows)})});
    }
    std::string language_query(std::string_view more = {}) const {
        std::string query = options_.language == Language::en ? "?lang=en" : "?lang=zh";
        query += more;
        return query;
    }

    Html number_cell(std::string_view label, std::uint64_t number) const {
        return element("td", {{"data-label", std::string(label)}, {"class", "number"}}, {std::to_string(number)});
    }

    /// Where an entry of the log is shown with its proof.
    Html entry_link(std::uint64_t seq) const {
        return element("a",
                       {{"href", "/j/" + std::to_string(seq) + (options_.language == Language::en ? "?lang=en" : "")}},
                       {std::to_string(seq)});
    }

    /// Date and time, each unbroken.
    static Html moment(Instant at) {
        const std::string text = at.beijing();
        return element("time", {{"datetime", at.text()}},
                       {element("span", {}, {text.substr(0, 10)}), " ", element("span", {}, {text.substr(11)})});
    }

    Html heading() const;
    Html contents() const;
    Html history() const;
    Html sealed() const;
    Html parties() const;
    Html seed() const;
    Html result() const;
    Html result_row(const workflow::DrawnRow& row) const;
    Html result_links() const;
    Html why() const;
    Html paper_and_sql() const;
    Content verifiers() const;
    Html checks() const;
    Html downloads() const;

    const DrawView& draw_;
    const workflow::PublicDraw& source_;
    const DrawPageOptions& options_;
};

Html Writer::heading() const {
    const bool voided = draw_.state == inspection::DrawState::voided;
    Content lines{element("h1", {}, {draw_.task_name}),
                  element("p", {{"class", "lead"}},
                          {draw_.task_number, "　", say("抽取编号 ", "Draw "), code(draw_.draw_id), "　",
                           element("span", {{"class", voided ? "state bad" : "state good"}},
                                   {say(inspection::title(draw_.state))})})};
    if (draw_.attempt > 1) {
        lines.push_back(element("p", {},
                                {say("这是按原种子重抽的第 ", "This is attempt "), std::to_string(draw_.attempt),
                                 say(" 次名单。", " of the frame, drawn with the same seed.")}));
    }
    for (const auto& reason : {draw_.void_reason, draw_.redraw_reason}) {
        if (reason) lines.push_back(element("p", {{"class", "warning"}}, {say("理由：", "Reason: "), *reason}));
    }
    return element("div", {}, lines);
}

Html Writer::contents() const {
    Content links;
    const auto add = [&](const char* address, std::string_view title) {
        links.push_back(element("li", {}, {element("a", {{"href", address}}, {title})}));
    };
    if (draw_.embargo) add("#embargo", say("保密", "Embargo"));
    if (draw_.sample && !draw_.under_embargo()) add("#result", say("抽中了谁", "Who was drawn"));
    if (draw_.seal) add("#why", say("为什么抽中，为什么没有抽中", "Why me, why not me"));
    if (workflow::has_bundle(draw_)) add("#check", say("自己核对", "Check it yourself"));
    if (draw_.seal) add("#sealed", say("封存的名单", "The sealed frame"));
    add("#parties", say("谁提供了随机", "Where the chance comes from"));
    if (!source_.seed_parts.empty()) add("#seed", say("种子", "The seed"));
    add("#history", say("经过", "What was fixed when"));
    return element("nav", {{"class", "contents"}, {"aria-label", std::string(say("本页目录", "On this page"))}},
                   {element("ul", {}, links)});
}

/// What was fixed when: the entries of the log, with what they pin.
Html Writer::history() const {
    Content rows;
    for (const auto& entry : draw_.entries) {
        Content details;
        for (const auto& [name, value] : entry.data.as_object()) {
            const std::string text = value.is_string() ? value.as_string() : to_canonical(value);
            details.push_back(element("div", {},
                                      {element("span", {{"class", "quiet"}}, {say(member_title(name))}), " ",
                                       element("code", {{"class", "member"}}, {name}), " ", code(text)}));
        }
        rows.push_back(element(
            "tr", {},
            {element("td", {{"data-label", std::string(say("条目", "Entry"))}, {"class", "number"}},
                     {entry_link(entry.seq)}),
             cell(say("时间", "Time"), {moment(entry.at)}), cell(say("事情", "What"), {say(sentence(entry, draw_))}),
             cell(say("钉住的内容", "What it pins"), details), cell(say("叶摘要", "Leaf"), {code(entry.leaf)})}));
    }
    return section("history", say("经过：何时定下了什么", "What was fixed when"),
                   {element("p", {{"class", "quiet"}},
                            {say("每一步都是日志里的一个条目，编号连续，不能插入、删除或改动。时间为北京时间。",
                                 "Every step is an entry of the log; entries are numbered without gaps and can't be "
                                 "inserted, removed or changed. Beijing time.")}),
                    table(head_row({say("条目", "Entry"), say("时间", "Time"), say("事情", "What"),
                                    say("钉住的内容", "What it pins"), say("叶摘要", "Leaf hash")}),
                          rows)});
}

Html Writer::sealed() const {
    const auto& seal = *draw_.seal;
    Content strata;
    for (const auto& stratum : seal.strata) {
        strata.push_back(element(
            "tr", {},
            {cell(say("分层", "Stratum"), {stratum.label}), number_cell(say("名单户数", "In the frame"), stratum.n),
             number_cell(say("应抽户数", "To be drawn"), stratum.k)}));
    }
    Content files;
    for (const auto& [name, file] : seal.files) {
        files.push_back(element("tr", {},
                                {cell(say("文件", "File"), {code(name), " ", say(file_title(name))}),
                                 number_cell(say("行数", "Lines"), file.lines), cell("SHA-256", {code(file.sha256)})}));
    }
    Content excluded;
    for (const auto& [reason, count] : seal.excluded) {
        excluded.push_back(element("li", {}, {say(exclusion_title(reason)), say("：", ": "), std::to_string(count)}));
    }
    Content all = sealing_witnesses_line(seal, options_.language);
    const Content facts{
        table(head_row({say("分层", "Stratum"), say("名单户数", "In the frame"), say("应抽户数", "To be drawn")}),
              strata),
        table(head_row({say("文件", "File"), say("行数", "Lines"), "SHA-256"}), files),
        element(
            "dl", {},
            {element("dt", {}, {say("名单树根", "Frame root")}), element("dd", {}, {code(seal.frame_root)}),
             element("dt", {}, {say("封存记录摘要", "Digest of the seal")}), element("dd", {}, {code(seal.digest)})})};
    all.insert(all.end(), facts.begin(), facts.end());
    if (!excluded.empty()) {
        all.push_back(element("h3", {}, {say("未列入名单的", "Left out of the frame")}));
        all.push_back(element("ul", {}, excluded));
    }
    return section("sealed", say("封存的名单", "The sealed frame"), all);
}

Html Writer::parties() const {
    Content rows;
    for (const auto& party : draw_.parties) {
        Content revealed{say("尚未揭示", "not yet")};
        if (party.value) revealed = {code(*party.value)};
        if (party.value && party.typed)
            revealed = {say("由“", "from '"), *party.typed, say("”算得 ", "': "), code(*party.value)};
        if (party.dropped) {
            revealed.insert(
                revealed.begin(),
                element("span", {{"class", "bad"}},
                        {*party.dropped == "missing" ? say("未揭示，已点名剔除 ", "Missing: dropped and named ")
                                                     : say("揭示有误，已点名剔除 ", "Wrong: dropped and named ")}));
            if (!party.value) revealed.resize(1);
        }
        rows.push_back(element("tr", {},
                               {cell(say("单位", "Organisation"), {party.organisation, " ", code(party.id)}),
                                cell(say("承诺", "Commitment"),
                                     {party.commitment ? code(*party.commitment) : Html(say("尚未提交", "not yet"))}),
                                cell(say("揭示", "Revealed"), revealed)}));
    }
    Content events;
    for (const auto& event : draw_.events) {
        events.push_back(element("li", {},
                                 {say(event_title(event.kind)), " ", event.name, say("，不早于 ", ", not before "),
                                  event.not_before.beijing(), say("：", ": "),
                                  event.content ? code(*event.content) : Html(say("尚未发生", "not yet"))}));
    }
    return section(
        "parties", say("谁提供了随机", "Where the chance comes from"),
        {element("p", {{"class", "quiet"}},
                 {say("各方先把自己的数锁进承诺，名单封存以后才揭示；最后加入谁也无法预知的公开事件。",
                      "Each party locks its number into a commitment and reveals it only after the frame is "
                      "sealed; a public event nobody can foresee comes last.")}),
         table(head_row({say("单位", "Organisation"), say("承诺", "Commitment"), say("揭示", "Revealed")}), rows),
         element("h3", {}, {say("公开事件", "Public events")}), element("ul", {}, events)});
}

Html Writer::seed() const {
    Content rows;
    for (const auto& part : source_.seed_parts) {
        rows.push_back(element("tr", {},
                               {cell("seed.txt", {code(part.line)}), cell(say("来自", "From"), {part.source}),
                                cell(say("日志条目", "Entry"), {part.seq ? entry_link(*part.seq) : Html()})}));
    }
    return section("seed", say("种子", "The seed"),
                   {table(head_row({"seed.txt", say("来自", "From"), say("日志条目", "Entry")}), rows),
                    element("p", {},
                            {say("种子 = 以上文字的 SHA-256：", "The seed is the SHA-256 of this text: "),
                             code(draw_.seed.value_or(""))})});
}

Html Writer::result_row(const workflow::DrawnRow& row) const {
    Content officers;
    for (const auto& officer : row.officers) {
        officers.push_back(
            element("div", {}, {officer.name, " ", element("span", {{"class", "quiet"}}, {officer.id})}));
    }
    if (officers.empty()) officers.emplace_back("—");
    const std::string place = row.district.empty() ? row.stratum : row.stratum + " " + row.district;
    Content name{row.name, element("div", {{"class", "quiet"}}, {row.id})};
    if (!row.substituted.empty())
        name.push_back(
            element("div", {{"class", row.substituted == "cancelled" ? "bad" : "good"}},
                    {row.substituted == "cancelled" ? say("已替换", "Replaced") : say("由候补递补", "Called up"),
                     say("（第 ", " (substitution "), std::to_string(row.substitution), say(" 号）", ")")}));
    return element(
        "tr",
        {{"data-id", row.id},
         {"data-ticket", row.ticket},
         {"data-rank", std::to_string(row.rank)},
         {"data-stratum", row.stratum},
         {"data-district", row.district},
         {"data-kind", row.kind}},
        {cell(say("名次", "Rank"), {place, " · ", std::to_string(row.rank)}), cell(say("名称", "Name"), name),
         cell(say("票号", "Ticket"), {code(row.ticket)}), cell(say("执法人员", "Officers"), officers),
         cell(say("核对", "Check"), {element("span", {{"class", "verdict"}}, {})})});
}

Html Writer::why() const {
    return section("why", say("为什么抽中，为什么没有抽中", "Why me, why not me"),
                   {why_form(draw_.draw_id, "", options_.language)});
}

Html Writer::result_links() const {
    Content links;
    const std::string kind = options_.kind == "R" ? "&kind=R" : "";
    links.push_back(element(
        "a", {{"href", language_query(options_.kind == "R" ? "" : "&kind=R") + "#result"}},
        {options_.kind == "R" ? say("看抽中的", "Show the drawn ones") : say("看候补的", "Show the reserves")}));
    if (source_.drawn.next) {
        links.push_back(
            element("a",
                    {{"href", language_query(kind + "&after=" + percent_encode(*source_.drawn.next)) + "#result"},
                     {"rel", "next"}},
                    {say("下一页", "Next page")}));
    }
    return element("nav", {{"class", "pages"}, {"aria-label", std::string(say("结果分页", "Pages of the result"))}},
                   links);
}

Html Writer::result() const {
    Content rows;
    for (const auto& row : source_.drawn.rows) rows.push_back(result_row(row));
    return section(
        "result", options_.kind == "R" ? say("候补的", "The reserves") : say("抽中的检查对象", "The drawn objects"),
        {element("p", {},
                 {say("共抽出 ", "Drawn: "), element("strong", {}, {std::to_string(draw_.sample.value_or(0))}),
                  say(" 户，候补 ", "; reserves: "), std::to_string(draw_.reserve.value_or(0)),
                  say(" 户。票号最小的中签；抽中的有变故时按名次由候补递补。",
                      ". The lowest tickets are drawn; a reserve follows in order of rank.")}),
         table(head_row({say("分层与名次", "Stratum, rank"), say("名称", "Name"), say("票号", "Ticket"),
                         say("执法人员", "Officers"), say("核对", "Check")}),
               rows),
         result_links()});
}

Html Writer::downloads() const {
    const std::string base = "/d/" + draw_.draw_id;
    return element("p", {},
                   {element("a", {{"class", "button"}, {"href", base + "/bundle.zip"}},
                            {say("下载全部材料（zip）", "Download everything (zip)")})});
}

/// The same commands to be printed, and the queries for people who have a database.
Html Writer::paper_and_sql() const {
    const auto link = [](const std::string& address, const std::string& words) {
        return element("a", {{"href", address}}, {words});
    };
    return element(
        "p", {},
        {link("/d/" + draw_.draw_id + "/minutes.pdf", std::string(say("抽取记录（PDF）", "The minutes (PDF)"))), " · ",
         link("/d/" + draw_.draw_id + "/recipe.pdf", std::string(say("可打印的手工核验单", "A recipe to print"))),
         say("　用数据库重抽：", " · Draw again in a database: "), link("/verify/postgres.sql", "PostgreSQL"), " · ",
         link("/verify/duckdb.sql", "DuckDB"), " · ", link("/verify/clickhouse.sql", "ClickHouse")});
}

/// The verifiers that need nothing from this server, and the digest by which the page is known.
Content Writer::verifiers() const {
    Content all{element("h3", {}, {say("二、用独立的核对程序", "2. With an independent verifier")})};
    const std::string query = "?draw=" + draw_.draw_id + (options_.language == Language::en ? "&lang=en" : "");
    all.push_back(element("p", {},
                          {element("a", {{"href", "/verify.html" + query}}, {"verify.html"}),
                           say("：单个网页文件，存到硬盘、断开网络也能核对下载的 zip。",
                               ": one page; saved to disk, it checks the downloaded zip without any network.")}));
    if (options_.verifier) {
        all.push_back(
            element("p", {{"class", "quiet"}},
                    {say("它的 SHA-256 记在日志第 ", "Its SHA-256 is entry "), entry_link(options_.verifier->seq),
                     say(" 条：", " of the log: "), code(options_.verifier->sha256)}));
    }
    all.push_back(element("p", {},
                          {say("或者对下载的文件运行 sunlot-verify；它不连接任何服务器。",
                               "Or run sunlot-verify on the download; it contacts no server.")}));
    all.push_back(element("pre", {}, {"sunlot-verify " + draw_.draw_id + ".zip"}));
    return all;
}

Html Writer::checks() const {
    Content scripts;
    for (const auto& one : one_liners(draw_)) {
        scripts.push_back(element("h4", {}, {say(one.title)}));
        scripts.push_back(element("pre", {{"class", "one-liner"}}, {one.script}));
    }
    Content all{downloads()};
    all.push_back(element("h3", {}, {say("一、就在本页", "1. On this page")}));
    all.push_back(element("div",
                          {{"id", "verify"},
                           {"data-bundle", "/d/" + draw_.draw_id + "/bundle.zip"},
                           {"data-worker", "/verify-worker.js"},
                           {"data-lang", options_.language == Language::zh ? "zh" : "en"}},
                          {element("noscript", {},
                                   {say("您的浏览器没有启用脚本，请用下面两种办法。",
                                        "Scripts are off in your browser: use one of the other two ways.")})}));
    for (auto& part : verifiers()) all.push_back(std::move(part));
    if (!scripts.empty()) {
        all.push_back(element("h3", {}, {say("三、只用系统自带的命令", "3. With stock commands alone")}));
        all.push_back(element("p", {},
                              {say("在解压出的目录里运行；最后打印 OK 即为一致。名单超过十万户时较慢。",
                                   "Run inside the unpacked folder; OK at the end means it holds. Slow for "
                                   "more than a hundred thousand objects.")}));
        all.push_back(element("details", {}, [&] {
            Content content{element("summary", {}, {say("显示命令", "Show the commands")})};
            content.insert(content.end(), scripts.begin(), scripts.end());
            return content;
        }()));
    }
    all.push_back(paper_and_sql());
    return section("check", say("怎样自己核对", "Check it yourself"), all);
}

}  // namespace

Page draw_page(const workflow::PublicDraw& draw, const DrawPageOptions& options) {
    return {.language = options.language,
            .title = draw.draw.task_name + " · " + draw.draw.draw_id,
            .path = "/d/" + draw.draw.draw_id,
            .body = Writer(draw, options).body(),
            .with_verifier = workflow::has_bundle(draw.draw)};
}

Page draw_list_page(const workflow::DrawLines& draws, Language language) {
    const auto say = [&](std::string_view zh, std::string_view en) { return pick(language, zh, en); };
    const std::string lang = language == Language::en ? "?lang=en" : "";
    Content rows;
    for (const auto& line : draws.rows) {
        const Text state = inspection::title(line.state);
        rows.push_back(element(
            "li", {{"class", "card"}},
            {element("h2", {}, {element("a", {{"href", "/d/" + line.draw_id + lang}}, {line.task_name})}),
             element("div", {}, {line.task_number, "　", element("code", {}, {line.draw_id})}),
             element("div", {{"class", "quiet"}},
                     {line.opened_at.beijing().substr(0, 10), "　", language == Language::en ? state.en : state.zh,
                      line.sample ? Html(std::string(say("　抽中 ", " · drawn: ")) + std::to_string(*line.sample))
                                  : Html()})}));
    }
    Content body{
        element("h1", {}, {say("双随机抽取公示", "Public record of inspection draws")}),
        element("p", {{"class", "quiet"}},
                {say("每次抽取的规则、名单摘要、种子和结果都在这里，任何人都可以下载并自己核对。",
                     "The rules, digests, seed and result of every draw: anyone may download and check them.")})};
    if (rows.empty()) {
        body.push_back(element("p", {}, {say("还没有抽取。", "There is no draw yet.")}));
    } else {
        body.push_back(element("ul", {{"class", "plain"}}, rows));
    }
    if (draws.next) {
        const std::string query = "?after=" + percent_encode(*draws.next) + (lang.empty() ? "" : "&lang=en");
        body.push_back(
            element("p", {}, {element("a", {{"href", "/d" + query}, {"rel", "next"}}, {say("下一页", "Next page")})}));
    }
    return {.language = language,
            .title = std::string(say("双随机抽取公示", "Public record of inspection draws")),
            .path = "/d",
            .body = std::move(body),
            .with_verifier = false};
}

}  // namespace sunlot::api
