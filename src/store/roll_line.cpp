#include "store/roll_line.h"

#include "store/database.h"

#include <algorithm>

namespace sunlot::store {
namespace {

using inspection::RollLine;

/// The columns as roll_query.cpp selects them: those of the line, without the personal ones, `archive` at the end.
constexpr std::array kSelected{kId,    kKind,      kName,     kCreditCode, kLegacyNumber, kCategory, kIndustry,
                               kScope, kRegion,    kDistrict, kAddress,    kRegisteredOn, kStatus,   kGrade,
                               kRisk,  kEmployees, kTags,     kSource,     kGrid,         kLibraries};

void put_archive(std::string_view archive, RollLine& line) {
    for (std::size_t i = inspection::kFirstArchiveColumn; i < line.size(); ++i) {
        const auto tab = archive.find('\t');
        line[i] = archive.substr(0, tab);
        archive.remove_prefix(tab == std::string_view::npos ? archive.size() : tab + 1);
    }
}

}  // namespace

bool has_person(const RollLine& line) {
    return std::ranges::any_of(kPersonPlaces, [&](std::size_t place) { return !line[place].empty(); });
}

std::string person_of(const RollLine& line) {
    std::string person;
    for (const auto place : kPersonPlaces) {
        if (place != kPersonPlaces.front()) person += '\t';
        person += line[place];
    }
    return person;
}

std::string archive_of(const RollLine& line) {
    std::string archive;
    for (std::size_t i = inspection::kFirstArchiveColumn; i < line.size(); ++i) {
        if (i > inspection::kFirstArchiveColumn) archive += '\t';
        archive += line[i];
    }
    archive.resize(archive.find_last_not_of('\t') + 1);
    return archive;
}

void put_person(std::string_view person, RollLine& line) {
    for (const auto place : kPersonPlaces) {
        const auto tab = person.find('\t');
        line[place] = person.substr(0, tab);
        person.remove_prefix(tab == std::string_view::npos ? person.size() : tab + 1);
    }
}

RollLine roll_line(const Row& row, std::string_view person) {
    RollLine line;
    for (std::size_t i = 0; i < kSelected.size(); ++i) line[kSelected[i]] = row.text_view(static_cast<int>(i));
    put_person(person, line);
    put_archive(row.text_view(static_cast<int>(kSelected.size())), line);
    return line;
}

}  // namespace sunlot::store
