#include "inspection/permission_title.h"

#include <map>
#include <stdexcept>

namespace sunlot::inspection {

Text title(Permission permission) {
    using enum Permission;
    static const std::map<Permission, Text> titles{
        {public_access, {"公开", "public"}},
        {signed_in, {"登录即可", "any account"}},
        {account_manage, {"账号：开设、停用、重置密码", "open, close and reset accounts"}},
        {account_read, {"账号：查看", "see accounts"}},
        {journal_read, {"日志：查看", "read the journal"}},
        {roll_read, {"检查对象名录：查看", "see the directory of objects"}},
        {roll_import, {"检查对象名录：导入", "import objects"}},
        {roll_edit, {"检查对象名录：修改", "edit an object"}},
        {roll_merge, {"检查对象名录：合并重复、处理冲突", "merge duplicates, settle conflicts"}},
        {officer_read, {"执法人员名录：查看", "see the directory of officers"}},
        {officer_import, {"执法人员名录：导入", "import officers"}},
        {officer_edit, {"执法人员名录：修改", "edit an officer"}},
        {recusal_edit, {"回避：登记", "declare recusals"}},
        {item_read, {"事项清单：查看", "see items"}},
        {item_edit, {"事项清单：起草", "draft items"}},
        {item_review, {"事项清单：审核", "review items"}},
        {item_publish, {"事项清单：公布", "publish items"}},
        {task_read, {"抽查任务：查看", "see tasks"}},
        {task_edit, {"抽查任务：制定", "make tasks"}},
        {draw_read, {"抽取：查看", "see draws"}},
        {draw_run, {"抽取：主持", "run a draw"}},
        {draw_approve, {"抽取：批准重抽、替换、延期", "approve redraws, substitutions, extensions"}},
        {draw_disclose, {"抽取：向被查单位出示", "disclose at the doorstep"}},
        {audit_run, {"审计：核对日志与数据", "run audits"}},
        {private_view, {"个人信息：逐次查看（留痕）", "see personal data, each look recorded"}},
        {erasure_request, {"个人信息：申请删除", "request erasures"}},
        {erasure_approve, {"个人信息：批准删除", "approve erasures"}},
        {witness_read, {"见证：查看", "see witnesses"}},
        {witness_manage, {"见证：提出方案", "propose witnesses"}},
        {witness_approve, {"见证：批准方案", "approve witnesses"}},
        {exchange_read, {"互联互通：查看", "see exchanges"}},
        {exchange_manage, {"互联互通：配置来源与密钥", "configure sources and keys"}},
        {exchange_run, {"互联互通：运行、处理结果", "run exchanges"}},
        {calendar_manage, {"工作日历：维护", "keep the calendar"}},
        {parameter_manage, {"参数与字典：修改", "change parameters"}},
        {organ_manage, {"机构树：维护", "keep the organisation tree"}},
        {role_manage, {"角色：授予、自定义、委托监督", "grant and define roles"}},
        {token_manage, {"接口令牌：监督、收回", "oversee API tokens"}},
        {session_manage, {"会话：结束、解锁、解除第二因素", "end sessions, unlock, remove second factors"}},
    };
    const auto found = titles.find(permission);
    if (found == titles.end()) throw std::logic_error("the permission has no title");
    return found->second;
}

}  // namespace sunlot::inspection
