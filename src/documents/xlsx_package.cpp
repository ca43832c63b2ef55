#include "documents/xlsx_package.h"

#include <array>
#include <utility>
#include <vector>

#include <expat.h>
#include <fmt/format.h>
#include <zip.h>

namespace sunlot::documents {
namespace {

constexpr std::int64_t kMaxParts = 10'000;
constexpr std::uint64_t kRatioMatters = 1U << 20;

std::string_view without_prefix(std::string_view name) {
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

Refusal damaged(std::string_view detail) {
    return refuse(RefusalKind::invalid, "xlsx.damaged",
                  fmt::format("工作簿已损坏（{}），请用电子表格打开后另存再导入", detail),
                  fmt::format("the workbook is damaged ({})", detail), "file");
}

Refusal bomb() {
    return refuse(RefusalKind::too_large, "xlsx.bomb",
                  "工作簿解压后异常庞大，拒绝读取；请只保留要导入的一张表，另存后再导入",
                  "the workbook unpacks to an abnormal size", "file");
}

/// Expat with a depth limit and without document types, which is where entities, external files and exponential
/// expansion come from. No workbook has one.
class XmlParser {
public:
    XmlParser(XmlHandler& handler, std::uint32_t max_depth) : handler_(handler), max_depth_(max_depth) {
        parser_ = XML_ParserCreate(nullptr);
        if (parser_ == nullptr) throw std::bad_alloc();
        XML_SetUserData(parser_, this);
        XML_SetElementHandler(parser_, on_start, on_end);
        XML_SetCharacterDataHandler(parser_, on_text);
        XML_SetStartDoctypeDeclHandler(parser_, on_doctype);
    }
    XmlParser(const XmlParser&) = delete;
    ~XmlParser() { XML_ParserFree(parser_); }

    std::optional<Refusal> feed(std::span<const char> piece, bool last) {
        const auto status = XML_Parse(parser_, piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
        if (refusal_) return refusal_;
        if (handler_.refusal()) return handler_.refusal();
        if (status == XML_STATUS_OK) return std::nullopt;
        return damaged(XML_ErrorString(XML_GetErrorCode(parser_)));
    }

private:
    static XmlParser& self(void* user) { return *static_cast<XmlParser*>(user); }
    void stop() { XML_StopParser(parser_, XML_FALSE); }

    static void on_start(void* user, const char* name, const char** attributes) {
        XmlParser& me = self(user);
        if (++me.depth_ > me.max_depth_) {
            me.refusal_ = refuse(RefusalKind::invalid, "xlsx.depth", "工作簿的内部结构嵌套过深，拒绝读取",
                                 "the workbook's XML is nested too deeply", "file");
            return me.stop();
        }
        me.handler_.start(without_prefix(name), XmlAttributes(attributes));
        if (me.handler_.refusal()) me.stop();
    }
    static void on_end(void* user, const char* name) {
        XmlParser& me = self(user);
        --me.depth_;
        me.handler_.end(without_prefix(name));
        if (me.handler_.refusal()) me.stop();
    }
    static void on_text(void* user, const char* text, int length) {
        XmlParser& me = self(user);
        me.handler_.text({text, static_cast<std::size_t>(length)});
        if (me.handler_.refusal()) me.stop();
    }
    static void on_doctype(void* user, const char*, const char*, const char*, int) {
        XmlParser& me = self(user);
        me.refusal_ = refuse(RefusalKind::invalid, "xlsx.doctype", "工作簿里有文档类型声明，正常的表格没有，拒绝读取",
                             "the workbook declares a document type, which no real workbook does", "file");
        me.stop();
    }

    XmlHandler& handler_;
    std::uint32_t max_depth_;
    std::uint32_t depth_ = 0;
    XML_Parser parser_ = nullptr;
    std::optional<Refusal> refusal_;
};

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const {
    for (const char* const* pair = pairs_; *pair != nullptr; pair += 2)
        if (without_prefix(pair[0]) == name) return pair[1];
    return {};
}

void XmlHandler::stop(std::string code, std::string zh, std::string en) {
    if (!refusal_) refusal_ = refuse(RefusalKind::invalid, std::move(code), std::move(zh), std::move(en), "file");
}

void XlsxPackage::Close::operator()(zip* archive) const {
    zip_discard(archive);
}

Result<XlsxPackage> XlsxPackage::open(std::string_view file, const XlsxLimits& limits) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(file.data(), file.size(), 0, &error);
    zip_t* archive = source != nullptr ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
    if (archive == nullptr) {
        Refusal refusal = damaged(zip_error_strerror(&error));
        if (source != nullptr) zip_source_free(source);
        zip_error_fini(&error);
        return refusal;
    }
    zip_error_fini(&error);
    XlsxPackage package({archive, Close{}}, limits);
    if (zip_get_num_entries(archive, 0) > kMaxParts)
        return refuse(RefusalKind::invalid, "xlsx.parts", "工作簿的内部文件太多，拒绝读取",
                      "the workbook has too many parts", "file");
    return package;
}

bool XlsxPackage::has(const std::string& part) const {
    return zip_name_locate(archive_.get(), part.c_str(), ZIP_FL_NOCASE) >= 0;
}

Result<Done> XlsxPackage::parse(const std::string& part, XmlHandler& handler) {
    XmlParser parser(handler, limits_.xml_depth);
    return unpack(part, [&](std::span<const char> piece, bool last) { return parser.feed(piece, last); });
}

Result<Done> XlsxPackage::unpack(const std::string& part, const Feed& feed) {
    const zip_int64_t index = zip_name_locate(archive_.get(), part.c_str(), ZIP_FL_NOCASE);
    zip_stat_t about;
    if (index < 0 || zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &about) != 0)
        return damaged(fmt::format("缺少 {}", part));
    if (about.encryption_method != ZIP_EM_NONE)
        return refuse(RefusalKind::invalid, "xlsx.encrypted", "工作簿加了密码，请去掉密码再导入",
                      "the workbook is password-protected", "file");
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
        zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0), zip_fclose);
    if (!file) return damaged(zip_strerror(archive_.get()));
    std::vector<char> piece(64U << 10);
    std::uint64_t unpacked = 0;
    for (;;) {
        const zip_int64_t got = zip_fread(file.get(), piece.data(), piece.size());
        if (got < 0) return damaged(zip_file_strerror(file.get()));
        const auto size = static_cast<std::uint64_t>(got);
        unpacked += size;
        unpacked_ += size;
        // What the archive says of its sizes is not believed; only what comes out counts.
        const bool swollen = unpacked > kRatioMatters && unpacked / limits_.unpacked_ratio > about.comp_size;
        if (unpacked_ > limits_.unpacked_bytes || swollen) return bomb();
        permille_ = about.size > 0
                        ? static_cast<std::uint32_t>(std::min<std::uint64_t>(1000, unpacked * 1000 / about.size))
                        : 0;
        if (auto refusal = feed(std::span(piece).first(size), size == 0)) return std::move(*refusal);
        if (size == 0) return Done{};
    }
}

}  // namespace sunlot::documents
