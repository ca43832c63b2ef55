#include "workflow/journal.h"

#include "store/database.h"

#include <string>
#include <vector>

namespace sunlot::workflow {

std::vector<store::JournalRow> journal_page(const Context& context, const store::JournalFilter& filter) {
    auto view = context.database.read();
    return store::journal_page(view, filter);
}

}  // namespace sunlot::workflow
