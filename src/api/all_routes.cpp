#include "api/all_routes.h"

#include "api/account_routes.h"
#include "api/audit_routes.h"
#include "api/calendar_routes.h"
#include "api/draw_routes.h"
#include "api/embargo_routes.h"
#include "api/erasure_routes.h"
#include "api/exchange_routes.h"
#include "api/import_routes.h"
#include "api/item_routes.h"
#include "api/join_routes.h"
#include "api/journal_routes.h"
#include "api/log_read_routes.h"
#include "api/log_routes.h"
#include "api/officer_routes.h"
#include "api/oidc_routes.h"
#include "api/organ_routes.h"
#include "api/parameter_routes.h"
#include "api/personal_routes.h"
#include "api/province_routes.h"
#include "api/public_routes.h"
#include "api/recusal_routes.h"
#include "api/report_routes.h"
#include "api/role_routes.h"
#include "api/roll_routes.h"
#include "api/status_routes.h"
#include "api/substitution_routes.h"
#include "api/task_routes.h"
#include "api/token_routes.h"
#include "api/why_routes.h"
#include "api/witness_routes.h"

namespace sunlot::api {

void add_all_routes(Router& router, const Services& services) {
    add_status_routes(router, services.context, services.accounts, services.version);
    const AccountServices people{services.context, services.accounts, services.sessions, services.throttle};
    add_account_routes(router, people);
    add_factor_routes(router, people);
    add_account_admin_routes(router, people);
    add_role_routes(router, people);
    add_oidc_routes(router, people);
    add_token_routes(router, services.context);
    add_organ_routes(router, services.context);
    add_roll_routes(router, services.context);
    add_officer_routes(router, services.context);
    add_recusal_routes(router, services.context);
    add_calendar_routes(router, services.context);
    add_parameter_routes(router, services.context);
    add_personal_routes(router, services.context);
    add_erasure_routes(router, services.context);
    add_report_routes(router, services.context);
    add_import_routes(router, services.context);
    add_exchange_routes(router, services.context, services.exchange);
    add_item_routes(router, services.context);
    add_public_item_routes(router, services.context);
    add_task_routes(router, services.context);
    add_draw_routes(router, services.context);
    add_embargo_routes(router, services.context);
    add_join_routes(router, services.context, services.throttle);
    add_public_routes(router, services.context);
    add_substitution_routes(router, services.context);
    add_why_routes(router, services.context);
    add_witness_routes(router, services.context);
    add_province_routes(router, services.context);
    add_journal_routes(router, services.context);
    add_audit_routes(router, services.context);
    add_log_routes(router, services.context);
    add_log_read_routes(router, services.context);
}

}  // namespace sunlot::api
