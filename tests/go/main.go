// Command sumdb-check reads a published log with Go's own golang.org/x/mod/sumdb (tlog, note), which knows nothing of
// Sunlot: the checkpoint's signature, every entry against the tiles, inclusion of entries, consistency between sizes,
// witnesses' cosignatures, and proofs that travel alone.
//
//	sumdb-check log FOLDER [WITNESS-VKEY…]   the folder DATA/log, or an archive of it; old checkpoints beside it
//	sumdb-check proof ENTRY PROOF VKEY       a tlog-proof and the bytes of its entry
//	sumdb-check consistency VKEY OLD NEW     two checkpoints; the proof's hashes in base64 on standard input
//
// The last line is `N passed, N failed`.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var passed, failed int

// expect counts one fact.
func expect(holds bool, what string, words ...interface{}) bool {
	if holds {
		passed++
	} else {
		failed++
		fmt.Printf("  FAILED %s\n", fmt.Sprintf(what, words...))
	}
	return holds
}

func must(err error) {
	if err != nil {
		fmt.Printf("  FAILED %v\n", err)
		failed++
		finish()
	}
}

func finish() {
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 || passed == 0 {
		os.Exit(1)
	}
	os.Exit(0)
}

func read(path string) []byte {
	content, err := os.ReadFile(path)
	must(err)
	return content
}

func verifierOf(vkey string) note.Verifier {
	verifier, err := note.NewVerifier(strings.TrimSpace(vkey))
	must(err)
	return verifier
}

// checkpoint of the log whose key is `log`: the tree, and the note with all signatures that were verified.
func openCheckpoint(content []byte, verifiers ...note.Verifier) (tlog.Tree, *note.Note) {
	opened, err := note.Open(content, note.VerifierList(verifiers...))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	var tree tlog.Tree
	if !expect(len(lines) == 4 && lines[0] == verifiers[0].Name(), "checkpoint of %q has the text %q", verifiers[0].Name(), opened.Text) {
		finish()
	}
	_, err = fmt.Sscanf(lines[1], "%d", &tree.N)
	must(err)
	tree.Hash, err = tlog.ParseHash(lines[2])
	must(err)
	return tree, opened
}

// tiles reads the folder; C2SP leaves the height out of Go's names.
type tiles struct{ folder string }

func (tiles) Height() int { return 8 }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	contents := make([][]byte, len(wanted))
	for i, tile := range wanted {
		name := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		content, err := os.ReadFile(filepath.Join(t.folder, name))
		if os.IsNotExist(err) && tile.W < 256 { // an archive may keep the full tile only
			full := tile
			full.W = 256
			content, err = os.ReadFile(filepath.Join(t.folder, "tile/"+strings.TrimPrefix(full.Path(), "tile/8/")))
			if err == nil {
				content = content[:32*tile.W]
			}
		}
		if err != nil {
			return nil, err
		}
		contents[i] = content
	}
	return contents, nil
}

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// entriesOf reads all entry bundles of a tree.
func entriesOf(folder string, size int64) [][]byte {
	var entries [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		if width > 256 {
			width = 256
		}
		name := strings.Replace(tlog.Tile{H: 8, L: -1, N: n, W: int(width)}.Path(), "tile/8/data/", "tile/entries/", 1)
		bundle, err := os.ReadFile(filepath.Join(folder, name))
		if os.IsNotExist(err) {
			bundle, err = os.ReadFile(filepath.Join(folder, strings.Split(name, ".p/")[0]))
		}
		must(err)
		for i := int64(0); i < width; i++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				expect(false, "bundle %s ends within entry %d", name, i)
				finish()
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			entries = append(entries, bundle[2:end])
			bundle = bundle[end:]
		}
	}
	return entries
}

func checkEntries(tree tlog.Tree, entries [][]byte, reader tlog.HashReader) {
	wrong := 0
	for i, entry := range entries {
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(i))})
		must(err)
		if hashes[0] != tlog.RecordHash(entry) {
			wrong++
		}
	}
	expect(wrong == 0, "%d of %d entries are not those of the tiles", wrong, len(entries))
	for i, entry := range entries {
		if i > 64 && i%37 != 0 && i != len(entries)-1 {
			continue
		}
		proof, err := tlog.ProveRecord(tree.N, int64(i), reader)
		must(err)
		expect(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), tlog.RecordHash(entry)) == nil, "inclusion of entry %d", i)
	}
}

// checkOlder proves that the checkpoints kept earlier (FOLDER.kept/*) are prefixes of the newest.
func checkOlder(folder string, tree tlog.Tree, log note.Verifier, reader tlog.HashReader) {
	kept, _ := filepath.Glob(strings.TrimSuffix(folder, "/") + ".kept/*")
	for _, path := range kept {
		older, _ := openCheckpoint(read(path), log)
		if older.N == 0 || older.N > tree.N {
			expect(older.N <= tree.N, "%s has the size %d, the log only %d", path, older.N, tree.N)
			continue
		}
		proof, err := tlog.ProveTree(tree.N, older.N, reader)
		must(err)
		expect(tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash) == nil, "consistency %d to %d", older.N, tree.N)
	}
	fmt.Printf("  %d older checkpoints are prefixes of it\n", len(kept))
}

func checkLog(folder string, witnesses []string) {
	verifiers := []note.Verifier{verifierOf(string(read(filepath.Join(folder, "vkey"))))}
	for _, vkey := range witnesses {
		verifiers = append(verifiers, cosigner(vkey))
	}
	tree, opened := openCheckpoint(read(filepath.Join(folder, "checkpoint")), verifiers...)
	expect(len(opened.Sigs) == len(verifiers), "%d of %d signatures hold", len(opened.Sigs), len(verifiers))
	reader := tlog.TileHashReader(tree, tiles{folder})
	entries := entriesOf(folder, tree.N)
	checkEntries(tree, entries, reader)
	checkOlder(folder, tree, verifiers[0], reader)
	fmt.Printf("  %s: %d entries, %d signatures verified, %d of unknown keys\n", verifiers[0].Name(), tree.N, len(opened.Sigs), len(opened.UnverifiedSigs))
}

func checkProof(entry, proof, vkey string) {
	parts := bytes.SplitN(read(proof), []byte("\n\n"), 2)
	lines := strings.Split(string(parts[0]), "\n")
	if !expect(len(parts) == 2 && len(lines) >= 2 && lines[0] == "c2sp.org/tlog-proof@v1", "no tlog-proof") {
		finish()
	}
	var index int64
	_, err := fmt.Sscanf(lines[1], "index %d", &index)
	must(err)
	tree, _ := openCheckpoint(parts[1], verifierOf(vkey))
	err = tlog.CheckRecord(hashesOf(lines[2:]), tree.N, tree.Hash, index, tlog.RecordHash(read(entry)))
	expect(err == nil, "entry %d of %d: %v", index, tree.N, err)
}

func hashesOf(lines []string) []tlog.Hash {
	hashes := []tlog.Hash{}
	for _, line := range lines {
		hash, err := base64.StdEncoding.DecodeString(line)
		must(err)
		if !expect(len(hash) == 32, "a hash of %d bytes", len(hash)) {
			finish()
		}
		hashes = append(hashes, *(*tlog.Hash)(hash))
	}
	return hashes
}

func checkConsistency(vkey, older, newer string) {
	log := verifierOf(vkey)
	before, _ := openCheckpoint(read(older), log)
	after, _ := openCheckpoint(read(newer), log)
	var lines []string
	for scanner := bufio.NewScanner(os.Stdin); scanner.Scan(); {
		lines = append(lines, scanner.Text())
	}
	err := tlog.CheckTree(hashesOf(lines), after.N, after.Hash, before.N, before.Hash)
	expect(err == nil, "consistency %d to %d: %v", before.N, after.N, err)
}

func main() {
	words := os.Args[1:]
	switch {
	case len(words) >= 2 && words[0] == "log":
		checkLog(words[1], words[2:])
	case len(words) == 4 && words[0] == "proof":
		checkProof(words[1], words[2], words[3])
	case len(words) == 4 && words[0] == "consistency":
		checkConsistency(words[1], words[2], words[3])
	default:
		fmt.Println("usage: sumdb-check log FOLDER [WITNESS-VKEY…] | proof ENTRY PROOF VKEY | consistency VKEY OLD NEW")
		os.Exit(2)
	}
	finish()
}
