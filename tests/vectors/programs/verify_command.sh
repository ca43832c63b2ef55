#!/bin/sh
# sunlot-verify as a command: exit codes, the escrow, the doorstep.  verify_command.sh SUNLOT_VERIFY DATA
set -u
verify=$1 data=$2 failed=0
opened=$(mktemp -d)
trap 'rm -rf "$opened"' EXIT

expect() { # EXIT_CODE WORDS...: what sunlot-verify must answer
    want=$1
    shift
    "$verify" "$@" --lang en >"$opened/said" 2>&1
    got=$?
    [ $got = "$want" ] || { echo "WRONG exit $got, not $want: $*"; tail -3 "$opened/said"; failed=1; }
}
says() { grep -q "$1" "$opened/said" || { echo "WRONG: does not say '$1'"; failed=1; }; }

for bundle in embargo offline substitution extension; do
    expect 0 "$data/bundle_$bundle" && says VERIFIED
done
expect 3 "$data/bundle_sealed" && says 'SEALED, NOT YET REVEALED' && says OVERDUE
expect 0 "$data/bundle_small" --files-only
expect 1 "$data/bundle_small"
expect 2
expect 2 "$data/bundle_small" --slots x
expect 1 "$data/bundle_offline" --log-vkey lhrs.example/log+00000000+AAAA

expect 0 "$data/bundle_sealed" --shares "$data/bundle_embargo/shares.json" --slots "$data/bundle_embargo/slots.tsv" --write "$opened/files"
says 'OPENED FROM ESCROW'
for file in seed.txt result.tsv slots.tsv assignment.tsv; do
    cmp "$opened/files/$file" "$data/bundle_embargo/$file" || failed=1
done
expect 1 "$data/bundle_sealed" --shares "$data/bundle_small/shares.json"
expect 1 "$data/bundle_embargo" --shares "$data/bundle_embargo/shares.json"

for proof in drawn replacement replaced; do
    expect 0 --doorstep "$data/doorstep/$proof.json" && says VERIFIED
done
tr 1 2 <"$data/doorstep/drawn.json" >"$opened/changed.json"
expect 1 --doorstep "$opened/changed.json" && says REFUSED

[ $failed = 0 ] && echo "sunlot-verify answers as it should"
exit $failed
