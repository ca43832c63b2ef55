#include "base/text.h"
#include "inspection/cell.h"
#include "store/database.h"
#include "store/journal.h"
#include "workflow/exchange.h"
#include "workflow/exchange_delivery.h"
#include "workflow/exchange_read.h"
#include "workflow/exchange_state.h"

#include <algorithm>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kLongestSecret = 4000;
constexpr std::size_t kSamples = 3;
constexpr std::size_t kSampleBytes = 120;

Refusal unknown_source() {
    return refuse(RefusalKind::not_found, "exchange.unknown", "没有这个共享来源", "There is no such source", "id");
}

/// It goes into a header or a connection as it is: no line breaks, nothing a terminal would act on.
Result<Done> check_secret(std::string_view secret) {
    const bool plain = std::ranges::all_of(secret, [](char c) { return c >= ' ' && c != '\x7f'; });
    if (plain && secret.size() <= kLongestSecret) return Done{};
    return refuse(RefusalKind::invalid, "exchange.secret", "密钥不能有换行等控制字符，最长 4000 字节",
                  "A key has no line breaks or other control characters and at most 4000 bytes", "secret");
}

/// A source that reads what we keep ourselves would show it to whoever reads the directory.
Result<Done> check_folder(const Context& context, const inspection::SourceSettings& settings) {
    if (settings.kind != inspection::SourceKind::folder) return Done{};
    const auto ours = std::filesystem::weakly_canonical(context.data_directory).string() + "/";
    const auto theirs = std::filesystem::weakly_canonical(settings.folder.path).string() + "/";
    if (!theirs.starts_with(ours) && !ours.starts_with(theirs)) return Done{};
    return refuse(RefusalKind::invalid, "exchange.inside", "不能读取本系统自己的数据目录",
                  "The program's own data folder can't be a source", "place");
}

Result<Done> check_name(store::View& view, std::string_view id, const std::string& name) {
    for (const auto& other : store::list_sources(view)) {
        if (other.id != id && other.name == name)
            return refuse(RefusalKind::conflict, "exchange.name_taken", "已有同名的来源", "This name is taken", "name");
        if (other.id == id && other.name != name && other.merged_entry)
            return refuse(RefusalKind::conflict, "exchange.name_fixed",
                          "这个来源已经并入过数据，名称记在各字段旁边，不能再改；请另建一个来源",
                          "Rows of this source stand in the directory under its name; it can't change", "name");
    }
    return Done{};
}

struct Kept {
    Json place;
    std::string secret;
};
Kept private_part(store::View& view, const store::SourceRecord& record) {
    const auto part = store::journal_private(view, static_cast<std::uint64_t>(record.entry));
    if (!part) throw std::runtime_error("the settings of source " + record.id + " lack their private part");
    return {part->at("place"), part->at("secret").as_string()};
}

Source loaded(store::View& view, store::SourceRecord record) {
    const Kept kept = private_part(view, record);
    auto settings = inspection::source_from(record.settings, kept.place);
    return {std::move(record), std::move(settings), !kept.secret.empty()};
}

std::string clipped(std::string_view cell) {
    if (cell.size() <= kSampleBytes) return std::string(cell);
    std::size_t end = kSampleBytes;
    while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0U) == 0x80U) --end;
    return std::string(cell.substr(0, end)) + "…";
}

Result<SourceTrial> trial_of(Delivery& delivery, const inspection::SourceSettings& settings) {
    auto columns = inspection::Columns::guess(inspection::ImportKind::objects, delivery.titles());
    if (!settings.columns.empty()) {
        auto chosen = columns_of(settings, delivery.titles());
        if (!chosen && chosen.error().code != "import.missing_columns") return pass_on(chosen.error());
        if (chosen) columns = std::move(*chosen);
    }
    SourceTrial trial{.label = delivery.label(), .columns = {}, .missing = {}};
    for (std::size_t i = 0; i < delivery.titles().size(); ++i) {
        const auto* field = columns.field_of(i);
        trial.columns.push_back({delivery.titles()[i], field != nullptr ? std::string(field->name) : "", {}});
    }
    for (const auto* field : columns.missing()) trial.missing.emplace_back(field->name);
    inspection::SheetRow row;
    for (std::size_t n = 0; n < kSamples && delivery.next(row); ++n) {
        for (std::size_t i = 0; i < trial.columns.size() && i < row.cells.size(); ++i) {
            const auto* field = columns.field_of(i);
            const bool hidden = field != nullptr && field->is_private;
            trial.columns[i].sample.push_back(hidden ? inspection::mask(row.cells[i]) : clipped(row.cells[i]));
        }
    }
    if (const auto& no = delivery.refusal(); no && no->code != "exchange.changing") return pass_on(*no);
    return trial;
}

}  // namespace

std::string source_secret(store::View& view, const store::SourceRecord& record) {
    return private_part(view, record).secret;
}

std::vector<Source> list_sources(const Context& context) {
    auto view = context.database.read();
    std::vector<Source> out;
    for (auto& record : store::list_sources(view)) out.push_back(loaded(view, std::move(record)));
    return out;
}

Result<Source> find_source(const Context& context, std::string_view id) {
    auto view = context.database.read();
    auto record = store::find_source(view, id);
    if (!record || record->removed) return unknown_source();
    return loaded(view, std::move(*record));
}

Result<Source> set_source(const Context& context, const Actor& actor, std::string_view id, const Json& settings,
                          const std::optional<std::string>& secret) {
    const auto read = inspection::read_source(settings);
    if (!read) return pass_on(read.error());
    if (const auto sound = check_secret(secret.value_or("")); !sound) return pass_on(sound.error());
    if (const auto sound = check_folder(context, *read); !sound) return pass_on(sound.error());
    auto transaction = context.database.write();
    const auto before = id.empty() ? std::nullopt : store::find_source(transaction, id);
    if (!id.empty() && (!before || before->removed)) return unknown_source();
    if (const auto sound = check_name(transaction, id, read->name); !sound) return pass_on(sound.error());
    const std::string subject = before ? before->id : "x" + std::to_string(store::count_sources(transaction) + 1);
    const std::string key = secret ? *secret : before ? private_part(transaction, *before).secret : std::string();
    transaction.append({.kind = "exchange.source_set",
                        .actor = actor.account,
                        .subject = subject,
                        .at = context.clock.now(),
                        .data = inspection::public_part(*read),
                        .private_data = Json::Object{{"place", inspection::place_part(*read)}, {"secret", key}}});
    auto out = loaded(transaction, store::find_source(transaction, subject).value());
    transaction.commit();
    return out;
}

Result<Done> remove_source(const Context& context, const Actor& actor, std::string_view id, std::string_view reason) {
    if (trim(reason).empty())
        return refuse(RefusalKind::invalid, "exchange.reason", "请写明理由", "Give the reason", "reason");
    auto transaction = context.database.write();
    const auto record = store::find_source(transaction, id);
    if (!record || record->removed) return unknown_source();
    transaction.append({.kind = "exchange.source_removed",
                        .actor = actor.account,
                        .subject = record->id,
                        .at = context.clock.now(),
                        .data = Json::Object{{"reason", trim(reason)}},
                        .private_data = nullptr});
    transaction.commit();
    return Done{};
}

Result<SourceTrial> try_source(const Context& context, std::string_view id, const Json& settings,
                               const std::optional<std::string>& secret) {
    const auto read = inspection::read_source(settings);
    if (!read) return pass_on(read.error());
    if (const auto sound = check_secret(secret.value_or("")); !sound) return pass_on(sound.error());
    if (const auto sound = check_folder(context, *read); !sound) return pass_on(sound.error());
    std::string key = secret.value_or("");
    if (!secret && !id.empty()) {
        auto view = context.database.read();
        const auto record = store::find_source(view, id);
        if (!record || record->removed) return unknown_source();
        // A key is shown to the place it was given for, and to no other.
        const Kept kept = private_part(view, *record);
        if (kept.place == Json(inspection::place_part(*read))) key = kept.secret;
    }
    const auto scratch = ExchangeFolder(context, "trial-" + context.entropy.hex(8));
    const auto delivery = open_delivery({.settings = *read,
                                         .secret = key,
                                         .cursor = {},
                                         .taken = {},
                                         .settled = {},
                                         .scratch = scratch.made(),
                                         .first_rows = true});
    Result<SourceTrial> trial =
        !delivery              ? Result<SourceTrial>(pass_on(delivery.error()))
        : *delivery == nullptr ? Result<SourceTrial>(refuse(RefusalKind::conflict, "exchange.nothing",
                                                            "来源里现在没有数据", "There is nothing at the source now"))
                               : trial_of(**delivery, *read);
    std::error_code ignored;
    std::filesystem::remove_all(scratch.path(), ignored);
    return trial;
}

}  // namespace sunlot::workflow
