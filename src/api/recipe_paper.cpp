#include "api/recipe_paper.h"

#include "api/minutes_paper.h"
#include "api/one_liners.h"
#include "documents/pdf.h"
#include "draw/seed.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace sunlot::api {
namespace {

using documents::Paper;
using documents::PaperHeading;
using documents::PaperKeyValues;
using documents::PaperMono;
using documents::PaperText;
using documents::PaperTitle;

PaperKeyValues facts(const workflow::DrawView& draw) {
    PaperKeyValues table;
    const auto add = [&](std::string key, std::string value, bool mono = false) {
        table.rows.push_back({std::move(key), std::move(value), mono});
    };
    add("抽取 Draw", draw.draw_id);
    add("任务 Task", draw.task_number + " " + draw.task_name);
    if (draw.seal) {
        add("封存 Sealed", draw.seal->at.beijing() + "（北京时间 Beijing time）");
        add("第几次名单 Attempt", std::to_string(draw.attempt));
        add("seal.json", draw.seal->digest, true);
        add("名单根 Frame root", draw.seal->frame_root, true);
        for (const auto& stratum : draw.seal->strata)
            add("分层 Stratum " + stratum.label,
                fmt::format("{} 户中抽 {} 户 · {} of {}", stratum.n, stratum.k, stratum.k, stratum.n));
    }
    if (draw.seed) add("种子 Seed", *draw.seed, true);
    if (draw.sealed_seed) add("封存的种子 Sealed seed", *draw.sealed_seed, true);
    return table;
}

/// What the firm asks first: why me, why not me.
void add_one_ticket(Paper& paper, const std::string& seed) {
    const std::string key = draw::derive(seed, "select");
    paper.blocks.emplace_back(PaperHeading{"一户的票号 The ticket of one firm"});
    paper.blocks.emplace_back(
        PaperText{"把“代码”换成要查的统一社会信用代码。票号越小越先抽到；与 result.tsv 里本层最大的票号比一比。\n"
                  "Put in the firm's code. The lower the ticket, the earlier it is drawn: compare with the highest of "
                  "its stratum "
                  "in result.tsv."});
    paper.blocks.emplace_back(PaperMono{"printf '%s%s' " + key + " 代码 | sha256sum"});
    paper.blocks.emplace_back(PaperText{"数据库里一行 SQL The same as one line of SQL:"});
    paper.blocks.emplace_back(PaperMono{"SELECT id FROM frame WHERE stratum = '…' ORDER BY sha256(convert_to('" + key +
                                        "' || id, 'UTF8')), id LIMIT …"});
}

/// The entry that seals what is checked here, with its proof.
void add_entry(Paper& paper, const workflow::DrawView& draw, std::string_view origin) {
    const auto sealed =
        std::ranges::find(draw.entries.rbegin(), draw.entries.rend(), "frame.sealed", &workflow::EntryView::kind);
    if (sealed == draw.entries.rend()) return;
    const std::string address = entry_address(origin, sealed->seq, sealed->leaf);
    paper.blocks.emplace_back(documents::PaperQr{
        .content = address,
        .caption = fmt::format("扫码看封存名单的日志条目（第 {} 条）及其证明 Entry {} of the log, with its proof\n{}",
                               sealed->seq, sealed->seq, address),
        .millimetres = 30});
}

}  // namespace

std::string recipe_paper(const workflow::DrawView& draw, std::string_view origin) {
    Paper paper{.title = "手工核验单 " + draw.draw_id,
                .footer = "手工核验单 Recipe · " + draw.draw_id,
                .dated = draw.entries.empty() ? Instant{} : draw.entries.back().at,
                .blocks = {}};
    paper.blocks.emplace_back(PaperTitle{"手工核验单", "A draw checked by hand"});
    paper.blocks.emplace_back(facts(draw));
    paper.blocks.emplace_back(PaperText{
        "只用 sha256sum、sort、awk，在解压后的证据包（" + draw.public_url +
        "/bundle.zip）里执行。最后打印 OK 即为一致；不一致时请保存证据包并向监督机关反映。\n"
        "With sha256sum, sort and awk, inside the unpacked bundle. OK at the end means that it holds; if not, keep the "
        "bundle and tell the supervisor."});
    int number = 0;
    for (const auto& one : one_liners(draw)) {
        paper.blocks.emplace_back(PaperHeading{fmt::format("{}. {}", ++number, one.title.zh)});
        paper.blocks.emplace_back(PaperText{one.title.en, PaperText::Size::small});
        paper.blocks.emplace_back(PaperMono{one.script});
    }
    if (number == 0)
        paper.blocks.emplace_back(
            PaperText{"名单尚未封存，还没有可核验的。The frame is not sealed yet: there is nothing to check."});
    if (draw.seed) add_one_ticket(paper, *draw.seed);
    add_entry(paper, draw, origin);
    paper.blocks.emplace_back(PaperHeading{"核验记录 Record"});
    paper.blocks.emplace_back(PaperKeyValues{{{"核验人 Checked by", "________________________________"},
                                              {"日期 Date", "________________________________"},
                                              {"结果 Outcome", "________________________________"}}});
    return documents::pdf(paper);
}

}  // namespace sunlot::api
