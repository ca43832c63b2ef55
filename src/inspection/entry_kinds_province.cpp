#include "inspection/entry_kind.h"

namespace sunlot::inspection {

EntryArea province_entry_kinds() {
    return {.zh = "省级日志", .en = "Province", .kinds = {}};
}

}  // namespace sunlot::inspection
