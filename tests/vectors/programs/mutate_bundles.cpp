// mutate_bundles [--count N] [--seed S] | --every-bit BUNDLE | --every-byte BUNDLE: changes the stored bundles in ways
// a forger or a fault might, or flips every bit (or one bit of every byte) of one of them, and counts those changes
// that the verifier does not refuse. Must be none. Prints "N mutations, 0 accepted" and how many each check refused;
// exit 1 when one was accepted, with its story.
#include "base/json.h"
#include "base/text.h"
#include "draw/bundle_check.h"
#include "random.h"
#include "vectors.h"

#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace sunlot::vectors {
namespace {

using draw::BundleFiles;

const std::vector<std::string> kBundles = {"bundle_embargo", "bundle_sealed", "bundle_offline", "bundle_substitution",
                                           "bundle_extension"};

/// Applies changes to one bundle and can take them back.
class Mutator {
public:
    Mutator(const std::vector<BundleFiles>& all, std::size_t which, Random& random)
        : all_(all), files_(all[which]), random_(random) {
        for (const auto& [name, bytes] : files_) names_.push_back(name);
    }

    const BundleFiles& files() const { return files_; }
    const std::string& story() const { return story_; }
    /// Whether anything is different from the true bundle.
    bool changed() const {
        if (!removed_.empty() || !added_.empty()) return true;
        for (const auto& [name, bytes] : kept_)
            if (files_.at(name) != bytes) return true;
        return false;
    }

    void mutate() {
        story_.clear();
        gone_ = false;
        for (std::size_t n = random_.between(1, 3); n > 0; --n) one();
    }

    void take_back() {
        for (const std::string& name : added_) files_.erase(name);
        for (auto& [name, bytes] : removed_) files_[name] = std::move(bytes);
        for (auto& [name, bytes] : kept_) files_[name] = std::move(bytes);
        added_.clear();
        removed_.clear();
        kept_.clear();
    }

private:
    using Kind = void (Mutator::*)();

    void one() {
        static const std::vector<std::pair<const char*, Kind>> kinds = {
            {"flip a bit", &Mutator::flip_bit},
            {"replace a byte", &Mutator::replace_byte},
            {"insert a byte", &Mutator::insert_byte},
            {"delete a byte", &Mutator::delete_byte},
            {"swap neighbours", &Mutator::swap_bytes},
            {"change a digit", &Mutator::change_digit},
            {"swap two lines", &Mutator::swap_lines},
            {"delete a line", &Mutator::delete_line},
            {"double a line", &Mutator::double_line},
            {"move a line", &Mutator::move_line},
            {"swap two fields", &Mutator::swap_fields},
            {"copy a field", &Mutator::copy_field},
            {"replace a hash", &Mutator::replace_hash},
            {"cut off the end", &Mutator::truncate},
            {"add to the end", &Mutator::append_noise},
            {"swap two files", &Mutator::swap_files},
            {"take a file of another bundle", &Mutator::foreign_file},
            {"take a file of another attempt", &Mutator::other_attempt},
            {"swap two entries", &Mutator::swap_entries},
            {"remove a file", &Mutator::remove_file},
            {"add a file", &Mutator::add_file},
            {"edit a JSON value", &Mutator::edit_json},
            {"edit a JSON value", &Mutator::edit_json},
            {"drop a JSON member", &Mutator::drop_member},
            {"swap two JSON values", &Mutator::swap_values},
        };
        const auto& [what, kind] = random_.pick(kinds);
        story_ += fmt::format("{}{}", story_.empty() ? "" : "; ", what);
        (this->*kind)();
    }

    /// A file to change; its bytes are kept to be put back.
    std::string& some_file() { return file(random_.pick(names_)); }
    std::string& file(const std::string& name) {
        const auto found = files_.find(name);
        if (found == files_.end()) return nowhere_;
        kept_.emplace(name, found->second);
        story_ += " in " + name;
        return found->second;
    }
    std::string& file_with(char needed) {
        for (int i = 0; i < 50; ++i) {
            const std::string& name = random_.pick(names_);
            const auto found = files_.find(name);
            if (found != files_.end() && found->second.contains(needed)) return file(name);
        }
        return nowhere_ = "";
    }

    // ── bytes ──
    void flip_bit() {
        std::string& bytes = some_file();
        if (!bytes.empty()) bytes[random_.below(bytes.size())] ^= static_cast<char>(1 << random_.below(8));
    }
    void replace_byte() {
        std::string& bytes = some_file();
        if (!bytes.empty()) bytes[random_.below(bytes.size())] = static_cast<char>(random_.below(256));
    }
    void insert_byte() {
        std::string& bytes = some_file();
        static constexpr std::string_view kLikely = "\n\t ,:0a\"{}[]\\=+/A\r";
        bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(random_.below(bytes.size() + 1)),
                     kLikely[random_.below(kLikely.size())]);
    }
    void delete_byte() {
        std::string& bytes = some_file();
        if (!bytes.empty()) bytes.erase(random_.below(bytes.size()), random_.between(1, 3));
    }
    void swap_bytes() {
        std::string& bytes = some_file();
        if (bytes.size() < 2) return;
        const std::size_t at = random_.below(bytes.size() - 1);
        std::swap(bytes[at], bytes[at + 1]);
    }
    void change_digit() {
        std::string& bytes = some_file();
        for (int i = 0; i < 50 && !bytes.empty(); ++i) {
            char& c = bytes[random_.below(bytes.size())];
            if (c < '0' || c > '9') continue;
            c = static_cast<char>('0' + random_.below(10));
            return;
        }
    }
    void truncate() {
        std::string& bytes = some_file();
        bytes.resize(random_.below(bytes.size() + 1));
    }
    void append_noise() {
        static const std::vector<std::string> kNoise = {"\n",           " ",         "\r\n", std::string(1, '\0'), "x",
                                                        "\xef\xbb\xbf", "— x AAAA\n"};
        some_file() += random_.pick(kNoise);
    }

    // ── lines and fields ──
    static std::vector<std::string> lines_of(const std::string& bytes) {
        std::vector<std::string> out;
        for (const auto line : split(bytes, '\n')) out.emplace_back(line);
        return out;
    }
    template <class Change>
    void change_lines(const Change& change) {
        std::string& bytes = file_with('\n');
        auto lines = lines_of(bytes);
        if (lines.size() < 2) return;
        change(lines);
        bytes = join(lines, "\n");
    }
    void swap_lines() {
        change_lines(
            [&](auto& lines) { std::swap(lines[random_.below(lines.size())], lines[random_.below(lines.size())]); });
    }
    void delete_line() {
        change_lines([&](auto& lines) {
            lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(random_.below(lines.size())));
        });
    }
    void double_line() {
        change_lines([&](auto& lines) {
            const auto at = static_cast<std::ptrdiff_t>(random_.below(lines.size()));
            const std::string line = lines[static_cast<std::size_t>(at)];
            lines.insert(lines.begin() + at, line);
        });
    }
    void move_line() {
        change_lines([&](auto& lines) {
            const std::string line = lines[random_.below(lines.size())];
            std::erase(lines, line);
            lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(random_.below(lines.size() + 1)), line);
        });
    }
    template <class Change>
    void change_fields(const Change& change) {
        std::string& bytes = file_with('\t');
        auto lines = lines_of(bytes);
        std::vector<std::string> fields;
        std::string& line = lines[random_.below(lines.size())];
        for (const auto field : split(line, '\t')) fields.emplace_back(field);
        change(lines, fields);
        line = join(fields, "\t");
        bytes = join(lines, "\n");
    }
    void swap_fields() {
        change_fields([&](auto&, auto& fields) {
            std::swap(fields[random_.below(fields.size())], fields[random_.below(fields.size())]);
        });
    }
    void copy_field() {
        change_fields([&](auto& lines, auto& fields) {
            const auto other = split(lines[random_.below(lines.size())], '\t');
            const std::size_t at = random_.below(fields.size());
            if (at < other.size()) fields[at] = std::string(other[at]);
        });
    }
    void replace_hash() {
        std::string& bytes = some_file();
        const std::string from = some_hash(bytes), to = some_hash(files_.at(random_.pick(names_present())));
        const auto at = from.empty() ? std::string::npos : bytes.find(from);
        if (at != std::string::npos && from.size() == to.size()) bytes.replace(at, from.size(), to);
    }
    /// 64 hex digits somewhere in the text, or nothing.
    std::string some_hash(const std::string& bytes) {
        std::vector<std::string> found;
        std::size_t run = 0;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            run = is_hex(std::string_view(bytes).substr(i, 1), 1) ? run + 1 : 0;
            if (run == 64) found.push_back(bytes.substr(i + 1 - 64, 64));
            if (run == 64) run = 0;
        }
        return found.empty() ? std::string() : random_.pick(found);
    }
    std::vector<std::string> names_present() const {
        std::vector<std::string> out;
        for (const auto& [name, bytes] : files_) out.push_back(name);
        return out;
    }

    // ── files ──
    void swap_files() {
        std::string& a = some_file();
        std::string& b = some_file();
        std::swap(a, b);
    }
    void foreign_file() {
        const BundleFiles& other = random_.pick(all_);
        const std::string& name = random_.pick(names_);
        if (const auto found = other.find(name); found != other.end()) file(name) = found->second;
    }
    void other_attempt() {
        const std::string& name = random_.pick(names_);
        const std::string stem = name.substr(name.rfind('/') + 1);
        for (const char* folder : {"", "previous/1/", "previous/2/"})
            if (folder + stem != name && files_.contains(folder + stem) && random_.chance(2)) {
                const std::string bytes = files_.at(folder + stem);
                file(name) = bytes;
                return;
            }
    }
    void swap_entries() {
        std::vector<std::string> entries;
        for (const std::string& name : names_)
            if (name.starts_with("log/") && name.ends_with(".json") && files_.contains(name)) entries.push_back(name);
        if (entries.empty()) return;
        const std::string one = random_.pick(entries), two = random_.pick(entries);
        if (one == two) return;
        std::swap(file(one), file(two));
        const auto proof = [](const std::string& name) { return name.substr(0, name.size() - 5) + ".tlog-proof"; };
        if (random_.chance(2)) std::swap(file(proof(one)), file(proof(two)));
    }
    /// One at most: who takes away the last entries with their proofs shows the draw as it was before them, which no
    /// bundle alone can rule out.
    void remove_file() {
        const std::string& name = random_.pick(names_);
        if (gone_ || !files_.contains(name) || kept_.contains(name)) return;
        gone_ = true;
        story_ += " " + name;
        removed_.emplace(name, files_.at(name));
        files_.erase(name);
    }
    void add_file() {
        const std::string& like = random_.pick(names_);
        static const std::vector<std::string> kFolders = {"", "previous/1/", "previous/9/", "log/", "x/"};
        std::string name = random_.pick(kFolders) + like;
        if (random_.chance(3)) name = fmt::format("log/{}.json", random_.below(60));
        if (files_.contains(name) || removed_.contains(name) || !files_.contains(like)) return;
        files_[name] = files_.at(like);
        added_.push_back(name);
        story_ += " " + name;
    }

    // ── JSON ──
    std::string& some_json() {
        for (int i = 0; i < 50; ++i) {
            const std::string& name = random_.pick(names_);
            if (name.ends_with(".json") && files_.contains(name)) return file(name);
        }
        return nowhere_ = "";
    }
    /// All values below this one, itself included.
    static void collect(Json& value, std::vector<Json*>& out) {
        out.push_back(&value);
        if (value.is_array())
            for (Json& item : value.as_array()) collect(item, out);
        if (value.is_object())
            for (auto& [key, member] : value.as_object()) collect(member, out);
    }
    template <class Change>
    void change_json(const Change& change) {
        std::string& bytes = some_json();
        auto value = parse_json(bytes);
        if (!value) return;
        std::vector<Json*> all;
        collect(*value, all);
        change(all);
        bytes = to_canonical(*value);
    }
    void edit_json() {
        change_json([&](auto& all) {
            Json& value = *random_.pick(all);
            if (value.is_integer())
                value = Json(value.as_integer() + (random_.chance(2) ? 1 : -1));
            else if (value.is_bool())
                value = Json(!value.as_bool());
            else if (value.is_array() && !value.as_array().empty())
                value.as_array().erase(value.as_array().begin() +
                                       static_cast<std::ptrdiff_t>(random_.below(value.as_array().size())));
            else if (value.is_string())
                value = Json(value.as_string() + "0");
            else if (value.is_object())
                value.as_object().emplace(random_.chance(2) ? "x" : "attempt", Json(1));
        });
    }
    void drop_member() {
        change_json([&](auto& all) {
            Json& value = *random_.pick(all);
            if (!value.is_object() || value.as_object().empty()) return;
            auto member = value.as_object().begin();
            std::advance(member, static_cast<std::ptrdiff_t>(random_.below(value.as_object().size())));
            value.as_object().erase(member);
        });
    }
    void swap_values() {
        change_json([&](auto& all) {
            Json& one = *random_.pick(all);
            Json& two = *random_.pick(all);
            if (one.is_string() && two.is_string()) std::swap(one, two);
            if (one.is_integer() && two.is_integer()) std::swap(one, two);
        });
    }

    const std::vector<BundleFiles>& all_;
    BundleFiles files_;
    Random& random_;
    std::vector<std::string> names_;
    std::map<std::string, std::string> kept_, removed_;
    std::vector<std::string> added_;
    std::string story_, nowhere_;
    bool gone_ = false;
};

struct Tally {
    std::uint64_t done = 0, accepted = 0;
    std::map<std::string, std::uint64_t> refused_by;
};

void count_verdict(const draw::BundleReport& report, const std::string& story, Tally& tally) {
    ++tally.done;
    if (report.verdict == draw::Verdict::refused) {
        ++tally.refused_by[report.checks.back().id];
        return;
    }
    ++tally.accepted;
    std::fprintf(stderr, "ACCEPTED: %s\n", story.c_str());
}

/// Every bit, or of every byte one.
void flip_all(const std::string& bundle, bool every_bit, Tally& tally) {
    BundleFiles files = read_directory(bundle);
    for (auto& [name, bytes] : files)
        for (std::size_t i = 0; i < bytes.size(); ++i)
            for (std::size_t bit = every_bit ? 0 : i % 8, last = every_bit ? 7 : bit; bit <= last; ++bit) {
                const char true_byte = bytes[i];
                bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
                count_verdict(draw::check_bundle(files), fmt::format("{}/{} byte {} bit {}", bundle, name, i, bit),
                              tally);
                bytes[i] = true_byte;
            }
}

void run(std::uint64_t count, std::uint64_t seed, Tally& tally) {
    std::vector<BundleFiles> all;
    for (const std::string& name : kBundles) all.push_back(read_directory(name));
    Random random(seed);
    std::vector<Mutator> mutators;
    for (std::size_t i = 0; i < all.size(); ++i) mutators.emplace_back(all, i, random);
    while (tally.done < count) {
        const std::size_t which = random.below(mutators.size());
        Mutator& mutator = mutators[which];
        mutator.mutate();
        if (mutator.changed()) {
            count_verdict(
                draw::check_bundle(mutator.files()),
                fmt::format("{}, seed {}, mutation {}: {}", kBundles[which], seed, tally.done, mutator.story()), tally);
        }
        mutator.take_back();
    }
}

}  // namespace
}  // namespace sunlot::vectors

int main(int argc, char** argv) try {
    std::uint64_t count = 20'000, seed = 1;
    std::string flips;
    bool every_bit = false;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view word = argv[i];
        if (word == "--count") count = std::stoull(argv[i + 1]);
        if (word == "--seed") seed = std::stoull(argv[i + 1]);
        if (word == "--every-bit" || word == "--every-byte") flips = argv[i + 1];
        every_bit = every_bit || word == "--every-bit";
    }
    const auto start = std::chrono::steady_clock::now();
    sunlot::vectors::Tally tally;
    if (flips.empty())
        sunlot::vectors::run(count, seed, tally);
    else
        sunlot::vectors::flip_all(flips, every_bit, tally);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    const std::string what = flips.empty() ? fmt::format("seed {}", seed) : "flips in " + flips;
    std::printf("%llu mutations, %llu accepted (%s, %.0f s)\n", static_cast<unsigned long long>(tally.done),
                static_cast<unsigned long long>(tally.accepted), what.c_str(), took.count());
    for (const auto& [check, times] : tally.refused_by)
        std::printf("  refused by %s: %llu\n", check.c_str(), static_cast<unsigned long long>(times));
    return tally.accepted == 0 ? 0 : 1;
} catch (const std::exception& fault) {
    std::fprintf(stderr, "mutate_bundles: %s\n", fault.what());
    return 1;
}
