// How the public page says it: entries of the journal, events and files in words.
#pragma once
#include "base/result.h"
#include "workflow/draw_view.h"

#include <string_view>

namespace sunlot::api {

/// "企业代表提交了承诺" for an entry of the draw.
Text sentence(const workflow::EntryView& entry, const workflow::DrawView& draw);
/// "名单树根" for "frame_root": a member of an entry's data.
Text member_title(std::string_view name);
/// "中国福利彩票双色球" for "ssq".
Text event_title(std::string_view kind);
/// "抽查名单：每户的编号、分层、地区" for "frame.tsv".
Text file_title(std::string_view name);
/// "一年内已被检查" for a reason of exclusion.
Text exclusion_title(std::string_view reason);

}  // namespace sunlot::api
