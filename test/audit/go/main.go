// Makes and verifies logs with Go's own packages, for test/audit/go.test.ts and core/audit/go-log.json.
//
//	make SIZE              writes a log, its proofs and its notes as JSON
//	verify FOLDER KEY WITNESS  verifies a log that was exported: checkpoint, cosignature, tiles, entries
//	fetch URL KEY WITNESS TOKEN  the same for a log that is served over HTTP
//	judge                  answers claims of standard input, JSON lines, with true or false by two implementations
package main

import (
	"bufio"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	f_note "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

func main() {
	var err error
	switch os.Args[1] {
	case "make":
		err = makeLog(os.Args[2])
	case "verify":
		err = verifyLog(folder(os.Args[2]), os.Args[3], os.Args[4])
	case "fetch":
		err = verifyLog(service{os.Args[2], os.Args[5], map[string][]byte{}}, os.Args[3], os.Args[4])
	case "judge":
		err = judge()
	default:
		err = fmt.Errorf("unknown command %q", os.Args[1])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// path names a tile as tlog-tiles does: without the height, which is in the paths of sumdb.
func path(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight), "tile/", 1)
}

// seedKeys returns the private and the public text of a key made of a seed.
func seedKeys(name string, algorithm byte, seed byte) (string, string) {
	private := ed25519.NewKeyFromSeed([]byte(strings.Repeat(string(rune(seed)), ed25519.SeedSize)))
	public := append([]byte{algorithm}, private.Public().(ed25519.PublicKey)...)
	sum := sha256.Sum256(append([]byte(name+"\n"), public...))
	id := binary.BigEndian.Uint32(sum[:])
	text := func(bytes []byte) string { return base64.StdEncoding.EncodeToString(bytes) }
	signer := append([]byte{algorithm}, private.Seed()...)
	return fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, id, text(signer)), fmt.Sprintf("%s+%08x+%s", name, id, text(public))
}

type storage struct{ hashes []tlog.Hash }

func (s *storage) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, 0, len(indexes))
	for _, index := range indexes {
		found = append(found, s.hashes[index])
	}
	return found, nil
}

type inclusionVector struct {
	Index int64    `json:"index"`
	Size  int64    `json:"size"`
	Proof [][]byte `json:"proof"`
}

type consistencyVector struct {
	Size1 int64    `json:"size1"`
	Size2 int64    `json:"size2"`
	Proof [][]byte `json:"proof"`
}

type madeLog struct {
	Key         string              `json:"key"`
	WitnessKey  string              `json:"witnessKey"`
	Roots       map[int64][]byte    `json:"roots"`
	Notes       map[int64]string    `json:"notes"`
	Tiles       map[string][]byte   `json:"tiles"`
	Inclusion   []inclusionVector   `json:"inclusion"`
	Consistency []consistencyVector `json:"consistency"`
}

func toBytes(hashes []tlog.Hash) [][]byte {
	all := make([][]byte, 0, len(hashes))
	for _, hash := range hashes {
		all = append(all, append([]byte{}, hash[:]...))
	}
	return all
}

func makeLog(sizeText string) error {
	size, err := strconv.ParseInt(sizeText, 10, 64)
	if err != nil {
		return err
	}
	store := &storage{}
	for index := int64(0); index < size; index++ {
		more, err := tlog.StoredHashes(index, []byte(fmt.Sprintf("entry %d", index)), store)
		if err != nil {
			return err
		}
		store.hashes = append(store.hashes, more...)
	}
	logPrivate, logPublic := seedKeys("example.com/log", 1, 'l')
	// The signer is made of a key for notes, and has the id of one for cosignatures.
	witnessPrivate, _ := seedKeys("witness.example/w", 1, 'w')
	_, witnessPublic := seedKeys("witness.example/w", 4, 'w')
	made := madeLog{Key: logPublic, WitnessKey: witnessPublic, Roots: map[int64][]byte{}, Notes: map[int64]string{}, Tiles: map[string][]byte{}}
	signer, err := note.NewSigner(logPrivate)
	if err != nil {
		return err
	}
	witness, err := f_note.NewSignerForCosignatureV1(witnessPrivate)
	if err != nil {
		return err
	}
	for _, at := range sizes(size) {
		root, err := tlog.TreeHash(at, store)
		if err != nil {
			return err
		}
		made.Roots[at] = append([]byte{}, root[:]...)
		text := fmt.Sprintf("example.com/log\n%d\n%s\n", at, base64.StdEncoding.EncodeToString(root[:]))
		signed, err := note.Sign(&note.Note{Text: text}, signer, witness)
		if err != nil {
			return err
		}
		made.Notes[at] = string(signed)
	}
	for _, tile := range tlog.NewTiles(tileHeight, 0, size) {
		data, err := tlog.ReadTileData(tile, store)
		if err != nil {
			return err
		}
		made.Tiles[path(tile)] = data
	}
	for _, at := range sizes(size) {
		for _, index := range sizes(at) {
			if index < at {
				found, err := tlog.ProveRecord(at, index, store)
				if err != nil {
					return err
				}
				made.Inclusion = append(made.Inclusion, inclusionVector{index, at, toBytes(found)})
			}
			if index > 0 {
				found, err := tlog.ProveTree(at, index, store)
				if err != nil {
					return err
				}
				made.Consistency = append(made.Consistency, consistencyVector{index, at, toBytes(found)})
			}
		}
	}
	text, err := json.MarshalIndent(made, "", "\t")
	if err == nil {
		fmt.Println(string(text))
	}
	return err
}

func sizes(size int64) []int64 {
	found := []int64{}
	for _, each := range []int64{0, 1, 2, 3, 5, 8, 13, 64, 255, 256, 257, 300} {
		if each <= size {
			found = append(found, each)
		}
	}
	return found
}

// source has the files of a log by their paths.
type source interface {
	read(path string) ([]byte, error)
}

type folder string

func (f folder) read(path string) ([]byte, error) { return os.ReadFile(filepath.Join(string(f), path)) }

// service keeps what it read: a tile of a width never changes.
type service struct {
	url, token string
	known      map[string][]byte
}

func (s service) read(path string) ([]byte, error) {
	if content, ok := s.known[path]; ok {
		return content, nil
	}
	request, err := http.NewRequest("GET", s.url+"/"+path, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+s.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != 200 {
		return nil, fmt.Errorf("%s: %s", path, response.Status)
	}
	content, err := io.ReadAll(response.Body)
	if err == nil {
		s.known[path] = content
	}
	return content, err
}

type tileFolder struct{ source source }

func (f tileFolder) Height() int { return tileHeight }

func (f tileFolder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	all := [][]byte{}
	for _, tile := range tiles {
		data, err := f.source.read(path(tile))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f tileFolder) SaveTiles([]tlog.Tile, [][]byte) {}

func verifyLog(from source, key, witnessKey string) error {
	text, err := from.read("checkpoint")
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return err
	}
	verifiers := []note.Verifier{verifier}
	if witnessKey != "" {
		witness, err := f_note.NewVerifierForCosignatureV1(witnessKey)
		if err != nil {
			return err
		}
		verifiers = append(verifiers, witness)
	}
	opened, err := note.Open(text, note.VerifierList(verifiers...))
	if err != nil {
		return err
	}
	if len(opened.Sigs) != len(verifiers) {
		return fmt.Errorf("%d signatures hold, expected %d", len(opened.Sigs), len(verifiers))
	}
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return err
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return err
	}
	// The reader authenticates every tile against the root.
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tileFolder{from})
	// A large log is checked by some of its entries: each reads its tiles again.
	for index := int64(0); index < size; index += 1 + size/1000 {
		entry, err := readEntry(from, index, size)
		if err != nil {
			return err
		}
		found, err := tlog.ProveRecord(size, index, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(found, size, root, index, tlog.RecordHash(entry)); err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
	}
	fmt.Println(size)
	return nil
}

func readEntry(from source, index, size int64) ([]byte, error) {
	tile := tlog.Tile{H: tileHeight, L: -1, N: index >> tileHeight, W: int(min(256, size-index>>tileHeight<<tileHeight))}
	name := strings.Replace(path(tile), "tile/data/", "tile/entries/", 1)
	bundle, err := from.read(name)
	if err != nil {
		return nil, err
	}
	for place := int64(0); ; place++ {
		length := int(binary.BigEndian.Uint16(bundle))
		if place == index%256 {
			return bundle[2 : 2+length], nil
		}
		bundle = bundle[2+length:]
	}
}

type claim struct {
	Kind     string
	LeafIdx  uint64
	TreeSize uint64
	Root     []byte
	LeafHash []byte
	Size1    uint64
	Size2    uint64
	Root1    []byte
	Root2    []byte
	Proof    [][]byte
}

func judge() error {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var one claim
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return err
		}
		var err error
		if one.Kind == "inclusion" {
			err = proof.VerifyInclusion(rfc6962.DefaultHasher, one.LeafIdx, one.TreeSize, one.LeafHash, one.Proof, one.Root)
		} else {
			err = proof.VerifyConsistency(rfc6962.DefaultHasher, one.Size1, one.Size2, one.Proof, one.Root1, one.Root2)
		}
		fmt.Println(err == nil)
	}
	return lines.Err()
}
