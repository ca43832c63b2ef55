// The tree of golang.org/x/mod/sumdb/tlog over the same leaves: COUNT BYTES on a line, "SECONDS ROOT" back.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

func tree(count, size int) (float64, tlog.Hash) {
	leaves := make([][]byte, count)
	for i := range leaves {
		text := fmt.Sprintf("entry %09d", i)
		leaves[i] = []byte(text + strings.Repeat("x", size-len(text)))
	}
	stored := make([]tlog.Hash, 0, 2*count)
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			out[i] = stored[index]
		}
		return out, nil
	})
	start := time.Now()
	for i, leaf := range leaves {
		hashes, err := tlog.StoredHashes(int64(i), leaf, reader)
		if err != nil {
			panic(err)
		}
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(int64(count), reader)
	if err != nil {
		panic(err)
	}
	return time.Since(start).Seconds(), root
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var count, size int
		if _, err := fmt.Sscan(lines.Text(), &count, &size); err != nil {
			panic(err)
		}
		seconds, root := tree(count, size)
		fmt.Printf("%f %x\n", seconds, root[:])
	}
}
