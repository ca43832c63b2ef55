// Sorting more rows than memory should hold: records are collected, sorted in pieces of a few dozen megabytes, written
// as runs, and merged while reading. The runs of an import stay on disk between its preview and its confirmation, so
// that a file is parsed once. They are scratch: not synced, recognised when damaged, thrown away afterwards.
#pragma once
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

/// Records come out by key, bytewise; those with equal keys in the order in which they were added.
class RunWriter {
public:
    static constexpr std::size_t kRunBytes = 48U << 20;

    /// Makes `directory`, which must not hold runs yet.
    explicit RunWriter(std::filesystem::path directory, std::size_t run_bytes = kRunBytes);
    /// REQUIRES: key and payload together below 4 GiB.
    void add(std::string_view key, std::string_view payload);
    /// Everything added so far is in the runs; nothing may be added afterwards. Throws std::system_error.
    void finish();

private:
    struct Record {
        std::size_t offset;
        std::uint32_t key;
        std::uint32_t payload;
    };
    std::string_view key_of(const Record& record) const;
    void write_run();

    std::filesystem::path directory_;
    std::size_t run_bytes_;
    std::string bytes_;
    std::vector<Record> records_;
    std::size_t runs_ = 0;
};

class RunReader {
public:
    /// Throws std::runtime_error when a run is missing or damaged (also from next()).
    explicit RunReader(const std::filesystem::path& directory) : RunReader(std::vector{directory}) {}
    /// The runs of several writers, merged.
    explicit RunReader(const std::vector<std::filesystem::path>& directories);
    ~RunReader();
    RunReader(const RunReader&) = delete;
    RunReader& operator=(const RunReader&) = delete;

    /// Moves to the next record; false at the end. The views are good until the next call.
    bool next();
    std::string_view key() const;
    std::string_view payload() const;

private:
    class Run;
    std::vector<std::unique_ptr<Run>> runs_;
    /// A heap of the runs that have a record, the smallest key first.
    std::vector<std::size_t> heap_;
    bool before(std::size_t a, std::size_t b) const;
    void sift_down(std::size_t at);
    bool started_ = false;
};

}  // namespace sunlot::workflow
