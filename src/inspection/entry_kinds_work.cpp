#include "inspection/entry_kind.h"

namespace sunlot::inspection {

EntryArea work_entry_kinds() {
    return {
        .zh = "事项与任务",
        .en = "Items and tasks",
        .kinds = {
            {.kind = "item.drafted",
             .subject = "item code",
             .zh = "起草或修改抽查事项",
             .en = "a version of an item is drafted",
             .fields = {{"adjustment", "new, change or cancel; absent before item-v2", Presence::sometimes},
                        {"format", "form of `item`; absent: item-v1", Presence::sometimes},
                        {"item", "the whole item"},
                        {"legal_basis", "of the adjustment; absent before item-v2", Presence::sometimes},
                        {"reason", "why, published with it"},
                        {"version", "from 1"}},
             .example =
                 {.subject = "L06",
                  .data =
                      R"({"adjustment":"change","format":"item-v2","item":{"code":"L06","name":"工资支付"},"legal_basis":"《保障农民工工资支付条例》第二十九条","reason":"条例修订","version":2})"}},
            {.kind = "item.submitted",
             .subject = "item code",
             .zh = "提交抽查事项审核",
             .en = "a drafted version is submitted for review",
             .fields = {{"version", "which one"}},
             .example = {.subject = "L06", .data = R"({"version":2})"}},
            {.kind = "item.reviewed",
             .subject = "item code",
             .zh = "审核抽查事项",
             .en = "a version is approved or returned by someone who did not draft it",
             .fields = {{"draft", "entry that was reviewed; absent when drafted before item-v2", Presence::sometimes},
                        {"opinion", "what the reviewer says; empty when approved without a word"},
                        {"verdict", "approved or returned"},
                        {"version", "which one"}},
             .example = {.subject = "L06",
                         .data = R"({"draft":16,"opinion":"","verdict":"approved","version":2})",
                         .actor = "u4"}},
            {.kind = "item.discarded",
             .subject = "item code",
             .zh = "删去抽查事项草稿",
             .en = "a draft that was not published is dropped",
             .fields = {{"reason", "why"}, {"version", "which one"}},
             .example = {.subject = "L06", .data = R"({"reason":"编码填错","version":2})"}},
            {.kind = "item.published",
             .subject = "item code",
             .zh = "公布抽查事项",
             .en = "a version of an item is published",
             .fields = {{"announcement", "number of the announcement it is part of; absent before item-v2",
                         Presence::sometimes},
                        {"document", "document number of the announcement, or empty", Presence::sometimes},
                        {"effective_on", "first day it holds"},
                        {"published_on", "day"},
                        {"title", "of the announcement", Presence::sometimes},
                        {"version", "which one"}},
             .example =
                 {.subject = "L06",
                  .data =
                      R"({"announcement":2,"document":"临人社发〔2026〕12号","effective_on":"2026-12-01","published_on":"2026-11-22","title":"调整随机抽查事项清单","version":2})"}},
            {.kind = "task.created",
             .subject = "task id",
             .zh = "新建抽查任务",
             .en = "a task is made",
             .fields = {{"item_versions", "version of each item it rests on"},
                        {"number", "document number"},
                        {"serial", "serial within the year"},
                        {"task", "the whole task"},
                        {"year", "year of the serial"}},
             .example =
                 {.subject = "t1",
                  .data =
                      R"({"item_versions":{"L06":1},"number":"临人社双随机〔2026〕1号","serial":1,"task":{"name":"工资支付专项"},"year":2026})"}},
            {.kind = "task.changed",
             .subject = "task id",
             .zh = "修改抽查任务（开启抽取之前）",
             .en = "a task is changed, before a draw rests on it",
             .fields = {{"item_versions", "version of each item it rests on"}, {"task", "the whole task"}},
             .example = {.subject = "t1", .data = R"({"item_versions":{"L06":1},"task":{"name":"工资支付专项"}})"}},
        }};
}

}  // namespace sunlot::inspection
