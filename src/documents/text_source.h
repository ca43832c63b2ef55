// A text file as a stream of UTF-8 bytes, whatever it was written in. The encoding is found from the bytes: a byte
// order mark decides; else text that is well-formed UTF-8 is UTF-8, and what is not is read as GB 18030, of which GBK
// and GB 2312 are parts.
#pragma once
#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct UConverter;

namespace sunlot::documents {

/// An open file descriptor.
class FileHandle {
public:
    /// Throws std::system_error.
    explicit FileHandle(const std::filesystem::path& path);
    FileHandle(FileHandle&& other) noexcept;
    FileHandle(const FileHandle&) = delete;
    ~FileHandle();
    int descriptor() const { return descriptor_; }
    std::uint64_t size() const { return size_; }
    /// Fewer bytes than asked for only at the end of the file.
    std::size_t read(std::span<char> into);

private:
    int descriptor_;
    std::uint64_t size_ = 0;
};

class TextSource {
public:
    explicit TextSource(FileHandle file);
    TextSource(TextSource&&) noexcept;
    ~TextSource();

    /// Appends the next piece of text to `out`; false at the end. Bytes that are not of the encoding become U+FFFD when
    /// converting, and stay as they are in UTF-8: the reader says in which row it found them.
    bool read(std::string& out);

    /// "utf-8", "utf-8-bom", "gbk", "utf-16"
    std::string_view encoding() const;
    int permille() const;

private:
    enum class Encoding { utf8, utf8_bom, gbk, utf16 };
    struct Close {
        void operator()(UConverter* converter) const;
    };
    using Converter = std::unique_ptr<UConverter, Close>;

    void find_encoding();
    bool fill();
    void convert(std::string& out, bool last);

    FileHandle file_;
    std::string piece_;  ///< bytes of the file not yet handed out
    std::uint64_t taken_ = 0;
    bool ended_ = false;
    Encoding encoding_ = Encoding::utf8;
    Converter from_;
    Converter to_;
    // ICU's hand-over buffer between the two converters, and how far each has got in it.
    std::u16string pivot_;
    char16_t* pivot_source_ = nullptr;
    char16_t* pivot_target_ = nullptr;
};

}  // namespace sunlot::documents
