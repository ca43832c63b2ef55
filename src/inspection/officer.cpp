#include "inspection/officer.h"

#include "inspection/tsv.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 4> kStates{"在岗", "请假", "借调", "离岗"};

}  // namespace

std::string_view text(OfficerState state) {
    return kStates[static_cast<std::size_t>(state)];
}

std::optional<OfficerState> parse_officer_state(std::string_view text) {
    const auto found = std::ranges::find(kStates, text);
    if (found == kStates.end()) return std::nullopt;
    return static_cast<OfficerState>(found - kStates.begin());
}

std::string OfficerRow::key() const {
    if (!employee_no.empty()) return "employee:" + employee_no;
    if (!certificate_no.empty()) return "certificate:" + certificate_no;
    if (!id_number.empty()) return "identity:" + id_number;
    return {};
}

std::vector<std::string> draw_tags(const OfficerRow& officer) {
    std::vector<std::string> tags = officer.tags;
    tags.insert(tags.end(), officer.competence.begin(), officer.competence.end());
    if (!officer.expert_fields.empty()) tags.emplace_back("expert");
    std::ranges::sort(tags);
    tags.erase(std::ranges::unique(tags).begin(), tags.end());
    return tags;
}

std::int64_t base_load_in(const OfficerRow& officer, std::int32_t year) {
    return officer.base_load_year == 0 || officer.base_load_year == year ? officer.base_load : 0;
}

void encode(const OfficerRow& row, std::string& line) {
    std::vector<std::string> more;
    for (const auto& one : row.more_certificates) more.push_back(pack(one));
    TsvWriter(line)
        .add(row.id)
        .add(row.employee_no)
        .add(row.name)
        .add(text(row.sex))
        .add(row.id_number)
        .add(row.phone)
        .add(row.unit)
        .add(row.post)
        .add(row.certificate_no)
        .add(row.certificate_from)
        .add(row.certificate_to)
        .add(row.second_certificate_no)
        .add(row.second_certificate_to)
        .add(row.tags)
        .add(text(row.state))
        .add(row.auxiliary ? "1" : "0")
        .add(std::optional(row.base_load))
        .add(text(row.certificate_state))
        .add(row.second_certificate_from)
        .add(text(row.second_certificate_state))
        .add(more)
        .add(row.department)
        .add(row.duties)
        .add(row.on_post_since)
        .add(row.education)
        .add(row.major)
        .add(row.title)
        .add(row.competence)
        .add(row.expert_fields)
        .add(row.state_from)
        .add(row.state_to)
        .add(row.hired_on)
        .add(std::to_string(row.base_load_year));
}

namespace {

Refusal malformed() {
    return refuse(RefusalKind::invalid, "officer.malformed", "人员行格式不对（officer-v2）",
                  "not a line of officer-v2");
}

/// The columns of officer-v1; false when the last of them is no number.
bool read_first_part(TsvReader& in, OfficerRow& row) {
    const auto parse_flag = [](std::string_view text) {
        return text == "1" ? std::optional(true) : text == "0" ? std::optional(false) : std::nullopt;
    };
    row.id = in.text();
    row.employee_no = in.text();
    row.name = in.text();
    row.sex = in.word(parse_sex);
    row.id_number = in.text();
    row.phone = in.text();
    row.unit = in.text();
    row.post = in.text();
    row.certificate_no = in.text();
    row.certificate_from = in.date();
    row.certificate_to = in.date();
    row.second_certificate_no = in.text();
    row.second_certificate_to = in.date();
    row.tags = in.items();
    row.state = in.word(parse_officer_state);
    row.auxiliary = in.word(parse_flag);
    const auto base_load = in.number();
    row.base_load = base_load.value_or(0);
    return base_load.has_value();
}

/// What officer-v2 added; false when a further certificate is none.
bool read_second_part(TsvReader& in, OfficerRow& row) {
    row.certificate_state = in.word(parse_certificate_state);
    row.second_certificate_from = in.date();
    row.second_certificate_state = in.word(parse_certificate_state);
    bool good = true;
    for (const auto& packed : in.items()) {
        auto one = unpack_certificate(packed);
        good = good && one.has_value();
        if (one) row.more_certificates.push_back(std::move(*one));
    }
    row.department = in.text();
    row.duties = in.items();
    row.on_post_since = in.date();
    row.education = in.text();
    row.major = in.text();
    row.title = in.text();
    row.competence = in.items();
    row.expert_fields = in.items();
    row.state_from = in.date();
    row.state_to = in.date();
    row.hired_on = in.date();
    const auto year = in.number();
    row.base_load_year = static_cast<std::int32_t>(year.value_or(0));
    return good && year;
}

}  // namespace

Result<OfficerRow> parse_officer(std::string_view line) {
    TsvReader in(line);
    OfficerRow row;
    if (!read_first_part(in, row)) return malformed();
    if (in.complete()) return row;
    if (!read_second_part(in, row) || !in.complete()) return malformed();
    return row;
}

}  // namespace sunlot::inspection
