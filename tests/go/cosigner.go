package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
)

// witness verifies cosignatures of C2SP tlog-cosignature (type 0x04), which x/mod's note leaves to its users.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

// cosigner reads `name+hash+base64(0x04 ‖ key)` and recomputes the hash.
func cosigner(vkey string) *witness {
	parts := strings.SplitN(strings.TrimSpace(vkey), "+", 3)
	if len(parts) != 3 {
		must(fmt.Errorf("%q is no verifier key", vkey))
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	must(err)
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	hash := binary.BigEndian.Uint32(sum[:4])
	if len(key) != 33 || key[0] != 0x04 || parts[1] != fmt.Sprintf("%08x", hash) {
		must(fmt.Errorf("%q is no verifier key of a witness", vkey))
	}
	return &witness{parts[0], hash, key[1:]}
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }

// Verify takes time (8 bytes) ‖ Ed25519 over `cosignature/v1\ntime <t>\n` ‖ text.
func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(w.key, []byte(signed), signature[8:])
}
