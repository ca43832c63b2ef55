// For tests: a bureau on an empty SQLite database, with a log, published items, and a directory made to measure; the
// clock stands still until it is told to move.
#pragma once
#include "base/clock.h"
#include "draw/bundle_check.h"
#include "files/data_lock.h"
#include "inspection/history.h"
#include "inspection/task.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "store/test_data_keys.h"
#include "workflow/actor.h"
#include "workflow/context.h"
#include "workflow/draw.h"
#include "workflow/draw_view.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::workflow::testing {

class StandingClock : public Clock {
public:
    Instant now() const override { return Instant{micros_.load()}; }
    void advance_seconds(std::int64_t seconds) { micros_ += seconds * 1'000'000; }

private:
    std::atomic<std::int64_t> micros_{Instant::parse("2026-11-22T08:00:00Z")->micros};
};

/// Different every time, the same on every run.
class CountingEntropy : public Entropy {
public:
    void fill(std::span<unsigned char> bytes) override {
        for (auto& byte : bytes) byte = static_cast<unsigned char>((counter_++ * 2654435761U) >> 13U);
    }

private:
    std::atomic<std::uint32_t> counter_{1};
};

struct Folder {
    Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder();
    std::filesystem::path path;
};

struct TestObject {
    std::string id;
    std::string grade = "A";
    std::string district = "解放";
};

struct TestOfficer {
    std::string id;
    std::vector<std::string> tags;
    std::string certificate_to = "2030-12-31";
};

struct TestBureau {
    TestBureau();

    void import_objects(const std::vector<TestObject>& objects);
    void import_officers(const std::vector<TestOfficer>& officers);
    void import_history(const std::vector<inspection::HistoryRow>& rows);
    /// `count` objects of grades A (most), 未评, B and C in three districts; ids in order.
    static std::vector<TestObject> objects(std::size_t count);
    /// F0001 …, every other one with tag lead.
    static std::vector<TestOfficer> officers(std::size_t count);

    /// A task over everything: A 5 %, B half, C all, a lead and a second.
    static Json task_body();
    std::string create_task(const Json& body = task_body());
    static DrawTerms terms(const std::string& task);
    /// The same under embargo, to be revealed by 2026-12-20.
    static DrawTerms embargo_terms(const std::string& task);

    /// Each takes the draw one step further as it should; they throw when a step is refused.
    std::string open(const std::string& task);
    void commit(const std::string& draw);
    void seal(const std::string& draw);
    void reveal(const std::string& draw);
    void record(const std::string& draw);
    void seed(const std::string& draw);
    void result(const std::string& draw);
    void assign(const std::string& draw);
    void close(const std::string& draw);
    /// open … assign.
    std::string whole_draw(const std::string& task);
    /// The same under embargo: up to the assignment, nothing disclosed and nothing revealed.
    std::string embargoed_draw(const std::string& task);
    void commit_shares(const std::string& draw);
    void deliver_shares(const std::string& draw);
    void redraw(const std::string& draw);

    draw::BundleFiles bundle(const std::string& draw) const;
    /// What the verifier says of the bundle: "verified", "unfinished", "voided", or the checks that failed.
    std::string verdict(const std::string& draw) const;

    Folder folder;
    files::DataLock lock;
    StandingClock clock;
    CountingEntropy entropy;
    store::BlobStore blobs;
    std::unique_ptr<store::Database> database;
    LogKey log_key;
    Context context;
    const Actor clerk{.account = "u2", .name = "业务员", .roles = {inspection::Role::clerk}};
    const Actor leader{.account = "u3", .name = "领导", .roles = {inspection::Role::leader}};

    static constexpr const char* kFirst = "0000000000000000000000000000000000000000000000000000000000000001";
    static constexpr const char* kShare1 = "5555555555555555555555555555555555555555555555555555555555555551";
    static constexpr const char* kShare2 = "6666666666666666666666666666666666666666666666666666666666666662";
    static constexpr const char* kTyped = "4 6 1 3 2 — 掷骰";
    static constexpr const char* kEvent = "03,09,12,18,26,31+07";

    /// Rows as they stand in the file of an import.
    void import(std::string_view kind, std::string_view format, const std::vector<std::string>& lines);

private:
    std::set<std::string> known_;  // kind and id of every row imported so far
};

/// The value, or an exception with the refusal in it.
template <class T>
T expect(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().code + ": " + result.error().text.zh);
    return std::move(*result);
}

/// A bureau with 400 objects, 12 officers and a task.
struct ReadyBureau : TestBureau {
    ReadyBureau() {
        import_objects(objects(400));
        import_officers(officers(12));
        task = create_task();
    }
    DrawView view(const std::string& draw) const { return expect(view_draw(context, draw)); }
    std::vector<DrawnRow> rows(const std::string& draw) const {
        return expect(drawn_rows(context, draw, {.kind = "", .after = "", .limit = 10'000})).rows;
    }
    std::set<std::string> sample(const std::string& draw) const {
        std::set<std::string> ids;
        for (const auto& row : rows(draw))
            if (row.kind == "S") ids.insert(row.id);
        return ids;
    }
    std::string task;
};

/// The refusal's code, or "done".
inline std::string refusal_of(const Result<Done>& done) {
    return done ? "done" : done.error().code;
}

}  // namespace sunlot::workflow::testing
