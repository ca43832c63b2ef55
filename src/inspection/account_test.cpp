#include "inspection/account.h"

#include "inspection/organ.h"
#include "inspection/permission.h"

#include <gtest/gtest.h>

namespace sunlot::inspection {
namespace {

class CountingEntropy : public Entropy {
public:
    void fill(std::span<unsigned char> bytes) override {
        for (auto& byte : bytes) byte = next_++;
    }

private:
    unsigned char next_ = 7;
};

TEST(Permission, business_roles_hold_no_administration_and_administrators_no_business) {
    for (const Role role : kAllRoles) {
        const auto powers = permissions_of({role});
        const bool business = powers.contains(Permission::draw_run) || powers.contains(Permission::roll_import) ||
                              powers.contains(Permission::draw_approve);
        EXPECT_FALSE(business && powers.contains(Permission::account_manage)) << name(role);
    }
    EXPECT_FALSE(may({Role::system_admin}, Permission::journal_read));
    EXPECT_FALSE(may({Role::clerk}, Permission::draw_approve));
    EXPECT_FALSE(may({Role::leader}, Permission::draw_run));
    EXPECT_TRUE(may({Role::supervisor}, Permission::draw_read));
    EXPECT_TRUE(may({}, Permission::public_access));
}

TEST(Permission, the_three_administrators_exclude_each_other_and_every_other_role) {
    EXPECT_EQ(parse_roles({"system_admin", "audit_admin"}).error().code, "account.roles_exclusive");
    EXPECT_EQ(parse_roles({"clerk", "security_admin"}).error().code, "account.roles_exclusive");
    EXPECT_EQ(parse_roles({}).error().code, "account.roles_missing");
    EXPECT_EQ(parse_roles({"king"}).error().code, "role.unknown");
    EXPECT_EQ(names(*parse_roles({"leader", "clerk", "clerk"})), (std::vector<std::string>{"clerk", "leader"}));
}

TEST(Permission, every_name_is_read_back) {
    for (const Role role : kAllRoles) EXPECT_EQ(*parse_role(name(role)), role);
    std::set<std::string_view> seen;
    for (const Permission permission : kAllPermissions) EXPECT_TRUE(seen.insert(name(permission)).second);
}

TEST(LoginName, lowers_letters_and_takes_chinese_names) {
    EXPECT_EQ(LoginName::parse(" Wang.Li ")->text(), "wang.li");
    EXPECT_EQ(LoginName::parse("王丽")->text(), "王丽");
    for (const char* bad : {"", "a", "王", "a b", "a\tb", "<script>", "ａｂｃ", "\xff\xfe", "a/b"}) {
        EXPECT_FALSE(LoginName::parse(bad)) << bad;
    }
    EXPECT_FALSE(LoginName::parse(std::string(33, 'a')));
}

TEST(Password, is_long_not_common_and_not_the_login_name) {
    const auto login = *LoginName::parse("wangli");
    EXPECT_EQ(check_password("short", login).error().code, "password.short");
    EXPECT_EQ(check_password("1234567890", login).error().code, "password.weak");
    EXPECT_EQ(check_password("Qwertyuiop", login).error().code, "password.weak");
    EXPECT_EQ(check_password("aaaaabbbbbcc", login).error().code, "password.weak");
    EXPECT_EQ(check_password("my name is WangLi", login).error().code, "password.weak");
    EXPECT_EQ(check_password(std::string(201, 'x'), login).error().code, "password.long");
    EXPECT_TRUE(check_password("correct horse battery", login));
    EXPECT_TRUE(check_password("今天天气真好呀我们去看河", login));
    EXPECT_EQ(check_password("太短的中文", login).error().code, "password.short");
}

TEST(Code, is_read_back_however_people_type_it) {
    CountingEntropy entropy;
    const std::string code = make_code(entropy);
    ASSERT_EQ(code.size(), 19U);
    const std::string normal = *normal_code(code);
    EXPECT_EQ(normal.size(), 16U);
    EXPECT_EQ(*normal_code(" " + code + " "), normal);
    EXPECT_EQ(*normal_code(normal), normal);
    EXPECT_EQ(*normal_code("oooo-iiii-llll-0000"), "0000111111110000");
    for (const char* bad : {"", "K7QM", "K7QM-2XRT-9HPA-4CDEX", "K7QM-2XRT-9HPA-4CD!", "UUUU-UUUU-UUUU-UUUU"}) {
        EXPECT_EQ(normal_code(bad).error().code, "code.malformed") << bad;
    }
}

TEST(Organ, is_read_with_the_path_of_what_is_wrong) {
    const Json good =
        Json::Object{{"name", "临河区人社局"}, {"short", "临人社"}, {"code", "lhrs"}, {"region", "150802"}};
    const auto organ = parse_organ(good);
    ASSERT_TRUE(organ);
    EXPECT_EQ(to_json(*organ), good);
    EXPECT_EQ(log_origin(*organ, 2026), "lhrs-150802/log/2026");
    Json bad = good;
    bad.as_object()["code"] = "LH-RS";
    EXPECT_EQ(parse_organ(bad).error().field, "organ.code");
    bad = good;
    bad.as_object()["region"] = "15080";
    EXPECT_EQ(parse_organ(bad).error().field, "organ.region");
}

TEST(Password, that_is_a_common_word_dressed_up_is_weak) {
    const auto login = LoginName::parse("wang").value();
    for (const char* weak : {"Admin@2026!!", "P@ssw0rd-123", "linhe-150802", "Zhang1234567", "woaini5201314!",
                             "13812345678", "2026-11-22 08:00", "r00t@@@@12345", "Qwerty!23456"})
        EXPECT_FALSE(check_password(weak, login)) << weak;
    for (const char* fine : {"correct horse battery", "临河-双随机-2026", "Linhe-2026-劳动监察", "three dogs bark 7"})
        EXPECT_TRUE(check_password(fine, login)) << fine;
}

TEST(WrongTry, locks_with_the_fifth_in_a_row_for_half_an_hour) {
    const Instant now{1'000'000};
    EXPECT_FALSE(wrong_try(3, now).locked_until);
    const auto fifth = wrong_try(4, now);
    EXPECT_EQ(fifth.failures, 5);
    ASSERT_TRUE(fifth.locked_until);
    EXPECT_FALSE(check_not_locked(fifth.locked_until, now));
    EXPECT_TRUE(check_not_locked(fifth.locked_until, *fifth.locked_until));
}

}  // namespace
}  // namespace sunlot::inspection
