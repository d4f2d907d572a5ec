import { naiveConsistency, naivePath, naiveRoot } from '../../test/support/naive-tree';
import { hashLeaf } from './hashes';
import { listEdge, TileEdge } from './tile-edge';
import { formatTilePath, listTiles, parseTilePath } from './tile-path';
import { TileTree } from './tile-tree';
import { verifyConsistency, verifyInclusion } from './verify-proof';
import { slowTest } from '../../test/support/slow-tests';

const entries = Array.from({ length: 600 }, (_, index) => Buffer.from(`entry ${index}`));

/** Appends entries one after the other, or in batches, and stores the tiles by their path. */
function build(size: number, batch = size) {
	const tiles = new Map<string, Buffer>();
	let edge = new TileEdge(0, []);
	for (let at = 0; at < size; at += batch) {
		const edgeTiles = listEdge(at).map((tile) => (tile.width === 0 ? Buffer.alloc(0) : tiles.get(formatTilePath(tile))!));
		edge = new TileEdge(at, edgeTiles);
		for (const entry of entries.slice(at, Math.min(at + batch, size))) edge.append(hashLeaf(entry));
		for (const { hashes, ...id } of edge.takeChanged()) tiles.set(formatTilePath(id), hashes);
	}
	return { tiles, edge, tree: new TileTree(size, (tile) => tiles.get(formatTilePath(tile)) ?? Buffer.alloc(0)) };
}

const sizes = [0, 1, 2, 3, 7, 8, 9, 31, 255, 256, 257, 511, 512, 513, 600];

it.each(sizes)('has the root of RFC 6962 at %i entries, from its edge and from its tiles', async (size) => {
	const { tree, edge } = build(size);
	const root = naiveRoot(entries.slice(0, size));
	expect([edge.root(), await tree.root()]).toEqual([root, root]);
	for (const smaller of sizes.filter((each) => each <= size))
		expect(await tree.root(smaller)).toEqual(naiveRoot(entries.slice(0, smaller)));
});

it.each([1, 3, 100, 256, 300])('makes the same full tiles in batches of %i', (batch) => {
	const { tiles } = build(600, batch);
	const { tiles: whole } = build(600);
	for (const tile of listTiles(600)) expect(tiles.get(formatTilePath(tile))).toEqual(whole.get(formatTilePath(tile)));
});

slowTest('proves every entry and every earlier tree as RFC 6962 defines it', async () => {
	for (const size of [1, 2, 3, 5, 8, 13, 64, 67]) {
		const { tree } = build(size);
		const some = entries.slice(0, size);
		for (let index = 0; index < size; index += 1) {
			const proof = await tree.proveInclusion(index);
			expect(proof).toEqual(naivePath(index, some));
			expect(
				verifyInclusion({ index: BigInt(index), size: BigInt(size), root: naiveRoot(some), leafHash: hashLeaf(some[index]!), proof }),
			).toBe(undefined);
		}
		for (let first = 1; first <= size; first += 1) {
			const proof = await tree.proveConsistency(first);
			expect(proof).toEqual(naiveConsistency(first, some));
			const roots = { root1: naiveRoot(some.slice(0, first)), root2: naiveRoot(some) };
			expect(verifyConsistency({ size1: BigInt(first), size2: BigInt(size), ...roots, proof })).toBe(undefined);
		}
	}
});

it('proves over several tiles, also for an earlier size', async () => {
	const { tree } = build(600);
	for (const [index, size] of [
		[0, 600],
		[255, 256],
		[256, 257],
		[599, 600],
		[300, 513],
	] as const)
		expect(await tree.proveInclusion(index, size)).toEqual(naivePath(index, entries.slice(0, size)));
	for (const [first, second] of [
		[1, 600],
		[256, 600],
		[255, 257],
		[512, 513],
		[300, 599],
	] as const)
		expect(await tree.proveConsistency(first, second)).toEqual(naiveConsistency(first, entries.slice(0, second)));
});

it('refuses what the log does not have', async () => {
	const { tree } = build(5);
	for (const [index, size] of [
		[5, 5],
		[-1, 5],
		[0, 6],
		[0.5, 5],
	] as const)
		await expect(tree.proveInclusion(index, size)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	for (const first of [0, 6, -1]) await expect(tree.proveConsistency(first)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	const cut = new TileTree(5, () => Buffer.alloc(4 * 32));
	await expect(cut.root()).rejects.toMatchObject({ code: 'STORAGE_DAMAGED', message: expect.stringContaining('0/0') as string });
});

it('names tiles as C2SP does, and reads no other name', () => {
	expect(formatTilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
	expect(formatTilePath({ level: 'entries', index: 0, width: 5 })).toBe('tile/entries/000.p/5');
	expect(formatTilePath({ level: 2, index: 1_000, width: 1 })).toBe('tile/2/x001/000.p/1');
	for (const path of ['tile/0/x001/x234/067', 'tile/entries/000.p/5', 'tile/63/999', 'tile/0/000.p/255'])
		expect(formatTilePath(parseTilePath(path))).toBe(path);
	for (const path of [
		...['tile/0/x000/001', 'tile/0/1', 'tile/00/001', 'tile/64/001', 'tile/0/001.p/256', 'tile/0/001.p/0', 'tile/0/001.p/05'],
		...['tile/0/x001', '/tile/0/001', 'tile/0/001/', 'tile/-1/001', 'tile/0/../001', '', `tile/0/${'x999/'.repeat(6)}999`],
	])
		expect(() => parseTilePath(path)).toThrow('is not the path of a tile');
});
