#include "workflow/demo_directory.h"

#include "documents/table_writer.h"
#include "inspection/credit_code.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace sunlot::workflow {

namespace {

using std::string_view;

/// SplitMix64 (Steele, Lea, Flood 2014): the same sequence on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    /// Below `sides`; the slight bias of the remainder does not matter to a demonstration.
    std::size_t roll(std::size_t sides) {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
        return static_cast<std::size_t>((z ^ (z >> 31U)) % sides);
    }
    string_view of(std::span<const string_view> words) { return words[roll(words.size())]; }

private:
    std::uint64_t state_;
};

constexpr std::array<string_view, 12> kDistricts{"向阳街道", "新城街道", "东风街道", "金河镇",
                                                 "河湾镇",   "白杨镇",   "葵花镇",   "青山镇",
                                                 "朝晖镇",   "沙枣乡",   "红柳乡",   "阳光工业园区"};
constexpr std::array<string_view, 8> kStreets{"建设路", "胜利路", "人民街",   "五一路",
                                              "文化路", "光明街", "工业大道", "平安巷"};
constexpr std::array<string_view, 32> kFirst{"恒", "鑫", "瑞", "丰", "宏", "盛", "泰", "华", "安", "康", "嘉",
                                             "源", "德", "信", "永", "顺", "福", "隆", "金", "玉", "广", "聚",
                                             "众", "和", "兴", "旺", "远", "景", "明", "晟", "润", "博"};
constexpr std::array<string_view, 32> kSecond{"达", "通", "裕", "昌", "茂", "祥", "利", "佳", "元", "诚", "业",
                                              "川", "禾", "田", "穗", "林", "峰", "海", "洋", "宇", "辰", "晖",
                                              "蓝", "翔", "邦", "捷", "朗", "沃", "森", "岳", "泽", "溪"};
constexpr std::array<string_view, 24> kSurnames{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙",
                                                "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋", "郑", "谢"};
constexpr std::array<string_view, 20> kGiven{"晓", "明", "丽", "强", "静", "伟", "芳", "磊", "娜", "勇",
                                             "敏", "军", "霞", "涛", "燕", "鹏", "雪", "飞", "慧", "斌"};

struct Trade {
    string_view word;
    string_view industry;
    string_view scope;
    string_view tag;
};
constexpr std::array kFirms{
    Trade{"面粉加工", "制造业", "小麦粉加工、销售；粮食收购", ""},
    Trade{"番茄制品", "制造业", "番茄酱、番茄粉生产、销售；农产品收购", ""},
    Trade{"葵花籽业", "批发和零售业", "葵花籽收购、加工、销售", ""},
    Trade{"肉羊养殖", "农林牧渔业", "牲畜饲养；鲜肉批发、零售", ""},
    Trade{"建筑安装工程", "建筑业", "房屋建筑工程、市政公用工程施工；建筑劳务分包", "建筑施工"},
    Trade{"装饰装修", "建筑业", "室内外装饰装修工程设计、施工", "建筑施工"},
    Trade{"商贸", "批发和零售业", "日用百货、五金交电、建筑材料销售", ""},
    Trade{"物流", "交通运输仓储邮政", "道路普通货物运输；仓储服务；装卸搬运", ""},
    Trade{"劳务派遣", "租赁和商务服务业", "劳务派遣服务；企业管理咨询", "劳务派遣"},
    Trade{"人力资源服务", "租赁和商务服务业", "职业中介活动；人力资源服务外包；企业管理咨询", "人力资源服务机构"},
    Trade{"物业服务", "房地产业", "物业管理；保洁服务；停车场管理", ""},
    Trade{"餐饮管理", "住宿和餐饮业", "餐饮服务；餐饮管理；食品销售", "餐饮"},
    Trade{"酒店", "住宿和餐饮业", "住宿服务；餐饮服务；会议服务", "餐饮"},
    Trade{"保安服务", "租赁和商务服务业", "门卫、巡逻、守护、秩序维护服务", ""},
    Trade{"信息技术", "信息传输软件业", "软件开发；信息系统集成；计算机及配件销售", ""},
    Trade{"农机制造", "制造业", "农业机械及配件生产、销售、维修", ""},
    Trade{"新能源", "电力热力燃气及水", "光伏发电设备安装、运维；太阳能发电", ""},
    Trade{"园林绿化", "水利环境公共设施", "园林绿化工程施工；花卉苗木种植、销售", ""},
};
constexpr std::array kShops{
    Trade{"面馆", "住宿和餐饮业", "小餐饮店（三小行业）经营", "餐饮"},
    Trade{"火锅店", "住宿和餐饮业", "餐饮服务；酒类零售", "餐饮"},
    Trade{"超市", "批发和零售业", "食品、日用百货零售", ""},
    Trade{"五金门市部", "批发和零售业", "五金产品、水暖器材零售", ""},
    Trade{"汽修厂", "居民服务修理其他", "机动车修理和维护；汽车配件零售", ""},
    Trade{"美发店", "居民服务修理其他", "理发服务；化妆品零售", ""},
    Trade{"服装店", "批发和零售业", "服装、鞋帽零售", ""},
    Trade{"药店", "批发和零售业", "药品零售；医疗器械销售", ""},
    Trade{"旅店", "住宿和餐饮业", "旅店服务", ""},
    Trade{"装潢部", "建筑业", "装饰材料零售；室内装饰服务", ""},
};
constexpr std::array kSchools{Trade{"职业培训学校", "教育", "职业技能培训", "职业培训机构"},
                              Trade{"幼儿园", "教育", "学前教育", ""},
                              Trade{"养老服务中心", "卫生和社会工作", "养老服务", ""}};
constexpr std::array kOffices{
    Trade{"小学", "教育", "义务教育", ""}, Trade{"卫生院", "卫生和社会工作", "基本医疗和公共卫生服务", ""},
    Trade{"文化站", "文体娱乐", "群众文化服务", ""}, Trade{"农业技术推广站", "农林牧渔业", "农业技术推广服务", ""}};

/// Sorts of objects, how many of a thousand each is, the code's first two characters and the registered type.
struct Sort {
    string_view codes;
    string_view category;
    std::size_t per_mille;
    std::span<const Trade> trades;
    string_view name_end;
};
constexpr std::array kSorts{
    Sort{"91", "有限责任公司", 520, kFirms, "有限公司"},
    Sort{"91", "个人独资企业", 40, kFirms, "厂"},
    Sort{"92", "个体工商户", 385, kShops, ""},
    Sort{"93", "农民专业合作社", 25, std::span(kFirms).first(4), "专业合作社"},
    Sort{"12", "事业单位", 8, kOffices, ""},
    Sort{"52", "民办非企业单位", 10, kSchools, ""},
    Sort{"", "工程项目", 12, std::span(kFirms).subspan(4, 1), ""},
};

std::string credit_code(Dice& dice, string_view codes, std::set<std::string>& taken) {
    constexpr string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    constexpr std::array<int, 8> kWeights{3, 7, 9, 10, 5, 8, 4, 2};
    for (;;) {
        std::string organisation = "MAY";
        while (organisation.size() < kWeights.size()) organisation += kAlphabet[dice.roll(kAlphabet.size())];
        int sum = 0;  // GB 11714
        for (std::size_t i = 0; i < kWeights.size(); ++i) {
            const char c = organisation[i];
            sum += kWeights[i] * (c <= '9' ? c - '0' : c - 'A' + 10);
        }
        const int check = 11 - sum % 11;
        std::string code = fmt::format("{}150899{}{}", codes, organisation, "0123456789X0"[check == 11 ? 0 : check]);
        code += inspection::credit_code_check_character(code);
        if (taken.insert(code).second) return code;
    }
}

const Sort& pick_sort(Dice& dice) {
    auto throw_of = dice.roll(1000);
    for (const auto& sort : kSorts) {
        if (throw_of < sort.per_mille) return sort;
        throw_of -= sort.per_mille;
    }
    return kSorts.front();
}

string_view pick_status(Dice& dice) {
    const auto roll = dice.roll(1000);
    if (roll < 940) return "存续";
    if (roll < 970) return "注销";
    if (roll < 980) return "吊销";
    return roll < 990 ? "停业" : "迁出";
}

/// A for most, B for three in a hundred, C for about forty of twelve thousand, as bureaux publish.
string_view pick_grade(Dice& dice) {
    const auto roll = dice.roll(10'000);
    if (roll < 34) return "C";
    if (roll < 334) return "B";
    return roll < 2200 ? "未评" : "A";
}

std::string pick_day(Dice& dice, int first_year, int years) {
    return Date::from_days(Date{first_year, 1, 1}.days() +
                           static_cast<std::int64_t>(dice.roll(static_cast<std::size_t>(years) * 365)))
        .text();
}

std::string person(Dice& dice) {
    return fmt::format("{}{}{}", dice.of(kSurnames), dice.of(kGiven), dice.roll(3) == 0 ? "" : dice.of(kGiven));
}

/// Most firms are small.
std::size_t pick_employees(Dice& dice) {
    const auto roll = dice.roll(100);
    if (roll < 70) return 1 + dice.roll(12);
    return roll < 95 ? 10 + dice.roll(90) : 100 + dice.roll(400);
}

std::string object_name(Dice& dice, const Sort& sort, const Trade& trade, string_view district,
                        std::set<std::string>& taken) {
    for (;;) {
        const auto brand = fmt::format("{}{}", dice.of(kFirst), dice.of(kSecond));
        std::string name = sort.codes.empty()   ? fmt::format("阳光县{}家园{}期工程", brand, 1 + dice.roll(3))
                           : sort.codes == "12" ? fmt::format("阳光县{}{}", district, trade.word)
                           : sort.codes == "92" ? fmt::format("阳光县{}{}{}", district, brand, trade.word)
                                                : fmt::format("阳光县{}{}{}", brand, trade.word, sort.name_end);
        if (taken.contains(name))
            name = fmt::format("阳光县{}{}{}{}", brand, dice.of(kSecond), trade.word, sort.name_end);
        if (taken.insert(name).second) return name;
    }
}

struct DemoObjects {
    std::string csv;
    std::vector<std::string> codes;
};

/// A firm that is there a second time, under the number it had before credit codes: for the page of duplicates.
struct Twin {
    std::string name = {};
    std::string address = {};
    std::string old_number = "150899000000018";
};

std::string grid_code(string_view district) {
    return fmt::format("150899{:03}", std::ranges::find(kDistricts, district) - kDistricts.begin() + 1);
}

DemoObjects demo_objects(Dice& dice, std::size_t count) {
    DemoObjects out;
    documents::append_csv_line(out.csv, {"单位名称", "统一社会信用代码", "施工许可证号", "企业类型", "行业", "经营范围",
                                         "片区", "注册地址", "注册日期", "登记状态", "守法诚信等级", "从业人员总数",
                                         "监管标签", "法定代表人", "所属网格", "专项库", "注册号"});
    std::set<std::string> codes;
    std::set<std::string> names;
    Twin twin;
    for (std::size_t i = 0; i < count; ++i) {
        const auto& sort = pick_sort(dice);
        const auto& trade = sort.trades[dice.roll(sort.trades.size())];
        const auto district = dice.of(kDistricts);
        const bool site = sort.codes.empty();
        const auto code = site ? std::string() : credit_code(dice, sort.codes, codes);
        const auto permit = site ? fmt::format("150899{}{:05}", 2025 + dice.roll(2), i) : std::string();
        auto name = object_name(dice, sort, trade, district, names);
        auto address = fmt::format("阳光县{}{}{}号", district, dice.of(kStreets), 1 + dice.roll(280));
        const auto day = site ? pick_day(dice, 2025, 1) : pick_day(dice, 2004, 21);
        const auto status = pick_status(dice);
        const auto grade = pick_grade(dice);
        const auto employees = std::to_string(pick_employees(dice));
        const bool last = i + 1 == count && !twin.name.empty();
        if (!site && name.ends_with("有限公司")) twin = last ? twin : Twin{name, address};
        out.codes.push_back(last ? "X:REG:" + twin.old_number : site ? "X:SITE:" + permit : code);
        documents::append_csv_line(
            out.csv, {last ? twin.name : name, last ? "" : code, last ? "" : permit, std::string(sort.category),
                      std::string(trade.industry), std::string(trade.scope), std::string(district),
                      last ? twin.address : address, day, std::string(status), std::string(grade), employees,
                      std::string(trade.tag), person(dice), grid_code(district), site && !last ? "在建工程" : "",
                      last ? twin.old_number : ""});
    }
    return out;
}

struct DemoOfficers {
    std::string csv;
    std::vector<std::string> names;
};

/// 26 officers: two whose certificate expires soon, one whose has, one on leave, one who may only assist.
DemoOfficers demo_officers(Dice& dice, Date today) {
    constexpr std::size_t kOfficers = 26;
    constexpr std::array<string_view, 4> kUnits{"劳动保障监察大队一中队", "劳动保障监察大队二中队", "劳动关系科",
                                                "农民工工作科"};
    constexpr std::array<string_view, 3> kCompetence{"工资支付", "社会保险", "劳动合同与招用工"};
    DemoOfficers out;
    documents::append_csv_line(out.csv, {"单位工号", "姓名", "性别", "工作单位", "职务", "执法证号", "执法证起始日期",
                                         "执法证有效期至", "标签", "人员状态", "是否辅助人员", "劳动保障监察证编号",
                                         "劳动保障监察证有效期至", "业务部门", "专业领域", "专家领域", "入职日期"});
    std::set<std::string> names;
    while (out.names.size() < kOfficers) {
        auto name = person(dice);
        if (!names.insert(name).second) continue;
        const auto i = out.names.size();
        const std::int64_t days_left = i == 21   ? 21
                                       : i == 22 ? 48
                                       : i == 23 ? -40
                                                 : 500 + static_cast<std::int64_t>(dice.roll(900));
        const bool assists = i == 25;
        const auto valid_to = Date::from_days(today.days() + days_left);
        documents::append_csv_line(
            out.csv, {fmt::format("YG{:03}", i + 1), name, dice.roll(2) == 0 ? "男" : "女",
                      std::string(kUnits[i % kUnits.size()]),
                      i < 4     ? "中队长"
                      : assists ? "协理员"
                                : "监察员",
                      assists ? "" : fmt::format("15089900{:02}", i + 1),
                      assists ? "" : Date::from_days(valid_to.days() - 5 * 365).text(), assists ? "" : valid_to.text(),
                      i < 8 ? (i % 2 == 0 ? "lead、L11" : "lead") : "", i == 24 ? "请假" : "在岗",
                      assists ? "是" : "否", i < 12 ? fmt::format("阳劳监{:03}", i + 1) : "",
                      i < 12 ? Date::from_days(valid_to.days() + 60).text() : "", i % 2 == 0 ? "监察一科" : "监察二科",
                      std::string(kCompetence[i % kCompetence.size()]), i == 5 ? "农民工工资" : "",
                      i == 24 ? Date::from_days(today.days() - 60).text() : ""});
        out.names.push_back(std::move(name));
    }
    return out;
}

std::string demo_history(Dice& dice, Date today, const DemoObjects& objects, const DemoOfficers& officers) {
    const std::size_t last_year = std::min<std::size_t>(500, objects.codes.size() / 4);
    const std::size_t this_year = last_year / 8;
    constexpr std::array<string_view, 10> kSources{"双随机", "双随机", "双随机",   "双随机",   "双随机",
                                                   "双随机", "日常",   "投诉举报", "投诉举报", "专项"};
    constexpr std::array<string_view, 8> kResults{"01", "01", "01", "01", "01", "05", "05", "04"};
    std::string csv;
    documents::append_csv_line(csv, {"统一社会信用代码", "检查日期", "检查来源", "检查结果", "检查人员", "任务编号"});
    std::set<std::string> taken;
    while (taken.size() < last_year + this_year) {
        const auto& code = objects.codes[dice.roll(objects.codes.size())];
        if (!taken.insert(code).second) continue;
        const int year = taken.size() <= last_year ? today.year - 1 : today.year;
        const auto day = Date{year, 1, 5}.days() + static_cast<std::int64_t>(dice.roll(year == today.year ? 20 : 355));
        const auto source = dice.of(kSources);
        const auto first = dice.roll(20);
        const auto task =
            source == "双随机" ? fmt::format("阳人社抽查〔{}〕{}号", year, 1 + dice.roll(4)) : std::string();
        documents::append_csv_line(
            csv, {code, Date::from_days(std::min(day, today.days())).text(), std::string(source),
                  std::string(dice.of(kResults)),
                  officers.names[first] + "、" + officers.names[(first + 1 + dice.roll(19)) % 20], task});
    }
    return csv;
}

}  // namespace

DemoFiles demo_files(Date today, std::size_t count) {
    constexpr std::uint64_t kSeed = 20'261'122;
    Dice dice(kSeed);
    auto objects = demo_objects(dice, count);
    auto officers = demo_officers(dice, today);
    auto history = demo_history(dice, today, objects, officers);
    return {std::move(objects.csv), std::move(officers.csv), std::move(history)};
}

std::vector<store::GridNode> demo_grids() {
    constexpr std::array<string_view, 12> kPeople{"王建国", "李秀英", "张志强", "刘桂兰", "陈永福", "杨春梅",
                                                  "赵国栋", "黄玉珍", "周海龙", "吴彩霞", "徐长河", "孙丽华"};
    std::vector<store::GridNode> nodes{
        {.code = "150899", .name = "阳光县", .level = "county", .parent = "", .person = "", .phone = ""}};
    for (std::size_t i = 0; i < kDistricts.size(); ++i)
        nodes.push_back({.code = grid_code(kDistricts[i]),
                         .name = std::string(kDistricts[i]),
                         .level = "town",
                         .parent = "150899",
                         .person = std::string(kPeople[i]),
                         .phone = ""});
    return nodes;
}

}  // namespace sunlot::workflow
