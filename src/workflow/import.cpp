#include "workflow/import.h"

#include "documents/table_writer.h"
#include "store/database.h"
#include "workflow/import_kind.h"
#include "workflow/import_preview.h"
#include "workflow/import_stage.h"
#include "workflow/import_state.h"

#include <limits>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace sunlot::workflow {

namespace {

Refusal closed_import() {
    return refuse(RefusalKind::conflict, "import.closed", "这次导入已经确认或放弃，不能再改；请重新上传",
                  "This import is confirmed or discarded already; upload the file again");
}

/// rename, or copy where the upload lies on another file system.
void move_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::error_code failed;
    std::filesystem::rename(from, to, failed);
    if (!failed) return;
    std::filesystem::copy_file(from, to);
    std::filesystem::remove(from);
}

Result<Import> load_open(const Context& context, std::string_view id) {
    auto import = load_import(context, id);
    if (import && import->state != ImportState::preview) return closed_import();
    return import;
}

/// Only the state and the problems stay: the rows are in the blob, or were not wanted.
void close(const Context& context, const Import& import, const ImportFolder& folder) {
    save_import(context, import);
    std::filesystem::remove_all(folder.rows(import.generation));
    std::filesystem::remove(folder.source());
}

inspection::Columns chosen_columns(const Import& import) {
    std::vector<std::string> titles;
    std::map<std::string, std::optional<std::string>> choice;
    for (const auto& column : import.columns) {
        titles.push_back(column.title);
        if (!column.field.empty()) choice.emplace(column.title, column.field);
    }
    return inspection::Columns::choose(import.kind, titles, choice).value();
}

std::optional<Refusal> why_not_confirm(const Import& import, BadRows bad_rows) {
    if (const auto no = chosen_columns(import).refusal()) return no;
    if (import.bad > 0 && bad_rows == BadRows::refuse) {
        return refuse(
            RefusalKind::conflict, "import.bad_rows",
            fmt::format("有 {} 行有问题，没有导入任何内容。请改正后重新上传，或选择跳过这些行", import.bad),
            fmt::format("{} rows are bad, nothing was imported. Correct them, or choose to skip them", import.bad));
    }
    if (import.counts.good() == 0)
        return refuse(RefusalKind::conflict, "import.empty", "没有可以导入的行", "There is no row to import");
    return std::nullopt;
}

Refusal stale_import() {
    return refuse(RefusalKind::conflict, "import.stale", "预览之后名录有了变化，已经重新比对，请看过新的预览再确认",
                  "The directory changed since the preview; look at the new preview and confirm again");
}

store::Event import_event(const Context& context, const Actor& actor, inspection::ImportKind kind,
                          std::string_view subject, const WrittenBlob& blob) {
    const auto& rules = import_rules(kind);
    return {.kind = std::string(rules.event),
            .actor = actor.account,
            .subject = std::string(subject),
            .at = context.clock.now(),
            .data = Json::Object{{"added", blob.counts.added},
                                 {"blob", blob.hex},
                                 {"changed", blob.counts.changed},
                                 {"format", rules.format},
                                 {"rows", blob.counts.added + blob.counts.changed}},
            .private_data = nullptr};
}

}  // namespace

Result<Import> start_import(const Context& context, const Actor& actor, inspection::ImportKind kind,
                            std::string_view filename, const std::filesystem::path& file) {
    remove_old_imports(context);
    const auto head = read_head(file, kind);
    if (!head) return pass_on(head.error());
    Import import;
    import.id = "i" + context.entropy.hex(8);
    import.kind = kind;
    import.filename = filename;
    import.account = actor.account;
    import.created_at = context.clock.now();
    import.format = head->format;
    import.encoding = head->encoding;
    import.header_row = head->header_row;
    const auto folder = import_folder(context, import.id).value();
    std::filesystem::create_directories(folder.path);
    std::filesystem::permissions(folder.path, std::filesystem::perms::owner_all);
    move_file(file, folder.source());
    const auto made = make_preview(context, import, folder, *head, inspection::Columns::guess(kind, head->titles));
    if (!made) {
        std::filesystem::remove_all(folder.path);
        return pass_on(made.error());
    }
    save_import(context, import);
    return import;
}

Result<Import> find_import(const Context& context, std::string_view id) {
    return load_import(context, id);
}

Result<Import> map_columns(const Context& context, std::string_view id,
                           const std::map<std::string, std::optional<std::string>>& choice) {
    auto import = load_open(context, id);
    if (!import) return import;
    const auto folder = import_folder(context, id).value();
    const auto head = read_head(folder.source(), import->kind);
    if (!head) return pass_on(head.error());
    const auto columns = inspection::Columns::choose(import->kind, head->titles, choice);
    if (!columns) return pass_on(columns.error());
    if (const auto made = make_preview(context, *import, folder, *head, *columns); !made) return pass_on(made.error());
    save_import(context, *import);
    return import;
}

Result<Import> confirm_import(const Context& context, const Actor& actor, std::string_view id, BadRows bad_rows) {
    auto transaction = context.database.write();
    auto import = load_open(context, id);
    if (!import) return import;
    if (const auto no = why_not_confirm(*import, bad_rows)) return pass_on(*no);
    const auto folder = import_folder(context, id).value();
    // No one else writes now, so what is compared here is what the rows meet. The blob is durable before the entry; a
    // crash between the two leaves a file nobody refers to.
    const auto blob = write_import_blob(context, transaction, import->kind, folder.rows(import->generation));
    if (blob.counts != import->counts) {
        compare_again(context, *import, folder);
        save_import(context, *import);
        return stale_import();
    }
    if (!blob.hex.empty()) {
        context.report("recording", 0, blob.counts.added + blob.counts.changed);
        import->entry = transaction.append(import_event(context, actor, import->kind, import->id, blob)).seq;
        transaction.commit();
        context.report("recording", blob.counts.added + blob.counts.changed, blob.counts.added + blob.counts.changed);
    }
    // A crash here leaves the preview of an import that is done: confirming it again finds nothing new (import.stale).
    import->state = ImportState::confirmed;
    close(context, *import, folder);
    return import;
}

Result<Import> discard_import(const Context& context, std::string_view id) {
    auto import = load_open(context, id);
    if (!import) return import;
    import->state = ImportState::discarded;
    close(context, *import, import_folder(context, id).value());
    return import;
}

Result<std::filesystem::path> problem_report(const Context& context, std::string_view id) {
    const auto import = load_import(context, id);
    if (!import) return pass_on(import.error());
    const auto folder = import_folder(context, id).value();
    std::vector<inspection::Problem> problems;
    if (import->missing.empty()) {
        each_problem({folder.problems(import->generation), folder.duplicates(import->generation)},
                     std::numeric_limits<std::uint64_t>::max(),
                     [&](const inspection::Problem& problem) { problems.push_back(problem); });
    }
    auto next = problems.begin();
    documents::write_csv(
        folder.report(), {"行号", "列", "原值", "问题和改法", "程度"}, [&](std::vector<std::string>& cells) {
            if (next == problems.end()) return false;
            const bool error = next->severity == inspection::Severity::error;
            cells = {std::to_string(next->row), next->column, next->value, next->message.zh, error ? "错误" : "提示"};
            ++next;
            return true;
        });
    return folder.report();
}

std::filesystem::path import_template(const Context& context, inspection::ImportKind kind) {
    const auto directory = context.data_directory / "uploads";
    std::filesystem::create_directories(directory);
    auto path = directory / ("template-" + context.entropy.hex(8));
    documents::write_import_template(path, kind);
    return path;
}

DirectImport stage_directly(const Context& context, inspection::ImportKind kind, const std::filesystem::path& file,
                            const inspection::RowContext& row_context) {
    const auto head = read_head(file, kind).value();
    const auto columns = inspection::Columns::guess(kind, head.titles);
    const auto directory = context.data_directory / "uploads" / ("direct-" + context.entropy.hex(8));
    const auto staged = stage({.file = file,
                               .head = head,
                               .columns = columns,
                               .context = row_context,
                               .directory = directory,
                               .progress = {}})
                            .value();
    if (staged.bad > 0) {
        each_problem({directory / "problems"}, 1, [](const inspection::Problem& problem) {
            throw std::logic_error(fmt::format("row {}: {} {}", problem.row, problem.column, problem.message.zh));
        });
    }
    return {kind, directory};
}

void append_directly(const Context& context, store::Transaction& transaction, const Actor& actor,
                     const DirectImport& import) {
    const auto blob = write_import_blob(context, transaction, import.kind, import.directory / "rows");
    if (!blob.hex.empty()) {
        const auto subject = import.directory.filename().string();
        transaction.append(import_event(context, actor, import.kind, subject, blob));
    }
    std::filesystem::remove_all(import.directory);
}

}  // namespace sunlot::workflow
