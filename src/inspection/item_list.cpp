// The seed of the item list. The wording is ours, the legal basis of each row is named in it; a bureau reviews the
// drafts, adapts them to the list of its province and publishes them.
#include "inspection/item_list.h"

#include "inspection/item_outcome.h"

#include <algorithm>
#include <utility>

namespace sunlot::inspection {

namespace {

constexpr auto kSupervision = "《劳动保障监察条例》（国务院令第423号）第十条、第十一条";

struct Seed {
    const char* code;
    const char* name;
    const char* objects;
    const char* basis;
    const char* content;
    std::vector<Material> materials;
};

constexpr auto kEmployers = "企业、个体经济组织、民办非企业单位等各类用人单位";

std::vector<Seed> contracts_and_rules() {
    return {
        {"L01",
         "用人单位制定内部劳动保障规章制度情况的检查",
         kEmployers,
         "《劳动法》第四条、第八十九条；《劳动合同法》第四条、第八十条",
         "劳动报酬、工时休假、劳动安全卫生、保险福利、劳动纪律等规章制度的内容是否合法；制定时是否经职工代表大会或者全"
         "体职工"
         "讨论并与工会或者职工代表平等协商；是否公示或者告知劳动者。",
         {{"规章制度文本", "现行有效的全部劳动保障规章制度"}, {"民主程序记录", "讨论、协商、公示或者告知的记录"}}},
        {"L02",
         "用人单位招用劳动者和订立、履行、解除劳动合同情况的检查",
         kEmployers,
         "《劳动合同法》第七条至第二十一条、第八十一条至第八十九条；《就业服务与就业管理规定》",
         "是否自用工之日起一个月内订立书面劳动合同；必备条款是否齐全、文本是否交付劳动者；试用期约定是否合法；是否扣押"
         "证件、"
         "收取押金；是否建立职工名册；解除、终止劳动合同是否出具证明并依法支付经济补偿。",
         {{"职工名册", "含用工形式、入职日期、合同起止日期"},
          {"劳动合同", "按检查人员抽取的名单提供"},
          {"解除、终止劳动合同证明", "近一年内"}}},
        {"L03",
         "用人单位遵守禁止使用童工规定情况的检查",
         kEmployers,
         "《劳动法》第十五条、第九十四条；《禁止使用童工规定》（国务院令第364号）第二条、第四条、第六条至第八条",
         "是否招用不满十六周岁的未成年人；招用时是否核查身份证件；录用登记和核查材料是否妥善保管。",
         {{"录用登记和身份核查材料", ""}, {"职工名册", "含出生日期"}}},
        {"L04",
         "用人单位遵守女职工和未成年工特殊劳动保护规定情况的检查",
         kEmployers,
         "《劳动法》第五十八条至第六十五条、第九十五条；《女职工劳动保护特别规定》（国务院令第619号）；《未成年工特殊保"
         "护规定》",
         "是否安排女职工、未成年工从事禁忌从事的劳动；孕期、产期、哺乳期待遇和休假是否落实；未成年工是否登记并定期健康"
         "检查。",
         {{"女职工花名册和岗位安排", ""},
          {"产假、哺乳时间安排记录", "近一年内"},
          {"未成年工登记和体检记录", "有未成年工的提供"}}},
    };
}

std::vector<Seed> hours_pay_and_insurance() {
    return {
        {"L05",
         "用人单位遵守工作时间和休息休假规定情况的检查",
         kEmployers,
         "《劳动法》第三十六条至第四十五条、第九十条；《国务院关于职工工作时间的规定》；《职工带薪年休假条例》（国务院"
         "令第514号）",
         "延长工作时间是否与工会和劳动者协商、是否超过法定时数；每周休息日和法定休假日是否保证；实行特殊工时制度是否经"
         "批准；"
         "带薪年休假是否落实。",
         {{"考勤记录", "近三个月"}, {"特殊工时制度批复", "实行的提供"}, {"年休假安排记录", "上一年度"}}},
        {"L06",
         "用人单位支付劳动者工资和执行最低工资标准情况的检查",
         kEmployers,
         "《劳动法》第五十条、第九十一条；《劳动合同法》第三十条、第八十五条；《工资支付暂行规定》；《最低工资规定》",
         "工资是否以货币形式按月足额支付、是否提供工资清单；是否克扣或者无故拖欠工资；是否低于当地最低工资标准；"
         "加班工资是否依法支付；工资支付台账是否保存两年以上。",
         {{"工资支付台账", "近两年"}, {"银行代发或者签领凭证", "近三个月"}, {"加班审批和考勤记录", "近三个月"}}},
        {"L07",
         "用人单位参加社会保险和缴纳社会保险费情况的检查",
         kEmployers,
         "《社会保险法》第五十七条、第五十八条、第六十条、第八十四条、第八十六条；《社会保险费征缴暂行条例》",
         "是否依法办理社会保险登记；是否为全部职工办理参保；申报缴费人数与实际用工人数、缴费基数与工资总额是否一致；"
         "是否按月向职工告知缴费明细。",
         {{"社会保险参保和缴费凭证", "近一年"}, {"职工名册和工资总额", "与参保人数核对"}}},
        {"L12",
         "用人单位遵守就业促进规定情况的检查",
         kEmployers,
         "《就业促进法》第三条、第二十六条至第三十一条、第六十条；《就业服务与就业管理规定》；《人力资源市场暂行条例》",
         "招聘信息是否真实；招用人员是否存在民族、种族、性别、宗教信仰、残疾、户籍、传染病病原携带等就业歧视；"
         "是否以招聘为名牟取不正当利益。",
         {{"招聘广告和招聘简章", "近一年"}, {"录用条件和录用名单", "近一年"}}},
    };
}

std::vector<Seed> agencies() {
    return {
        {"L08",
         "人力资源服务机构从事人力资源服务活动情况的检查",
         "取得许可或者已经备案的经营性人力资源服务机构",
         "《人力资源市场暂行条例》（国务院令第700号）第十八条至第三十六条、第四十二条至第四十四条；《就业促进法》第六十"
         "四条至第六十六条",
         "许可或者备案是否有效；服务场所是否明示证照、服务项目、收费标准和监督电话；是否建立服务台账；发布的招聘信息是"
         "否真实合法；"
         "是否扣押证件、收取押金。",
         {{"许可证或者备案凭证", ""}, {"服务台账", "近两年"}, {"收费标准和票据", "抽查月份"}}},
        {"L09",
         "劳务派遣单位和用工单位遵守劳务派遣规定情况的检查",
         "劳务派遣单位、接受劳务派遣用工的单位",
         "《劳动合同法》第五十七条至第六十七条、第九十二条；《劳务派遣行政许可实施办法》；《劳务派遣暂行规定》",
         "经营劳务派遣是否取得许可；派遣协议和劳动合同是否完备；被派遣劳动者是否用于临时性、辅助性、替代性岗位，"
         "人数是否超过用工总量的百分之十；是否同工同酬；是否依法参加社会保险。",
         {{"劳务派遣经营许可证", "派遣单位提供"},
          {"劳务派遣协议和派遣人员名册", ""},
          {"被派遣劳动者工资和参保凭证", "近三个月"}}},
        {"L10",
         "职业培训机构和技能评价机构遵守规定情况的检查",
         "民办职业培训学校、职业技能评价机构、承担补贴性培训的机构",
         "《民办教育促进法》第六十二条；《职业教育法》；《就业促进法》第四十四条至第四十八条",
         "办学许可、评价备案是否有效；教学场地、师资、课时与许可和计划是否一致；培训补贴的人数、课时和资金是否真实；"
         "评价过程和证书发放是否规范。",
         {{"办学许可证或者评价备案材料", ""},
          {"学员名册、考勤和结业材料", "抽查班次"},
          {"补贴资金申领和使用凭证", "近两年"}}},
    };
}

Seed construction_wages() {
    return {"L11",
            "工程建设领域保障农民工工资支付制度落实情况的检查",
            "在建工程项目的建设单位、施工总承包单位和分包单位",
            "《保障农民工工资支付条例》（国务院令第724号）第二十三条至第三十七条、第五十三条至第五十七条",
            "是否订立书面劳动合同并实行实名制管理；是否开设农民工工资专用账户、由总承包单位代发工资；人工费用是否按约定"
            "及时足额"
            "拨付，拨付周期是否超过一个月；是否存储工资保证金；是否设立维权信息告示牌；是否拖欠农民工工资。",
            {{"实名制名册和考勤", "近三个月"},
             {"工资专用账户开户和流水", "开工以来"},
             {"总包代发工资凭证和分包委托代发协议", "近三个月"},
             {"工资保证金存储凭证", ""},
             {"人工费用拨付凭证", "近六个月"},
             {"维权信息告示牌照片", ""}}};
}

/// The results that a labour inspection commonly ends with, each with what follows from it.
std::vector<Outcome> common_outcomes() {
    std::vector<Outcome> outcomes;
    for (const auto& result : result_codes())
        if (result.code <= "08")
            outcomes.push_back(
                {.code = std::string(result.code), .note = {}, .disposal = std::string(usual_disposal(result.code))});
    return outcomes;
}

/// Which kinds of objects the item is about; none = all.
std::vector<std::string> object_kinds_of(std::string_view code) {
    if (code == "L11") return {"site"};
    if (code == "L08" || code == "L09") return {"enterprise"};
    if (code == "L10") return {"enterprise", "private_nonenterprise"};
    return {"enterprise", "individual", "cooperative", "private_nonenterprise"};
}

Item item_of(Seed seed, std::string_view subject) {
    Item item;
    item.code = seed.code;
    item.category = "L";
    item.name = seed.name;
    item.basis = parse_basis(std::string(seed.basis) + "；" + kSupervision);
    item.subject = subject;
    item.level = "县级";
    item.department = "劳动保障监察机构";
    item.object_kinds = object_kinds_of(seed.code);
    item.objects = seed.objects;
    item.content = seed.content;
    item.methods = {"现场检查", "书面审查"};
    item.ratio = "每年不低于监管对象总数的5%";
    item.frequency = "同一对象每年不超过1次";
    item.standard = labour_standard(seed.code);
    item.special_plan = "无";
    item.materials = std::move(seed.materials);
    item.checkpoints = labour_checkpoints(seed.code);
    item.outcomes = common_outcomes();
    return item;
}

}  // namespace

std::vector<Item> labour_items(std::string_view subject) {
    std::vector<Item> items;
    for (auto seeds : {contracts_and_rules(), hours_pay_and_insurance(), agencies()})
        for (auto& seed : seeds) items.push_back(item_of(std::move(seed), subject));
    // Wages of migrant workers on building sites are a key item: every site may be inspected, as often as needed.
    auto sites = item_of(construction_wages(), subject);
    sites.kind = ItemKind::key;
    sites.methods = {"现场检查"};
    sites.ratio = "不设上限，可全部检查";
    sites.frequency = "按年度计划分批，不设上限";
    sites.cap = 0;
    items.push_back(std::move(sites));
    std::ranges::sort(items, {}, &Item::code);
    return items;
}

}  // namespace sunlot::inspection
