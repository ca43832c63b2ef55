#include "documents/text_source.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unicode/ucnv.h>
#include <unistd.h>

namespace sunlot::documents {
namespace {

constexpr std::size_t kPieceBytes = 256U << 10;

[[noreturn]] void throw_errno(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

UConverter* open_converter(const char* name) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter* converter = ucnv_open(name, &status);
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU converter ") + name + ": " + u_errorName(status));
    return converter;
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Without the character that the end of the piece may have cut in two.
std::string_view whole_characters(std::string_view text) {
    for (int i = 0; i < 3 && !text.empty(); ++i) {
        const auto last = static_cast<unsigned char>(text.back());
        if (last < 0x80) return text;
        text.remove_suffix(1);
        if (last >= 0xc0) return text;
    }
    return text;
}

}  // namespace

FileHandle::FileHandle(const std::filesystem::path& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor_ < 0) throw_errno("open " + path.string());
    struct stat about{};
    if (::fstat(descriptor_, &about) != 0 || !S_ISREG(about.st_mode)) {
        ::close(descriptor_);
        throw std::system_error(std::make_error_code(std::errc::invalid_argument), "not a file: " + path.string());
    }
    size_ = static_cast<std::uint64_t>(about.st_size);
}

FileHandle::FileHandle(FileHandle&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}

FileHandle::~FileHandle() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::size_t FileHandle::read(std::span<char> into) {
    std::size_t got = 0;
    while (got < into.size()) {
        const ssize_t n = ::read(descriptor_, into.data() + got, into.size() - got);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw_errno("read");
        if (n == 0) break;
        got += static_cast<std::size_t>(n);
    }
    return got;
}

void TextSource::Close::operator()(UConverter* converter) const {
    ucnv_close(converter);
}

TextSource::TextSource(FileHandle file) : file_(std::move(file)) {
    find_encoding();
    if (encoding_ != Encoding::gbk && encoding_ != Encoding::utf16) return;
    from_.reset(open_converter(encoding_ == Encoding::gbk ? "gb18030" : "UTF-16"));
    to_.reset(open_converter("UTF-8"));
    pivot_.resize(kPieceBytes);
    pivot_source_ = pivot_target_ = pivot_.data();
}

TextSource::TextSource(TextSource&&) noexcept = default;
TextSource::~TextSource() = default;

bool TextSource::fill() {
    if (ended_) return false;
    piece_.resize(kPieceBytes);
    piece_.resize(file_.read(piece_));
    taken_ += piece_.size();
    ended_ = piece_.size() < kPieceBytes;
    return !piece_.empty();
}

void TextSource::find_encoding() {
    using namespace std::string_view_literals;
    fill();
    if (piece_.starts_with("\xef\xbb\xbf"sv)) {
        encoding_ = Encoding::utf8_bom;
        piece_.erase(0, 3);
        return;
    }
    if (piece_.starts_with("\xff\xfe"sv) || piece_.starts_with("\xfe\xff"sv)) {
        encoding_ = Encoding::utf16;
        return;
    }
    // Both encodings write ASCII alike: the first piece with anything else decides.
    bool more = !piece_.empty();
    while (more && is_ascii(piece_)) more = fill();
    if (more && !is_utf8(ended_ ? std::string_view(piece_) : whole_characters(piece_))) encoding_ = Encoding::gbk;
    if (taken_ > piece_.size() || !more) {
        if (::lseek(file_.descriptor(), 0, SEEK_SET) != 0) throw_errno("lseek");
        taken_ = 0;
        ended_ = false;
        fill();
    }
}

bool TextSource::read(std::string& out) {
    if (piece_.empty() && !fill()) {
        if (from_) convert(out, true);
        from_.reset();
        return false;
    }
    if (from_)
        convert(out, false);
    else
        out += piece_;
    piece_.clear();
    return true;
}

void TextSource::convert(std::string& out, bool last) {
    const char* source = piece_.data();
    const char* const source_end = source + piece_.size();
    for (;;) {
        const std::size_t used = out.size();
        out.resize(used + kPieceBytes);
        char* target = out.data() + used;
        UErrorCode status = U_ZERO_ERROR;
        ucnv_convertEx(to_.get(), from_.get(), &target, out.data() + out.size(), &source, source_end, pivot_.data(),
                       &pivot_source_, &pivot_target_, pivot_.data() + pivot_.size(), false, last, &status);
        out.resize(static_cast<std::size_t>(target - out.data()));
        if (status == U_BUFFER_OVERFLOW_ERROR) continue;
        if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU conversion: ") + u_errorName(status));
        return;
    }
}

std::string_view TextSource::encoding() const {
    switch (encoding_) {
        case Encoding::utf8:
            return "utf-8";
        case Encoding::utf8_bom:
            return "utf-8-bom";
        case Encoding::gbk:
            return "gbk";
        case Encoding::utf16:
            return "utf-16";
    }
    return {};
}

int TextSource::permille() const {
    return file_.size() == 0 ? 1000 : static_cast<int>(taken_ * 1000 / file_.size());
}

}  // namespace sunlot::documents
