// Draws that have been through something, told with the BundleBuilder: they are the stored vectors data/bundle_*, and
// what the tests change to see it refused.
#pragma once
#include "bundle_builder.h"

#include <functional>
#include <string>
#include <vector>

namespace sunlot::vectors {

/// 14 objects in two strata and two districts, six officers, some recusals; two are drawn of each stratum or more.
void make_larger(BundleBuilder& b);

/// Under embargo, with trustees, a drand round with its signature, a party opened by trustees and one who tried wrongly
/// first, disclosures, an officer and an object replaced. Up to the visits; the shares are secret.
void tell_sealed(BundleBuilder& b);
/// The same to its end: shares revealed (the second by trustees), closed.
void tell_embargo(BundleBuilder& b);
/// Open, no public event: a party who committed and did not reveal is opened by the trustees, one never committed.
void tell_offline(BundleBuilder& b);
/// Spread over districts; objects replaced until no reserve is left, officers too, one request refused.
void tell_substitution(BundleBuilder& b);
/// Spread; a redraw, a substitution, an extension that builds on it, and one more substitution.
void tell_extension(BundleBuilder& b);
/// Two of three witnesses saw each sealing, that of the redraw too.
void tell_witnessed(BundleBuilder& b);

struct Story {
    const char* name;  ///< data/bundle_<name>
    void (*tell)(BundleBuilder&);
};
const std::vector<Story>& stories();

/// The line of the `nth` visit (from 0) that is a visit now.
std::uint64_t nth_visit(const BundleBuilder& b, std::size_t nth);

}  // namespace sunlot::vectors
