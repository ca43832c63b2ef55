// The verbs that are routes: each fills a Call from its arguments and prints the answer. Grouped by step of the work.
#pragma once
#include "cli/client.h"
#include "cli/terminal.h"
#include "draw/bundle_check.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace sunlot::cli {

/// The options every verb has.
struct CommonOptions {
    SystemOptions system;
    std::string user;
    bool json = false;
};

enum class SignIn { needed, none };

/// What a verb works with.
class Workplace {
public:
    Workplace(CommonOptions options, const OpenSystem& open_system)
        : options_(std::move(options)), open_system_(open_system) {}

    /// Connects at first use, here or to the running server, and signs in when the verb needs it. Refuses cli.user,
    /// cli.password, data.locked (the owner serves no address).
    Result<Client*> client(SignIn sign_in = SignIn::needed);
    /// Asks and prints: the JSON itself with --json, else what `show` makes of it.
    Result<Done> ask_and_show(const Call& call, const std::function<std::string(const Json&)>& show,
                              SignIn sign_in = SignIn::needed);
    void print(const Json& answer, const std::function<std::string(const Json&)>& show) const;
    bool json() const { return options_.json; }
    ProgressLine& progress() { return progress_; }
    /// Here, and nobody else has the data directory: for `audit replay` and `setup`.
    Result<std::unique_ptr<System>> open_here() const { return open_system_(options_.system); }
    /// The same in another data directory.
    Result<std::unique_ptr<System>> open_at(const std::filesystem::path& data) const {
        SystemOptions options = options_.system;
        options.data = data;
        options.database.clear();
        return open_system_(options);
    }
    const CommonOptions& options() const { return options_; }
    /// What a verb that was done ends with, when that is not 0.
    void end_with(int exit_code) { exit_code_ = exit_code; }
    int exit_code() const { return exit_code_; }

private:
    Result<Done> connect();
    Result<Done> sign_in_now();

    CommonOptions options_;
    const OpenSystem& open_system_;
    ProgressLine progress_;
    std::unique_ptr<Client> client_;
    bool signed_in_ = false;
    int exit_code_ = 0;
};

/// A draw's bundle out of a folder or a .zip, as sunlot-verify reads it.
using ReadBundle = std::function<Result<draw::BundleFiles>(const std::filesystem::path&)>;
using Verb = std::function<Result<Done>(Workplace&)>;

/// Where the chosen verb is left while the command line is parsed.
struct Chosen {
    CommonOptions common;
    Verb verb = {};
    ReadBundle read_bundle = {};
};

/// A sub-command with the common options and its verb.
CLI::App* add_verb(CLI::App& parent, Chosen& chosen, const std::string& name, const std::string& help, Verb verb);

void add_account_verbs(CLI::App& app, Chosen& chosen);
/// What administrators do with accounts that are there, into the group `account`.
void add_account_state_verbs(CLI::App& account, Chosen& chosen);
/// One's own password, sessions, second factor and delegations.
void add_me_verbs(CLI::App& app, Chosen& chosen);
/// Roles, and all delegations.
void add_role_verbs(CLI::App& app, Chosen& chosen);
/// The organisation tree, and providers of identities.
void add_organ_verbs(CLI::App& app, Chosen& chosen);
void add_directory_verbs(CLI::App& app, Chosen& chosen);
/// Into the group `roll`: one object, labels, the grid, duplicates.
void add_roll_verbs(CLI::App& roll, Chosen& chosen);
/// Into the group `officer`, and a group `recusal`. After add_directory_verbs.
void add_officer_verbs(CLI::App& app, Chosen& chosen);
/// Groups `calendar`, `parameter`, `dictionary`.
void add_setting_verbs(CLI::App& app, Chosen& chosen);
void add_item_verbs(CLI::App& app, Chosen& chosen);
void add_task_verbs(CLI::App& app, Chosen& chosen);
void add_draw_verbs(CLI::App& app, Chosen& chosen);
/// Into the group `draw`.
void add_simulate_verb(CLI::App& draw, Chosen& chosen);
/// Verbs of `draw` about what comes after it.
void add_substitution_verbs(CLI::App& draw, Chosen& chosen);
/// Verbs of `draw` for links, sealed shares, trustees and disclosure.
void add_embargo_verbs(CLI::App& draw, Chosen& chosen);
void add_trustee_verbs(CLI::App& app, Chosen& chosen);
void add_journal_verbs(CLI::App& app, Chosen& chosen);
void add_key_verbs(CLI::App& app, Chosen& chosen);
void add_data_key_verbs(CLI::App& app, Chosen& chosen);
void add_log_verbs(CLI::App& app, Chosen& chosen);
void add_entry_verbs(CLI::App& app, Chosen& chosen);
void add_witness_verbs(CLI::App& app, Chosen& chosen);
void add_province_verbs(CLI::App& app, Chosen& chosen);
void add_exchange_verbs(CLI::App& app, Chosen& chosen);
/// Into the group `audit`, and a group of its own. After add_journal_verbs.
void add_audit_verbs(CLI::App& app, Chosen& chosen);

/// With --user by the route, like everyone. Without, whoever holds the data directory may read it: the same handler
/// runs here, while no server has the directory.
Result<Json> ask_here_or_there(Workplace& place, const Call& call);
std::string sessions_table(const Json& answer);
/// A line for each fault of a log.
std::string log_faults_text(const Json& faults);
/// "/api/objects" with the parameters that are not empty.
std::string with_query(std::string path, const std::vector<std::pair<std::string, std::string>>& parameters);
/// A new password: SUNLOT_NEW_PASSWORD, or SUNLOT_PASSWORD for someone who has none yet, or asked on the terminal.
std::string new_password(SignIn sign_in);
/// One segment of a path.
std::string segment(std::string_view text);
/// The JSON in a file. Refuses file.unreadable and json.*.
Result<Json> read_json_file(const std::filesystem::path& path);

}  // namespace sunlot::cli
