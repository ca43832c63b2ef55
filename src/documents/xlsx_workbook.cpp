#include "documents/xlsx_workbook.h"

#include "base/text.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace sunlot::documents {
namespace {

constexpr std::size_t kMaxSheets = 1000;
constexpr std::size_t kMaxStyles = 70'000;  // Excel's own limit is 65,490

bool is_true(std::string_view value) {
    return value == "1" || value == "true";
}

// ── relationships: which part is what ─────────────────────────────────────────────────────────────────────────────

struct Relation {
    std::string id, type, target;
};

class RelationReader final : public XmlHandler {
public:
    std::vector<Relation> relations;
    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name != "Relationship" || attributes["TargetMode"] == "External" || relations.size() > kMaxSheets * 2)
            return;
        relations.push_back(
            {std::string(attributes["Id"]), std::string(attributes["Type"]), std::string(attributes["Target"])});
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

    /// By the last word of the type: the two editions of the standard differ in what stands before it.
    const Relation* of_type(std::string_view word) const {
        const auto found = std::ranges::find_if(relations, [&](const Relation& r) { return r.type.ends_with(word); });
        return found == relations.end() ? nullptr : &*found;
    }
};

/// "worksheets/sheet1.xml" beside "xl/workbook.xml" is "xl/worksheets/sheet1.xml"; "/xl/…" is absolute.
std::string part_name(std::string_view base, std::string_view target) {
    if (target.starts_with('/')) return std::string(target.substr(1));
    std::string path(base.substr(0, base.rfind('/') + 1));
    while (target.starts_with("../")) {
        target.remove_prefix(3);
        if (!path.empty()) path.pop_back();
        path.resize(path.rfind('/') + 1);  // npos + 1 is 0
    }
    return path + std::string(target);
}

std::string relations_part(std::string_view part) {
    const auto slash = part.rfind('/') + 1;
    return fmt::format("{}_rels/{}.rels", part.substr(0, slash), part.substr(slash));
}

// ── workbook.xml ──────────────────────────────────────────────────────────────────────────────────────────────────

class WorkbookReader final : public XmlHandler {
public:
    struct Entry {
        std::string name, relation;
        bool hidden;
    };
    std::vector<Entry> sheets;
    bool dates_from_1904 = false;
    bool is_workbook = false;

    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "workbook") is_workbook = true;
        if (name == "workbookPr") dates_from_1904 = is_true(attributes["date1904"]);
        if (name == "sheet" && sheets.size() < kMaxSheets)
            sheets.push_back({std::string(attributes["name"]), std::string(attributes["id"]),
                              attributes["state"].ends_with("idden")});
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}
};

// ── sharedStrings.xml ─────────────────────────────────────────────────────────────────────────────────────────────

class TextsReader final : public XmlHandler {
public:
    TextsReader(SharedTexts& texts, const XlsxLimits& limits) : texts_(texts), limits_(limits) {}

    void start(std::string_view name, const XmlAttributes&) override {
        if (name == "si") texts_.begin();
        if (name == "t") in_text_ = true;
        if (name == "rPh") in_phonetic_ = true;  // the reading of a word, not part of it
    }
    void end(std::string_view name) override {
        if (name == "si") texts_.end();
        if (name == "t") in_text_ = false;
        if (name == "rPh") in_phonetic_ = false;
    }
    void text(std::string_view piece) override {
        if (!in_text_ || in_phonetic_ || texts_.size() == 0) return;
        texts_.append(piece);
        if (texts_.bytes() > limits_.text_bytes)
            stop("xlsx.texts", "工作簿里的文字太多，请拆成几个文件再导入", "the workbook holds too much text");
    }

private:
    SharedTexts& texts_;
    const XlsxLimits& limits_;
    bool in_text_ = false;
    bool in_phonetic_ = false;
};

// ── styles.xml ────────────────────────────────────────────────────────────────────────────────────────────────────

/// Formats with a fixed number; 27–36 and 50–58 are the dates of Chinese and Japanese Excel.
NumberFormat built_in_format(std::uint64_t id) {
    const auto within = [&](std::uint64_t low, std::uint64_t high) { return id >= low && id <= high; };
    if (within(18, 21) || within(32, 35) || within(45, 47) || id == 55 || id == 56) return NumberFormat::time;
    if (within(14, 17) || id == 22 || within(27, 31) || id == 36 || within(50, 54) || id == 57 || id == 58)
        return NumberFormat::date;
    return NumberFormat::number;
}

class StylesReader final : public XmlHandler {
public:
    explicit StylesReader(std::vector<NumberFormat>& formats) : formats_(formats) {}

    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "cellXfs") in_cell_formats_ = true;
        const auto id = parse_unsigned(attributes["numFmtId"]);
        if (!id || formats_.size() > kMaxStyles || custom_.size() > kMaxStyles) return;
        if (name == "numFmt") custom_[*id] = number_format_of(attributes["formatCode"]);
        if (name == "xf" && in_cell_formats_) {
            const auto custom = custom_.find(*id);
            formats_.push_back(custom != custom_.end() ? custom->second : built_in_format(*id));
        }
    }
    void end(std::string_view name) override {
        if (name == "cellXfs") in_cell_formats_ = false;
    }
    void text(std::string_view) override {}

private:
    std::vector<NumberFormat>& formats_;
    std::map<std::uint64_t, NumberFormat> custom_;
    bool in_cell_formats_ = false;
};

Refusal not_a_workbook() {
    return refuse(RefusalKind::invalid, "xlsx.not_workbook",
                  "不是 .xlsx 工作簿（可能是文档、压缩包或 .xlsb），请另存为 .xlsx 再导入",
                  "not an .xlsx workbook; save it as .xlsx", "file");
}

Result<std::string> find_workbook_part(XlsxPackage& package) {
    if (!package.has("_rels/.rels")) return not_a_workbook();
    RelationReader root;
    if (auto parsed = package.parse("_rels/.rels", root); !parsed) return pass_on(parsed.error());
    const Relation* document = root.of_type("/officeDocument");
    if (document == nullptr) return not_a_workbook();
    std::string part = part_name("", document->target);
    if (!package.has(part) || !part.ends_with(".xml")) return not_a_workbook();
    return part;
}

Result<Done> read_optional_part(XlsxPackage& package, const std::string& base, const Relation* relation,
                                XmlHandler& handler) {
    if (relation == nullptr) return Done{};
    return package.parse(part_name(base, relation->target), handler);
}

}  // namespace

NumberFormat number_format_of(std::string_view code) {
    bool day = false, month = false, clock = false;
    code = code.substr(0, code.find(';'));  // the format of positive numbers
    for (std::size_t i = 0; i < code.size(); ++i) {
        switch (code[i]) {
            case '"':
                i = std::min(code.find('"', i + 1), code.size());
                break;
            case '[': {
                const auto close = std::min(code.find(']', i), code.size());
                if (i + 1 < code.size() && std::string_view("hHmMsS").contains(code[i + 1]) && close <= i + 3)
                    clock = true;  // [h]:mm
                i = close;
                break;
            }
            case '\\':
            case '_':
            case '*':
                ++i;
                break;
            case 'y':
            case 'Y':
            case 'd':
            case 'D':
                day = true;
                break;
            case 'm':
            case 'M':
                month = true;
                break;
            case 'h':
            case 'H':
            case 's':
            case 'S':
                clock = true;
                break;
            default:
                break;
        }
    }
    if (day || (month && !clock)) return NumberFormat::date;
    return clock ? NumberFormat::time : NumberFormat::number;
}

void decode_escapes(std::string_view text, std::string& out) {
    const auto hex = [](char c) {
        return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
    };
    while (!text.empty()) {
        int value = 0;
        bool escape = text.size() >= 7 && text.starts_with("_x") && text[6] == '_';
        for (std::size_t i = 2; escape && i < 6; ++i) {
            escape = hex(text[i]) >= 0;
            value = value * 16 + hex(text[i]);
        }
        if (escape && value < 0x80) {
            // Control characters mean nothing in a directory; a space keeps words apart.
            out += value < 0x20 || value == 0x7f ? ' ' : static_cast<char>(value);
            text.remove_prefix(7);
        } else {
            const std::size_t next = std::min(text.find("_x", 1), text.size());
            out += text.substr(0, next);
            text.remove_prefix(next);
        }
    }
}

void SharedTexts::end() {
    if (offsets_.empty()) return;
    const std::size_t begin = offsets_.back();
    if (bytes_.find("_x", begin) == std::string::npos) return;
    const std::string raw = bytes_.substr(begin);
    bytes_.resize(begin);
    decode_escapes(raw, bytes_);
}

std::string_view SharedTexts::operator[](std::size_t index) const {
    const std::size_t end = index + 1 < offsets_.size() ? offsets_[index + 1] : bytes_.size();
    return std::string_view(bytes_).substr(offsets_[index], end - offsets_[index]);
}

Result<Sheet> Workbook::sheet(std::string_view name) const {
    const auto found = std::ranges::find_if(
        sheets, [&](const Sheet& sheet) { return name.empty() ? !sheet.hidden : sheet.name == name; });
    if (found != sheets.end()) return *found;
    return refuse(RefusalKind::invalid, "xlsx.no_sheet",
                  name.empty() ? "工作簿里没有可见的工作表" : fmt::format("工作簿里没有名为“{}”的工作表", name),
                  "the workbook has no such sheet", "file");
}

Result<Workbook> read_workbook(XlsxPackage& package, const XlsxLimits& limits) {
    const auto part = find_workbook_part(package);
    if (!part) return pass_on(part.error());
    WorkbookReader reader;
    if (auto parsed = package.parse(*part, reader); !parsed) return pass_on(parsed.error());
    if (!reader.is_workbook) return not_a_workbook();
    RelationReader relations;
    if (auto parsed = package.parse(relations_part(*part), relations); !parsed) return pass_on(parsed.error());
    Workbook book;
    book.dates_from_1904 = reader.dates_from_1904;
    for (const auto& entry : reader.sheets) {
        const auto relation = std::ranges::find(relations.relations, entry.relation, &Relation::id);
        if (relation != relations.relations.end() && relation->type.ends_with("/worksheet"))  // and no chart
            book.sheets.push_back({entry.name, part_name(*part, relation->target), entry.hidden});
    }
    TextsReader texts(book.texts, limits);
    if (auto read = read_optional_part(package, *part, relations.of_type("/sharedStrings"), texts); !read)
        return pass_on(read.error());
    StylesReader styles(book.formats);
    if (auto read = read_optional_part(package, *part, relations.of_type("/styles"), styles); !read)
        return pass_on(read.error());
    return book;
}

}  // namespace sunlot::documents
