#include "api/framed_page.h"

#include "store/database.h"
#include "workflow/context.h"
#include "workflow/demo.h"
#include "workflow/organ.h"

#include <utility>

namespace sunlot::api {

Response framed_page(const workflow::Context& context, Page page) {
    const auto organ = [&] {
        auto view = context.database.read();
        return workflow::configured_organ(view);
    }();
    page.organ = organ ? organ->name : "";
    if (const auto frozen = context.database.frozen()) page.read_only = frozen->text;
    page.demo = organ && workflow::is_demo(context);
    return page_response(page);
}

}  // namespace sunlot::api
