// Strangers reads an Ocaq log with code that Ocaq's authors did not write: golang.org/x/mod/sumdb, which the Go checksum
// database is checked with, and github.com/transparency-dev/merkle, which Certificate Transparency is checked with.
//
//	strangers URL VKEY [OLDER-CHECKPOINT] [PROOF-FILE ENTRY-FILE]
//
// It ends with 0 and one line for each thing that was accepted, or with 1 and what was refused.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 2 {
		return errors.New("usage: strangers URL VKEY [OLDER-CHECKPOINT] [PROOF-FILE ENTRY-FILE]")
	}
	log := &reader{url: strings.TrimSuffix(args[0], "/")}
	raw, err := log.get("checkpoint")
	if err != nil {
		return err
	}
	tree, err := open(raw, args[1])
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	fmt.Printf("checkpoint of size %d: accepted by sumdb/note\n", tree.N)
	if err := checkEntries(log, tree); err != nil {
		return err
	}
	if len(args) > 2 && args[2] != "" {
		if err := checkConsistency(log, tree, args[2], args[1]); err != nil {
			return fmt.Errorf("consistency: %w", err)
		}
	}
	if len(args) > 4 {
		return checkProof(args[3], args[4], args[1])
	}
	return nil
}

// open verifies a checkpoint with the sumdb's signed notes and reads its three lines.
func open(raw []byte, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	signed, err := note.Open(raw, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("not origin, size and root")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, errors.New("the root is no hash")
	}
	return tlog.Tree{N: size, Hash: tlog.Hash(*(*[32]byte)(root))}, nil
}

// checkEntries proves each entry with both libraries, and builds the root anew from all of them.
func checkEntries(log *reader, tree tlog.Tree) error {
	hashes := tlog.TileHashReader(tree, log)
	whole := (&compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}).NewEmptyRange(0)
	for index := int64(0); index < tree.N; index++ {
		entry, err := log.entry(index, tree.N)
		if err != nil {
			return err
		}
		path, err := tlog.ProveRecord(tree.N, index, hashes)
		if err != nil {
			return fmt.Errorf("tiles: %w", err)
		}
		if err := tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
		leaf := rfc6962.DefaultHasher.HashLeaf(entry)
		err = proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(index), uint64(tree.N), leaf, rows(path), tree.Hash[:])
		if err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
		if err := whole.Append(leaf, nil); err != nil {
			return err
		}
	}
	root, err := whole.GetRootHash(nil)
	if err != nil {
		return err
	}
	if tree.N > 0 && !bytes.Equal(root, tree.Hash[:]) {
		return errors.New("the entries give another root")
	}
	fmt.Printf("%d entries and inclusion proofs: accepted by sumdb/tlog and transparency-dev/merkle\n", tree.N)
	return nil
}

// checkConsistency proves from the tiles that the log begins with the tree of an older checkpoint.
func checkConsistency(log *reader, tree tlog.Tree, file, vkey string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	older, err := open(raw, vkey)
	if err != nil {
		return err
	}
	if older.N > tree.N {
		return fmt.Errorf("the older checkpoint has %d entries, the newer %d", older.N, tree.N)
	}
	path, err := tlog.ProveTree(tree.N, older.N, tlog.TileHashReader(tree, log))
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(path, tree.N, tree.Hash, older.N, older.Hash); err != nil {
		return err
	}
	hasher := rfc6962.DefaultHasher
	err = proof.VerifyConsistency(hasher, uint64(older.N), uint64(tree.N), rows(path), older.Hash[:], tree.Hash[:])
	if err != nil {
		return err
	}
	fmt.Printf("consistency with size %d: accepted by sumdb/tlog and transparency-dev/merkle\n", older.N)
	return nil
}

// checkProof reads a c2sp.org/tlog-proof@v1 file.
func checkProof(file, entryFile, vkey string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	entry, err := os.ReadFile(entryFile)
	if err != nil {
		return err
	}
	head, checkpoint, _ := bytes.Cut(raw, []byte("\n\n"))
	tree, err := open(checkpoint, vkey)
	if err != nil {
		return fmt.Errorf("proof: %w", err)
	}
	lines := strings.Split(string(head), "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("proof: no tlog-proof")
	}
	if lines = lines[1:]; strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	index, err := strconv.ParseUint(strings.TrimPrefix(lines[0], "index "), 10, 63)
	if err != nil {
		return fmt.Errorf("proof: %w", err)
	}
	var path [][]byte
	for _, line := range lines[1:] {
		hash, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil {
			return fmt.Errorf("proof: %w", err)
		}
		path = append(path, hash)
	}
	hasher := rfc6962.DefaultHasher
	err = proof.VerifyInclusion(hasher, index, uint64(tree.N), hasher.HashLeaf(entry), path, tree.Hash[:])
	if err != nil {
		return fmt.Errorf("proof: %w", err)
	}
	fmt.Printf("proof file of entry %d: accepted by transparency-dev/merkle\n", index)
	return nil
}

func rows(path []tlog.Hash) [][]byte {
	var all [][]byte
	for i := range path {
		all = append(all, path[i][:])
	}
	return all
}

// reader fetches from a log by the addresses of c2sp.org/tlog-tiles, each file once.
type reader struct {
	url  string
	seen map[string][]byte
}

func (r *reader) get(path string) ([]byte, error) {
	if raw, ok := r.seen[path]; ok {
		return raw, nil
	}
	answer, err := http.Get(r.url + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(answer.Body, 32<<20))
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	if r.seen == nil {
		r.seen = map[string][]byte{}
	}
	r.seen[path] = raw
	return raw, nil
}

// address is the sumdb's own path without its height.
func address(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

func (r *reader) entry(index, size int64) ([]byte, error) {
	tile := tlog.Tile{H: height, L: -1, N: index / width, W: width}
	if rest := size - tile.N*width; rest < width {
		tile.W = int(rest)
	}
	raw, err := r.get(address(tile))
	if err != nil {
		return nil, err
	}
	for at := index % width; ; at-- {
		if len(raw) < 2 || len(raw) < 2+int(binary.BigEndian.Uint16(raw)) {
			return nil, fmt.Errorf("%s breaks off", address(tile))
		}
		end := 2 + int(binary.BigEndian.Uint16(raw))
		if at == 0 {
			return raw[2:end], nil
		}
		raw = raw[end:]
	}
}

// Height, ReadTiles and SaveTiles make this a tlog.TileReader.
func (r *reader) Height() int { return height }

func (r *reader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		raw, err := r.get(address(tile))
		if err != nil {
			return nil, err
		}
		all = append(all, raw)
	}
	return all, nil
}

func (r *reader) SaveTiles([]tlog.Tile, [][]byte) {}
