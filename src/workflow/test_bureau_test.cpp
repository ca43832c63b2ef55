#include "workflow/test_bureau.h"

#include "draw/seed.h"
#include "inspection/officer.h"
#include "inspection/roll.h"
#include "workflow/bundle.h"
#include "workflow/item.h"
#include "workflow/organ.h"
#include "workflow/task.h"
#include "workflow/test_keys.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sunlot::workflow::testing {
namespace {

std::string numbered(const char* pattern, std::size_t number) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), pattern, number);
    return text.data();
}

std::unique_ptr<store::Database> open_database(const Folder& folder, const store::BlobStore& blobs, Entropy& entropy) {
    return expect(store::Database::open(
        {.url = "sqlite:" + (folder.path / "sunlot.db").string(), .blobs = blobs, .entropy = entropy}));
}

}  // namespace

Folder::Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sunlot-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path = pattern;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
}

TestBureau::TestBureau()
    : lock(expect(files::DataLock::take(folder.path))),
      blobs(folder.path / "blobs", store::test_data_keys()),
      database(open_database(folder, blobs, entropy)),
      context{.database = *database,
              .blobs = blobs,
              .clock = clock,
              .entropy = entropy,
              .data_directory = folder.path,
              .log_key = log_key,
              .keys = test_keys(folder.path)} {
    auto transaction = database->write();
    create_log(
        context, transaction,
        {.name = "巴彦淖尔市临河区人力资源和社会保障局", .abbreviation = "临人社", .code = "lhrs", .region = "150802"},
        system_actor());
    expect(load_labour_items(context, transaction, system_actor()));
    publish_all_items(context, transaction, system_actor());
    transaction.commit();
}

void TestBureau::import(std::string_view kind, std::string_view format, const std::vector<std::string>& lines) {
    std::string blob = entropy.hex(32) + "\n";
    for (const auto& line : lines) blob += line + "\n";
    std::int64_t added = 0;
    for (const auto& line : lines)
        added += known_.insert(std::string(kind) + line.substr(0, line.find('\t'))).second ? 1 : 0;
    const auto count = static_cast<std::int64_t>(lines.size());
    auto transaction = database->write();
    transaction.append({.kind = std::string(kind),
                        .actor = clerk.account,
                        .subject = "i1",
                        .at = clock.now(),
                        .data = Json::Object{{"added", count},
                                             {"blob", blobs.put(blob)},
                                             {"changed", count - added},
                                             {"format", format},
                                             {"rows", count}},
                        .private_data = nullptr});
    transaction.commit();
}

void TestBureau::import_objects(const std::vector<TestObject>& objects) {
    std::vector<std::string> lines;
    for (const auto& object : objects) {
        inspection::ObjectRow row;
        row.id = object.id;
        row.kind = inspection::ObjectKind::enterprise;
        row.name = "临河" + object.id + "有限公司";
        row.district = object.district;
        row.region = "150802";
        row.grade = inspection::parse_grade(object.grade).value();
        inspection::encode(row, lines.emplace_back());
    }
    import("roll.imported", "roll-v2", lines);
}

void TestBureau::import_officers(const std::vector<TestOfficer>& officers) {
    std::vector<std::string> lines;
    for (const auto& officer : officers) {
        inspection::OfficerRow row;
        row.id = officer.id;
        row.employee_no = officer.id;
        row.name = "王建国";
        row.unit = "劳动保障监察大队";
        row.certificate_no = "C" + officer.id;
        row.certificate_from = Date{2024, 1, 1};
        row.certificate_to = Date::parse(officer.certificate_to).value();
        row.tags = officer.tags;
        inspection::encode(row, lines.emplace_back());
    }
    import("officer.imported", "officer-v2", lines);
}

void TestBureau::import_history(const std::vector<inspection::HistoryRow>& rows) {
    std::vector<std::string> lines;
    for (const auto& row : rows) inspection::encode(row, lines.emplace_back());
    import("history.imported", "history-v1", lines);
}

std::vector<TestObject> TestBureau::objects(std::size_t count) {
    constexpr std::array<const char*, 3> kDistricts{"解放", "团结", "新华"};
    std::vector<TestObject> objects;
    for (std::size_t i = 0; i < count; ++i) {
        const char* grade = i % 40 == 7 ? "C" : i % 10 == 3 ? "B" : i % 3 == 1 ? "未评" : "A";
        objects.push_back({.id = numbered("X:REG:%07zu", i), .grade = grade, .district = kDistricts[i * 7 % 3]});
    }
    return objects;
}

std::vector<TestOfficer> TestBureau::officers(std::size_t count) {
    std::vector<TestOfficer> officers;
    for (std::size_t i = 1; i <= count; ++i)
        officers.push_back({.id = numbered("F%04zu", i),
                            .tags = i % 2 == 1 ? std::vector<std::string>{"lead"} : std::vector<std::string>{}});
    return officers;
}

Json TestBureau::task_body() {
    return parse_json(R"({
        "name": "2026年第四批双随机抽查", "source": "plan", "source_reason": "", "directed": false,
        "period": {"from": "2026-11-25", "to": "2026-12-20"}, "items": ["L02", "L06"],
        "pool": {"statuses": ["存续"]}, "exclusions": {"annual_cap": 1, "window_months": 12},
        "strata": [{"label": "A", "grades": ["A", "未评"], "quota": {"ratio": [5, 100]}},
                   {"label": "B", "grades": ["B"], "quota": {"ratio": [1, 2]}},
                   {"label": "C", "grades": ["C"], "quota": "all"}],
        "spread": false, "reserve": 2,
        "team": [{"name": "lead", "tags": ["lead"]}, {"name": "second", "tags": []}],
        "officer_pool": {"units": [], "cap": null}})")
        .value();
}

std::string TestBureau::create_task(const Json& body) {
    return expect(workflow::create_task(context, clerk, expect(inspection::parse_task(body)))).id;
}

DrawTerms TestBureau::terms(const std::string& task) {
    return {.task = task,
            .parties = {{.id = "jiwei", .organisation = "临河区纪委监委", .role = "supervisor", .commitment = {}},
                        {.id = "bureau", .organisation = "临河区人社局", .role = "operator", .commitment = {}}},
            .min_parties = 2,
            .events = {{.kind = draw::EventKind::ssq, .name = "2026135", .not_before = "2026-11-24T13:15:00Z"}}};
}

DrawTerms TestBureau::embargo_terms(const std::string& task) {
    DrawTerms embargoed = terms(task);
    embargoed.mode = draw::Mode::embargo;
    embargoed.sealed = {"临河区司法局", "临河区档案馆"};
    embargoed.embargo = draw::Embargo{.reveal_by = "2026-12-20T16:00:00Z"};
    return embargoed;
}

std::string TestBureau::open(const std::string& task) {
    return expect(open_draw(context, clerk, terms(task)));
}

void TestBureau::commit(const std::string& draw) {
    expect(commit_contribution(context, clerk, draw, "bureau", draw::contribution_commitment(draw, "bureau", kFirst)));
    expect(commit_contribution(context, clerk, draw, "jiwei",
                               draw::contribution_commitment(draw, "jiwei", draw::typed_contribution(kTyped))));
}

void TestBureau::seal(const std::string& draw) {
    expect(seal_frame(context, clerk, draw));
}

void TestBureau::reveal(const std::string& draw) {
    expect(reveal_contribution(context, clerk, draw, {.party = "bureau", .value = kFirst, .typed = ""}));
    expect(reveal_contribution(context, clerk, draw, {.party = "jiwei", .value = "", .typed = kTyped}));
}

void TestBureau::record(const std::string& draw) {
    const Instant event = Instant::parse("2026-11-24T13:15:00Z").value();
    if (clock.now() < event) clock.advance_seconds((event.micros - clock.now().micros) / 1'000'000);
    expect(record_event(context, clerk, draw, "2026135", kEvent));
}

void TestBureau::seed(const std::string& draw) {
    expect(fix_seed(context, clerk, draw));
}

void TestBureau::result(const std::string& draw) {
    expect(seal_result(context, clerk, draw));
}

void TestBureau::assign(const std::string& draw) {
    expect(seal_assignment(context, clerk, draw));
}

void TestBureau::close(const std::string& draw) {
    expect(close_draw(context, clerk, draw));
}

std::string TestBureau::whole_draw(const std::string& task) {
    const std::string draw = open(task);
    commit(draw);
    seal(draw);
    reveal(draw);
    record(draw);
    seed(draw);
    result(draw);
    assign(draw);
    return draw;
}

void TestBureau::commit_shares(const std::string& draw) {
    expect(commit_contribution(context, clerk, draw, "sealed-1",
                               draw::contribution_commitment(draw, "sealed-1", kShare1)));
    expect(commit_contribution(context, clerk, draw, "sealed-2",
                               draw::contribution_commitment(draw, "sealed-2", kShare2)));
}

void TestBureau::deliver_shares(const std::string& draw) {
    expect(deliver_share(context, clerk, draw, "sealed-1", kShare1));
    expect(deliver_share(context, clerk, draw, "sealed-2", kShare2));
}

std::string TestBureau::embargoed_draw(const std::string& task) {
    const std::string draw = expect(open_draw(context, clerk, embargo_terms(task)));
    commit(draw);
    commit_shares(draw);
    seal(draw);
    reveal(draw);
    deliver_shares(draw);
    record(draw);
    seed(draw);
    result(draw);
    assign(draw);
    return draw;
}

void TestBureau::redraw(const std::string& draw) {
    expect(request_redraw(context, clerk, draw, "名录有误"));
    expect(approve_redraw(context, leader, draw));
    seal(draw);
    result(draw);
    assign(draw);
}

draw::BundleFiles TestBureau::bundle(const std::string& draw) const {
    draw::BundleFiles files;
    for (const auto& [name, content] : expect(collect_bundle(context, draw)).parts) {
        if (const auto* bytes = std::get_if<std::string>(&content)) {
            files[name] = *bytes;
            continue;
        }
        std::ifstream in(std::get<std::filesystem::path>(content), std::ios::binary);
        files[name].assign(std::istreambuf_iterator<char>(in), {});
    }
    return files;
}

std::string TestBureau::verdict(const std::string& draw) const {
    const auto report = draw::check_bundle(bundle(draw));
    std::string out;
    for (const auto& check : report.checks)
        if (check.outcome == draw::Outcome::failed) out += check.id + " " + check.where + ": " + check.detail.zh + "\n";
    switch (report.verdict) {
        case draw::Verdict::verified:
            return out + "verified";
        case draw::Verdict::unfinished:
            return out + "unfinished";
        case draw::Verdict::voided:
            return out + "voided";
        case draw::Verdict::refused:
            return out + "refused";
        case draw::Verdict::sealed:
            return out + "sealed";
        case draw::Verdict::opened:
            return out + "opened";
    }
    throw std::logic_error("a verdict of no kind");
}

}  // namespace sunlot::workflow::testing
