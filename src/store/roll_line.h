// A row of the table `object` and its person as a "roll-v2" line, and back: for roll*.cpp alone.
#pragma once
#include "inspection/roll.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace sunlot::store {

class Row;

/// The columns of a "roll-v2" line, in their order; `archive` begins after kLibraries.
enum RollPlace : std::size_t {
    kId,
    kKind,
    kName,
    kCreditCode,
    kLegacyNumber,
    kCategory,
    kIndustry,
    kScope,
    kRegion,
    kDistrict,
    kAddress,
    kRegisteredOn,
    kStatus,
    kGrade,
    kRisk,
    kEmployees,
    kTags,
    kLegalPerson,
    kContactName,
    kContactPhone,
    kSource,
    kLegalPersonPhone,
    kHeadName,
    kHeadPhone,
    kLabourName,
    kLabourPhone,
    kGrid,
    kLibraries,
};
static_assert(kLibraries + 1 == inspection::kFirstArchiveColumn);

/// The personal columns in the order in which object_person keeps them.
inline constexpr std::array kPersonPlaces{kLegalPerson, kContactName, kContactPhone, kLegalPersonPhone,
                                          kHeadName,    kHeadPhone,   kLabourName,   kLabourPhone};

/// What View::seal calls the column.
inline constexpr std::string_view kPersonColumn = "object_person.person";

bool has_person(const inspection::RollLine& line);
/// What object_person keeps: eight texts with tabs between.
std::string person_of(const inspection::RollLine& line);
/// What `object.archive` keeps.
std::string archive_of(const inspection::RollLine& line);

/// The line of a row of `SELECT kRollLineColumns`. Views into the row, good as long as it.
inspection::RollLine roll_line(const Row& row, std::string_view person);
/// Cuts what person_of made, or an empty text, into the line.
void put_person(std::string_view person, inspection::RollLine& line);

}  // namespace sunlot::store
