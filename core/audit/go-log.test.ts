import recorded from './go-log.json';
import { parseSignedCheckpoint } from './checkpoint';
import { hashLeaf } from './hashes';
import { parseVerifierKey } from './note-key';
import { verifyNote } from './signed-note';
import { TileEdge } from './tile-edge';
import { formatTilePath, listTiles } from './tile-path';
import { TileTree } from './tile-tree';
import { verifyConsistency, verifyInclusion } from './verify-proof';
import { slowTest } from '../../test/support/slow-tests';

/** A log that Go's own packages made (`go run . make 300` in test/audit/go): golang.org/x/mod/sumdb, transparency-dev/formats. */
const size = 300;
const tiles = new Map(Object.entries(recorded.tiles).map(([path, tile]) => [path, Buffer.from(tile, 'base64')]));
const roots = new Map(Object.entries(recorded.roots).map(([at, root]) => [Number(at), Buffer.from(root, 'base64')]));
const entryAt = (index: number) => Buffer.from(`entry ${index}`);
const decode = (proof: string[]) => proof.map((hash) => Buffer.from(hash, 'base64'));
const tree = new TileTree(size, (tile) => tiles.get(formatTilePath(tile))!);

it('makes the tiles of Go, with its names, and its roots', async () => {
	const edge = new TileEdge(0, []);
	for (let index = 0; index < size; index += 1) {
		edge.append(hashLeaf(entryAt(index)));
		const root = roots.get(index + 1);
		if (root) expect(edge.root()).toEqual(root);
	}
	const own = edge.takeChanged().map(({ hashes, ...tile }) => [formatTilePath(tile), hashes] as const);
	expect(new Map(own)).toEqual(tiles);
	expect([...listTiles(size)].map(formatTilePath).sort()).toEqual([...tiles.keys()].sort());
	for (const [at, root] of roots) expect(await tree.root(at)).toEqual(root);
});

slowTest('makes the proofs of Go from its tiles, and verifies them', async () => {
	expect([recorded.inclusion.length, recorded.consistency.length]).toEqual([66, 66]);
	for (const { index, size: at, proof } of recorded.inclusion) {
		expect(await tree.proveInclusion(index, at)).toEqual(decode(proof));
		const claim = {
			index: BigInt(index),
			size: BigInt(at),
			root: roots.get(at)!,
			leafHash: hashLeaf(entryAt(index)),
			proof: decode(proof),
		};
		expect(verifyInclusion(claim)).toBe(undefined);
	}
	for (const { size1, size2, proof } of recorded.consistency) {
		expect(await tree.proveConsistency(size1, size2)).toEqual(decode(proof));
		const claim = { size1: BigInt(size1), size2: BigInt(size2), root1: roots.get(size1)!, root2: roots.get(size2)!, proof: decode(proof) };
		expect(verifyConsistency(claim)).toBe(undefined);
	}
});

it('verifies the checkpoints that Go signed, and the cosignatures of its witness', () => {
	const keys = [recorded.key, recorded.witnessKey].map(parseVerifierKey);
	for (const [at, text] of Object.entries(recorded.notes)) {
		const { checkpoint, note } = parseSignedCheckpoint(text);
		expect(checkpoint).toEqual({ origin: 'example.com/log', size: BigInt(at), root: roots.get(Number(at)), extensions: [] });
		const [log, witness] = verifyNote(note, keys);
		expect([log!.key, witness!.key, log!.time]).toEqual([...keys, undefined]);
		expect(Number(witness!.time)).toBeGreaterThan(1_600_000_000);
	}
});
