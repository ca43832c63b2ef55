#include "api/one_liners.h"

#include <string_view>

#include <fmt/format.h>

namespace sunlot::api {
namespace {

/// 'text' for sh, whatever is in it.
std::string shell_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') {
            out += "'\\''";
        } else {
            out += c;
        }
    }
    return out + "'";
}

/// The digest in the last entry of this kind, or "".
std::string digest_in(const workflow::DrawView& draw, std::string_view kind, std::string_view member) {
    std::string digest;
    for (const auto& entry : draw.entries) {
        const Json* value = entry.kind == kind ? entry.data.find(member) : nullptr;
        if (value && value->is_string()) digest = value->as_string();
    }
    return digest;
}

std::string digest_lines(const workflow::DrawView& draw) {
    std::string lines;
    const auto add = [&](std::string_view digest, std::string_view file) {
        if (!digest.empty()) lines += fmt::format("{}  {}\n", digest, file);
    };
    add(draw.seal->digest, "seal.json");
    for (const auto& [name, file] : draw.seal->files) add(file.sha256, name);
    if (draw.seed) add(*draw.seed, "seed.txt");
    if (draw.sample) add(digest_in(draw, "result.sealed", "result"), "result.tsv");
    add(digest_in(draw, "assignment.sealed", "slots"), "slots.tsv");
    add(digest_in(draw, "assignment.sealed", "assignment"), "assignment.tsv");
    return lines;
}

/// The two sealed shares of an embargo, once they are public: each as committed, both in the seed.
std::string share_lines(const workflow::DrawView& draw) {
    if (!draw.embargo || !draw.embargo->revealed) return "";
    std::string lines;
    std::string values;
    for (const auto& entry : draw.entries) {
        if (entry.kind != "share.revealed") continue;
        const std::string& id = entry.data.at("share").as_string();
        const std::string& value = entry.data.at("value").as_string();
        values += value;
        for (const auto& share : draw.embargo->shares) {
            if (share.id != id || !share.commitment) continue;
            lines += fmt::format("printf 'sunlot/commit/v1|%s|%s|%s' {} {} {} | sha256sum | grep -q '^{} '\n",
                                 shell_quoted(draw.draw_id), id, value, *share.commitment);
        }
    }
    return lines + fmt::format("grep -qx \"sealed=$(printf %s {} | sha256sum | cut -c1-64)\" seed.txt\n", values);
}

std::string commitment_script(const workflow::DrawView& draw) {
    std::string script = "set -e\n";
    for (const auto& party : draw.parties) {
        if (!party.commitment || !party.value || party.dropped) continue;
        script += fmt::format("printf 'sunlot/commit/v1|%s|%s|%s' {} {} {} | sha256sum | grep -q '^{} '\n",
                              shell_quoted(draw.draw_id), shell_quoted(party.id), *party.value, *party.commitment);
        script += fmt::format("grep -qx {} seed.txt\n", shell_quoted("party=" + party.id + ":" + *party.value));
    }
    return script + share_lines(draw) + "echo OK";
}

/// Each entry of the draw hashes to the leaf that the page shows (RFC 9162: a zero byte, then the entry).
std::string entry_script(const workflow::DrawView& draw) {
    std::string script =
        "while read -r leaf seq; do { printf '\\000'; cat \"log/$seq.json\"; } | sha256sum | grep -q \"^$leaf \" || "
        "exit "
        "1; done <<'END'\n";
    for (const auto& entry : draw.entries) script += fmt::format("{} {}\n", entry.leaf, entry.seq);
    return script + "END\necho OK";
}

/// One file per object, holding what is hashed for its ticket, so that sha256sum is started a few times only.
constexpr std::string_view kTickets = R"sh(set -e; export LC_ALL=C
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; mkdir "$work/t"
seed=$(sha256sum < seed.txt | cut -c1-64)
S=$(printf 'sunlot/derive/v1\n%s\nselect\n' "$seed" | sha256sum | cut -c1-64)
cut -f1 frame.tsv | while read -r id; do printf '%s%s' "$S" "$id" > "$work/t/x$id"; done
(cd "$work/t" && find . -type f -exec sha256sum {} +) | sed 's|  \./x| |' > "$work/tickets"
awk -F '\t' -v OFS='\t' '
  FILENAME == "result.tsv" { if ($2 != "") spread = 1; next }
  FILENAME == "frame.tsv" { cell[$1] = $2 OFS (spread ? $3 : ""); next }
  { split($0, t, " "); print cell[t[2]], t[1], t[2] }' result.tsv frame.tsv "$work/tickets" |
sort -t "$(printf '\t')" -k 1,1 -k 2,2 -k 3,3 -k 4,4 |
awk -F '\t' -v OFS='\t' '
  FILENAME == "result.tsv" { n[$1 FS $2, $4]++; next }
  { c = $1 FS $2; r = ++seen[c]
    if (r <= n[c, "S"]) print $1, $2, r, "S", $3, $4
    else if (r <= n[c, "S"] + n[c, "R"]) print $1, $2, r, "R", $3, $4 }' result.tsv - | cmp - result.tsv
)sh";

/// The lowest tickets of each cell must give result.tsv byte for byte, and as many as the quotas printed here.
std::string ticket_script(const workflow::DrawView& draw) {
    std::string script(kTickets);
    script +=
        "awk -F '\\t' '$4 == \"S\" { n[$1]++ } END { for (s in n) print n[s], s }' result.tsv | sort > "
        "\"$work/found\"\n";
    script += "sort <<'END' | cmp - \"$work/found\"\n";
    for (const auto& stratum : draw.seal->strata) {
        if (stratum.k > 0) script += fmt::format("{} {}\n", stratum.k, stratum.label);
    }
    return script + "END\necho OK";
}

}  // namespace

std::vector<OneLiner> one_liners(const workflow::DrawView& draw) {
    std::vector<OneLiner> all;
    if (!draw.seal) return all;
    all.push_back(
        {{"文件没有被换过：与日志里登记的摘要逐个比对", "No file was exchanged: each has the digest in the log"},
         "sha256sum -c <<'END'\n" + digest_lines(draw) + "END"});
    all.push_back(
        {{"日志条目就是本页所列的那些", "The log's entries are those listed on this page"}, entry_script(draw)});
    if (draw.seed) {
        all.push_back({{"各方事先承诺的数与后来揭示的一致，并且都进了种子",
                        "What each party committed to is what it revealed, and all of it is in the seed"},
                       commitment_script(draw)});
    }
    if (draw.sample && draw.seed) {
        all.push_back({{"重新抽一遍：由种子算出每户的票号，排序，取最小的若干户，应与结果逐字节相同",
                        "Draw again: tickets from the seed, sorted; the lowest must be the result, byte for byte"},
                       ticket_script(draw)});
    }
    return all;
}

}  // namespace sunlot::api
