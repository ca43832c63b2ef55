// What a witness raises its voice for, and how. Kinds:
//   fork       two heads signed by the log that no single history has: nothing is cosigned until a person resolves it
//   rollback   the log shows a smaller head than before: stays until a person resolves it
//   state      our own cosignature stands on a head beyond what we remember: our folder came from an older copy
//   signature  what the log shows carries no signature of a trusted key
//   damaged    the head is signed, the tiles behind it are missing or wrong
//   silence    nothing heard for longer than agreed
// The last three end by themselves when all is well again, and are kept as ended.
#pragma once
#include "base/clock.h"
#include "base/json.h"

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace sunlot::witness {

struct Alarm {
    std::string what;
    Text why;
    Instant since;
    /// File names in the log's folder evidence/.
    std::vector<std::string> evidence;
};

/// "日志分叉" / "fork".
Text title(std::string_view what);
bool ends_by_itself(std::string_view what);

Json to_json(const Alarm& alarm);
/// Throws on anything else than what to_json wrote.
Alarm alarm_from(const Json& json);

/// Calls the operator: a line in the log, and the command that was configured, with SUNLOT_ORIGIN, SUNLOT_ALARM and
/// SUNLOT_REASON in its environment. Several threads may ring.
class Bell {
public:
    explicit Bell(std::string command) : command_(std::move(command)) {}
    void ring(const std::string& origin, const Alarm& alarm);
    /// Buries the commands that have ended.
    void reap();

private:
    std::string command_;
    std::mutex mutex_;
    std::vector<pid_t> children_;
};

}  // namespace sunlot::witness
