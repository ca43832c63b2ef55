#include "workflow/officer_change.h"

#include "base/text.h"
#include "inspection/cell.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "workflow/organ.h"
#include "workflow/parameter.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace sunlot::workflow {
namespace {

using inspection::OfficerRow;

constexpr std::size_t kLongestReason = 600;
constexpr std::size_t kLongestTopic = 300;
constexpr std::int64_t kMostHours = 1000;
constexpr std::size_t kSaltBytes = 32;
constexpr std::string_view kPreService = "岗前培训";

Refusal unknown_officer() {
    return refuse(RefusalKind::not_found, "officer.unknown", "名录里没有这名执法人员", "No such officer", "id");
}

std::size_t field_index(std::string_view name) {
    const auto fields = inspection::officer_fields();
    return static_cast<std::size_t>(std::ranges::find(fields, name, &inspection::Field::name) - fields.begin());
}

/// The row with its person, as the directory holds it.
std::optional<OfficerRow> whole_row(store::View& view, std::string_view id) {
    auto record = store::find_officer(view, id);
    if (!record) return std::nullopt;
    OfficerRow row = std::move(*record);
    if (auto person = store::find_officer_person(view, id)) {
        row.id_number = std::move(person->id_number);
        row.phone = std::move(person->phone);
    }
    return row;
}

/// What a form makes of a row, by the rules of the import.
Result<OfficerRow> apply_form(const OfficerRow& before, const OfficerFields& form,
                              const inspection::RowContext& context) {
    auto cells = inspection::officer_cells(before);
    for (const auto& [name, value] : form) {
        const auto index = field_index(name);
        if (index == cells.size())
            return refuse(RefusalKind::invalid, "officer.field", fmt::format("没有“{}”这个字段", name),
                          fmt::format("there is no field '{}'", name), "fields." + name);
        cells[index] = value;
    }
    std::vector<std::string> titles;
    for (const auto& field : inspection::officer_fields()) titles.emplace_back(field.title);
    const auto columns = inspection::Columns::guess(inspection::ImportKind::officers, std::move(titles));
    const std::vector<std::string_view> views(cells.begin(), cells.end());
    auto checked = inspection::check_officer(columns, {.number = 1, .cells = views}, context);
    if (!checked.row) {
        const auto wrong =
            std::ranges::find(checked.problems, inspection::Severity::error, &inspection::Problem::severity);
        const auto fields = inspection::officer_fields();
        const auto field = std::ranges::find(fields, wrong->column, &inspection::Field::title);
        return refuse(RefusalKind::invalid, wrong->code, fmt::format("{}：{}", wrong->column, wrong->message.zh),
                      wrong->message.en, field == fields.end() ? "fields" : "fields." + std::string(field->name));
    }
    checked.row->id = before.id;
    if (checked.row->base_load == before.base_load) checked.row->base_load_year = before.base_load_year;
    return std::move(*checked.row);
}

std::vector<std::string> changed_fields(const OfficerRow& before, const OfficerRow& after) {
    const auto old_cells = inspection::officer_cells(before);
    const auto new_cells = inspection::officer_cells(after);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < new_cells.size(); ++i)
        if (old_cells[i] != new_cells[i]) names.emplace_back(inspection::officer_fields()[i].name);
    return names;
}

/// A numbers that another officer has already.
Result<Done> check_unlike_others(store::View& view, const OfficerRow& row) {
    for (const auto& other : store::all_officers(view)) {
        if (other.id == row.id) continue;
        const bool same = (!row.employee_no.empty() && other.employee_no == row.employee_no) ||
                          (!row.certificate_no.empty() && other.certificate_no == row.certificate_no);
        if (same)
            return refuse(RefusalKind::conflict, "officer.known",
                          fmt::format("{}（{}）已经使用这个工号或执法证编号", other.name, other.id),
                          fmt::format("{} has this employee or certificate number already", other.id), "fields");
    }
    return Done{};
}

/// New hires are trained before their first certificate (岗前培训). Who came with a certificate from elsewhere is
/// exempt.
Result<Done> check_training(store::View& view, const OfficerRow& before, const OfficerRow& after, Date today) {
    const auto certificates = inspection::certificates_of(after);
    if (certificates.empty() || !inspection::certificates_of(before).empty()) return Done{};
    const Date granted = certificates.front().from.value_or(today);
    if (before.id.empty() && (!after.hired_on || granted < *after.hired_on)) return Done{};
    const auto hours = parameter_value(view, "officer.training_hours", today);
    std::int64_t passed = 0;
    if (!before.id.empty())
        for (const auto& training : store::trainings(view, before.id))
            if (training.passed && training.kind == kPreService && training.held_on <= granted.text())
                passed += training.hours;
    if (passed >= hours) return Done{};
    return refuse(
        RefusalKind::conflict, "officer.training_first",
        fmt::format("新录用人员取得第一个执法证之前要先完成岗前培训（至少 {} 学时，已登记 {} 学时）；请先登记培训",
                    hours, passed),
        fmt::format("training of {} hours comes before the first certificate; {} are on record", hours, passed),
        "fields");
}

std::string next_id(store::View& view) {
    std::uint64_t highest = 0;
    for (const auto& officer : store::all_officers(view)) {
        std::string_view digits = std::string_view(officer.id).substr(1);
        while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
        highest = std::max(highest, parse_unsigned(digits).value_or(0));
    }
    return fmt::format("F{:04}", highest + 1);
}

inspection::RowContext row_context(store::View& view, Date today) {
    const auto organ = configured_organ(view);
    return {.today = today, .region = organ ? organ->region : std::string(), .source = {}};
}

void append_change(const Context& context, store::Transaction& transaction, const Actor& actor, const OfficerRow& row,
                   const std::vector<std::string>& fields, bool added, std::string_view reason) {
    std::string line;
    inspection::encode(row, line);
    const auto blob = context.blobs.put(context.entropy.hex(kSaltBytes) + "\n" + line + "\n", store::Privacy::personal);
    transaction.append({.kind = "officer.changed",
                        .actor = actor.account,
                        .subject = row.id,
                        .at = context.clock.now(),
                        .data = Json::Object{{"added", added ? 1 : 0},
                                             {"blob", blob},
                                             {"changed", added ? 0 : 1},
                                             {"fields", Json(fields)},
                                             {"format", "officer-v2"},
                                             {"rows", 1}},
                        .private_data = Json::Object{{"reason", trim(reason)}}});
}

Result<OfficerDetail> write_form(const Context& context, const Actor& actor, std::string_view id,
                                 const OfficerFields& form, std::string_view reason) {
    if (trim(reason).empty() || reason.size() > kLongestReason)
        return refuse(RefusalKind::invalid, "officer.reason", "请写明理由（600 字节以内）",
                      "give the reason, in at most 600 bytes", "reason");
    const auto today = context.clock.now().beijing_date();
    std::string written(id);
    {
        auto transaction = context.database.write();
        const auto before = id.empty() ? std::optional(OfficerRow{}) : whole_row(transaction, id);
        if (!before || (!id.empty() && !actor.scope.sees_unit(before->unit))) return unknown_officer();
        auto after = apply_form(*before, form, row_context(transaction, today));
        if (!after) return pass_on(after.error());
        const auto fields = changed_fields(*before, *after);
        if (fields.empty())
            return refuse(RefusalKind::conflict, "officer.same", "没有变化", "nothing changes", "fields");
        if (auto sound = check_unlike_others(transaction, *after); !sound) return pass_on(sound.error());
        if (auto sound = check_training(transaction, *before, *after, today); !sound) return pass_on(sound.error());
        if (id.empty()) after->id = written = next_id(transaction);
        append_change(context, transaction, actor, *after, fields, id.empty(), reason);
        transaction.commit();
    }
    return find_officer(context, written);
}

Result<Done> check_training_request(store::View& view, const TrainingRequest& request, Date today) {
    const auto kinds = dictionary_terms(view, "training_kind", request.held_on);
    if (std::ranges::find(kinds, request.kind) == kinds.end())
        return refuse(RefusalKind::invalid, "training.kind", "请从字典中选择培训种类",
                      "choose the kind of training from the dictionary", "kind");
    if (request.held_on > today)
        return refuse(RefusalKind::invalid, "training.day", "培训日期不能晚于今天", "training can't be in the future",
                      "held_on");
    if (request.hours < 1 || request.hours > kMostHours)
        return refuse(RefusalKind::invalid, "training.hours", "学时应为 1 到 1000", "1 to 1000 hours", "hours");
    if (request.topic.size() > kLongestTopic)
        return refuse(RefusalKind::invalid, "training.topic", "培训内容过长", "the topic is too long", "topic");
    return Done{};
}

}  // namespace

Result<OfficerDetail> add_officer(const Context& context, const Actor& actor, const OfficerFields& fields,
                                  std::string_view reason) {
    return write_form(context, actor, "", fields, reason);
}

Result<OfficerDetail> change_officer(const Context& context, const Actor& actor, std::string_view id,
                                     const OfficerFields& fields, std::string_view reason) {
    if (id.empty()) return unknown_officer();
    return write_form(context, actor, id, fields, reason);
}

Result<OfficerDetail> record_training(const Context& context, const Actor& actor, std::string_view id,
                                      const TrainingRequest& request) {
    const auto today = context.clock.now().beijing_date();
    {
        auto transaction = context.database.write();
        const auto officer = store::find_officer(transaction, id);
        if (!officer || !actor.scope.sees_unit(officer->unit)) return unknown_officer();
        if (auto sound = check_training_request(transaction, request, today); !sound) return pass_on(sound.error());
        transaction.append({.kind = "officer.trained",
                            .actor = actor.account,
                            .subject = std::string(id),
                            .at = context.clock.now(),
                            .data = Json::Object{{"id", "o" + std::to_string(store::count_trainings(transaction) + 1)}},
                            .private_data = Json::Object{{"held_on", request.held_on.text()},
                                                         {"hours", request.hours},
                                                         {"kind", request.kind},
                                                         {"passed", request.passed},
                                                         {"topic", inspection::tidy(request.topic)}}});
        transaction.commit();
    }
    return find_officer(context, id);
}

}  // namespace sunlot::workflow
