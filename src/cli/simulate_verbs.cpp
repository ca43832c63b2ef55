// sunlot draw simulate: what chance everyone has, over a task of the data directory or over files of a bundle.
#include "cli/verbs.h"
#include "draw/frame.h"
#include "draw/plan.h"
#include "store/database.h"
#include "workflow/simulate_report.h"

#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include <CLI/CLI.hpp>

namespace sunlot::cli {
namespace {

struct Arguments {
    std::string task;
    std::filesystem::path bundle;
    std::uint64_t seeds = 1000;
    std::filesystem::path csv;
    std::filesystem::path chart;
};

Result<std::string> file_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    if (!file || !(bytes << file.rdbuf()))
        return refuse(RefusalKind::not_found, "file.unreadable", "读不到 " + path.string(),
                      "Cannot read " + path.string());
    return std::move(bytes).str();
}

/// plan.json, frame.tsv and officers.tsv of a bundle, or three files made by hand in their forms.
Result<workflow::SimulationInput> input_of_files(const std::filesystem::path& folder) {
    auto plan_text = file_text(folder / "plan.json");
    if (!plan_text) return pass_on(plan_text.error());
    auto plan = draw::parse_plan(*plan_text);
    if (!plan) return pass_on(plan.error());
    auto frame = file_text(folder / "frame.tsv");
    if (!frame) return pass_on(frame.error());
    const auto officers_text = file_text(folder / "officers.tsv");
    if (!officers_text) return pass_on(officers_text.error());
    auto officers = draw::parse_officers(*officers_text);
    if (!officers) return pass_on(officers.error());
    return workflow::SimulationInput{
        .plan = std::move(*plan), .frame = std::move(*frame), .officers = std::move(*officers), .recusals = {}};
}

Result<workflow::SimulationInput> input_of(Workplace& place, const Arguments& a) {
    if (!a.bundle.empty()) return input_of_files(a.bundle);
    if (a.task.empty())
        return refuse(RefusalKind::invalid, "simulate.input", "请给出任务，或用 --files 给出目录",
                      "Name a task, or a folder with --files");
    auto here = place.open_here();
    if (!here) return pass_on(here.error());
    auto view = (*here)->context().database.read();
    return workflow::simulation_of_task(view, a.task);
}

Result<Done> write_file(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream file(path, std::ios::binary);
    if (!(file << bytes) || !file.flush())
        return refuse(RefusalKind::unavailable, "file.unwritable", "写不了 " + path.string(),
                      "Cannot write " + path.string());
    return Done{};
}

Result<Done> run(Workplace& place, const Arguments& a) {
    const auto input = input_of(place, a);
    if (!input) return pass_on(input.error());
    const auto report = workflow::simulate(
        *input, a.seeds, [&](std::uint64_t done) { place.progress().show("simulate", done, a.seeds); });
    place.progress().finish();
    if (!report) return pass_on(report.error());
    std::cout << workflow::simulation_text(*report);
    if (!a.csv.empty())
        if (auto written = write_file(a.csv, workflow::simulation_csv(*report)); !written) return written;
    if (!a.chart.empty()) return write_file(a.chart, workflow::simulation_svg(*report));
    return Done{};
}

}  // namespace

void add_simulate_verb(CLI::App& draw, Chosen& chosen) {
    const auto a = std::make_shared<Arguments>();
    auto* verb =
        add_verb(draw, chosen, "simulate", "模拟许多次抽取，看机会是否均等 What chance everyone has, over many seeds",
                 [a](Workplace& place) { return run(place, *a); });
    auto* task = verb->add_option("task", a->task, "任务编号或文号 Task id or number");
    auto* files = verb->add_option("--files", a->bundle,
                                   "或：plan.json、frame.tsv、officers.tsv 所在目录 Or: the folder with these");
    task->excludes(files);
    verb->add_option("--seeds", a->seeds, "抽取次数 Draws")->capture_default_str()->check(CLI::Range(1, 1'000'000));
    verb->add_option("--csv", a->csv, "逐户、逐人、逐对写到文件 A row for each firm, officer and pair");
    verb->add_option("--chart", a->chart, "图（SVG）写到文件 The chart, as SVG");
}

}  // namespace sunlot::cli
