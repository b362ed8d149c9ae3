// Command log-verifier checks a log that it knows by its address, its key and the public formats alone: C2SP
// tlog-tiles, tlog-checkpoint and signed-note, with golang.org/x/mod's tlog and note doing all the cryptography.
//
//	log-verifier URL VKEY RECORD
//
// RECORD is a JSON file: {"logIndex": 17, "entry": "base64", "proof": ["base64", ...]}. It exits 1 at the first fault.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
)

type record struct {
	LogIndex int64    `json:"logIndex"`
	Entry    string   `json:"entry"`
	Proof    []string `json:"proof"`
}

func main() {
	if len(os.Args) != 4 {
		fail(fmt.Errorf("usage: log-verifier URL VKEY RECORD"))
	}
	log := server{url: os.Args[1]}
	tree, err := log.checkpoint(os.Args[2])
	if err != nil {
		fail(fmt.Errorf("checkpoint: %w", err))
	}
	if err := log.checkEntries(tree); err != nil {
		fail(err)
	}
	index, err := log.checkRecord(tree, os.Args[3])
	if err != nil {
		fail(fmt.Errorf("record: %w", err))
	}
	fmt.Printf("verified %d entries under %v and the record at %d\n", tree.N, tree.Hash, index)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "FAULT:", err)
	os.Exit(1)
}

type server struct{ url string }

func (s server) get(path string) ([]byte, error) {
	answer, err := http.Get(s.url + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

// checkpoint opens the signed note and reads the tree head in it.
func (s server) checkpoint(vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	bytes, err := s.get("checkpoint")
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(bytes, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// Height, ReadTiles and SaveTiles make server a tlog.TileReader. Paths of x/mod name the height, those of C2SP do not.
func (s server) Height() int { return height }

func (s server) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		bytes, err := s.get(strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1))
		if err != nil {
			return nil, err
		}
		data[i] = bytes
	}
	return data, nil
}

func (s server) SaveTiles([]tlog.Tile, [][]byte) {}

// checkEntries reads the leaf hash of every entry through tiles that are proven against the tree, and holds the
// entries served against them. Every tile of the log is needed for that.
func (s server) checkEntries(tree tlog.Tree) error {
	hashes := tlog.TileHashReader(tree, s)
	for from := int64(0); from < tree.N; from += width {
		count := min(width, tree.N-from)
		indexes := make([]int64, count)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, from+int64(i))
		}
		leaves, err := hashes.ReadHashes(indexes)
		if err != nil {
			return fmt.Errorf("tiles of the entries from %d on: %w", from, err)
		}
		tile := tlog.Tile{H: height, L: -1, N: from / width, W: int(count)}
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/data/", height), "tile/entries/", 1)
		if err := s.checkBundle(path, from, leaves); err != nil {
			return err
		}
	}
	return nil
}

func (s server) checkBundle(path string, from int64, leaves []tlog.Hash) error {
	bundle, err := s.get(path)
	if err != nil {
		return err
	}
	for i, leaf := range leaves {
		if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
			return fmt.Errorf("%s: entry %d is cut off", path, from+int64(i))
		}
		length := 2 + int(binary.BigEndian.Uint16(bundle))
		if tlog.RecordHash(bundle[2:length]) != leaf {
			return fmt.Errorf("%s: entry %d is not the one in the tree", path, from+int64(i))
		}
		bundle = bundle[length:]
	}
	if len(bundle) > 0 {
		return fmt.Errorf("%s: more than its entries", path)
	}
	return nil
}

// checkRecord checks the inclusion proof that came with a record, and that the log itself proves the same.
func (s server) checkRecord(tree tlog.Tree, file string) (int64, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	var given record
	if err := json.Unmarshal(text, &given); err != nil {
		return 0, err
	}
	entry, err := base64.StdEncoding.DecodeString(given.Entry)
	if err != nil {
		return 0, err
	}
	proof := make(tlog.RecordProof, len(given.Proof))
	for i, hash := range given.Proof {
		if proof[i], err = tlog.ParseHash(hash); err != nil {
			return 0, err
		}
	}
	leaf := tlog.RecordHash(entry)
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, given.LogIndex, leaf); err != nil {
		return 0, fmt.Errorf("the proof given: %w", err)
	}
	own, err := tlog.ProveRecord(tree.N, given.LogIndex, tlog.TileHashReader(tree, s))
	if err != nil {
		return 0, err
	}
	return given.LogIndex, tlog.CheckRecord(own, tree.N, tree.Hash, given.LogIndex, leaf)
}
