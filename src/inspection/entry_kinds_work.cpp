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
             .fields = {{"item", "the whole item"},
                        {"reason", "why, published with it; empty for the first version"},
                        {"version", "from 1"}},
             .example = {.subject = "L06",
                         .data = R"({"item":{"code":"L06","name":"工资支付"},"reason":"","version":1})"}},
            {.kind = "item.published",
             .subject = "item code",
             .zh = "公布抽查事项",
             .en = "a version of an item is published",
             .fields = {{"effective_on", "first day it holds"}, {"published_on", "day"}, {"version", "which one"}},
             .example = {.subject = "L06",
                         .data = R"({"effective_on":"2026-12-01","published_on":"2026-11-22","version":1})"}},
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
