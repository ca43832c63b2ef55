#include "inspection/entry_kind.h"

namespace sunlot::inspection {

EntryArea setting_entry_kinds() {
    return {
        .zh = "日历、参数、字典",
        .en = "Calendar, parameters, dictionaries",
        .kinds = {
            {.kind = "calendar.loaded",
             .subject = "year",
             .zh = "导入一年的工作日历",
             .en = "a year of the working-day calendar is loaded, in place of an earlier version of it",
             .fields = {{"confirmed", "true: from the announcement; false: weekdays alone, to be confirmed"},
                        {"days", "date, name, off (false: a weekend day on which people work)"},
                        {"source", "where it was announced"},
                        {"year", "the year"}},
             .example =
                 {.subject = "2026",
                  .data =
                      R"({"confirmed":true,"days":[{"date":"2026-01-01","name":"元旦","off":true},{"date":"2026-01-04","name":"元旦","off":false}],"source":"国务院办公厅关于2026年部分节假日安排的通知","year":2026})",
                  .actor = "u1"}},
            {.kind = "parameter.set",
             .subject = "parameter",
             .zh = "调整参数",
             .en = "a parameter has another value from a day on",
             .fields = {{"from", "first day on which it holds"}, {"reason", "basis or reason"}, {"value", "the value"}},
             .example = {.subject = "term.publish",
                         .data = R"({"from":"2027-01-01","reason":"按自治区公示规定","value":"10"})",
                         .actor = "u5"}},
            {.kind = "dictionary.changed",
             .subject = "dictionary",
             .zh = "增加或停用字典词条",
             .en = "a term is added to a dictionary, or no longer used, from a day on",
             .fields = {{"from", "first day on which it holds"},
                        {"in_use", "true: added; false: no longer used"},
                        {"reason", "basis or reason"},
                        {"term", "the term"}},
             .example = {.subject = "training_kind",
                         .data = R"({"from":"2027-01-01","in_use":true,"reason":"开通网络课程","term":"网络培训"})",
                         .actor = "u5"}},
        }};
}

}  // namespace sunlot::inspection
