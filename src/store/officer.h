// The directory of officers (执法人员名录库) as the tables hold it. Written by `officer.imported`. A bureau has tens of
// officers, a province thousands: lists are read whole.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

class Transaction;
class View;
struct Projection;
struct StoredEvent;

struct OfficerRecord {
    std::string id;  // F0001, allotted in the order of import, never used again
    std::string employee_no;
    std::string name;
    std::string initials;
    std::string sex;
    std::string unit;
    std::string post;
    std::string certificate_no;
    std::string certificate_from;  // YYYY-MM-DD or ""
    std::string certificate_to;
    std::string second_certificate_no;
    std::string second_certificate_to;
    std::vector<std::string> tags;  // sorted
    std::string state;              // 在岗, 请假, 借调, 离岗
    bool auxiliary = false;         // may never be drawn (无执法证的辅助人员)
    std::int64_t base_load = 0;     // visits already dealt before this system counted them
    std::int64_t entry = 0;
};

/// Kept apart: read by permission, erasable.
struct OfficerPerson {
    std::string id_number;
    std::string phone;
};

/// All officers by id.
std::vector<OfficerRecord> all_officers(View& view);
std::optional<OfficerRecord> find_officer(View& view, std::string_view id);
std::optional<OfficerPerson> find_officer_person(View& view, std::string_view id);

/// Every officer as an "officer-v1" line, by id: what an import compares a file with.
std::vector<std::string> officer_lines(View& view);

/// officer.imported: inserts and replaces the rows of the entry's blob.
void apply_officer(Transaction& transaction, const StoredEvent& event);
Projection officer_projection();

}  // namespace sunlot::store
