import { naiveConsistency, naivePath, naiveRoot } from '../../test/support/naive-tree';
import { hashLeaf } from './hashes';
import { verifyConsistency, verifyInclusion, type ConsistencyClaim, type InclusionClaim } from './verify-proof';

const entries = Array.from({ length: 20 }, (_, index) => Buffer.from(`entry ${index}`));
const some = (size: number) => entries.slice(0, size);

const inclusion = (index: number, size: number): InclusionClaim => ({
	...{ index: BigInt(index), size: BigInt(size), root: naiveRoot(some(size)) },
	...{ leafHash: hashLeaf(entries[index]!), proof: naivePath(index, some(size)) },
});
const consistency = (size1: number, size2: number): ConsistencyClaim => ({
	...{ size1: BigInt(size1), size2: BigInt(size2), root1: naiveRoot(some(size1)), root2: naiveRoot(some(size2)) },
	proof: naiveConsistency(size1, some(size2)),
});

/** Yields the hash with each of its bytes changed, cut, and too long. */
function* damage(hash: Uint8Array): Generator<Buffer> {
	for (let at = 0; at < hash.length; at += 1) {
		const changed = Buffer.from(hash);
		changed[at]! ^= 1 << (at % 8);
		yield changed;
	}
	yield Buffer.from(hash.subarray(1));
	yield Buffer.concat([hash, Buffer.of(0)]);
	yield Buffer.alloc(0);
}

function* damageProof(proof: readonly Uint8Array[]): Generator<Uint8Array[]> {
	for (const [place, hash] of proof.entries()) {
		for (const changed of damage(hash)) yield proof.with(place, changed);
		yield proof.toSpliced(place, 1);
		yield proof.toSpliced(place, 0, hash);
		if (place > 0) yield proof.with(place, proof[place - 1]!).with(place - 1, hash);
	}
	yield [...proof, Buffer.alloc(32)];
	yield [Buffer.alloc(32), ...proof];
	if (proof.length > 0) yield [];
	yield Array.from({ length: 70 }, () => Buffer.alloc(32));
}

const cases = [1, 2, 3, 4, 7, 8, 13, 20].flatMap((size) => [0, 1, size >> 1, size - 1].map((index) => [index, size] as const));

it.each(cases.filter(([index, size]) => index < size))('accepts entry %i of %i by its own proof alone', (index, size) => {
	const claim = inclusion(index, size);
	expect(verifyInclusion(claim)).toBe(undefined);
	const wrong: InclusionClaim[] = [
		...[...damage(claim.root)].map((root) => ({ ...claim, root })),
		...[...damage(claim.leafHash)].map((leafHash) => ({ ...claim, leafHash })),
		...[...damageProof(claim.proof)].map((proof) => ({ ...claim, proof })),
		...Array.from({ length: 25 }, (_, at) => BigInt(at) - 1n)
			.filter((at) => at !== claim.index)
			.map((at) => ({ ...claim, index: at })),
		...[claim.index, -1n, 0n, 2n ** 64n, 2n ** 63n].filter((at) => at !== claim.size).map((at) => ({ ...claim, size: at })),
	];
	for (const each of wrong) expect(verifyInclusion(each)).toEqual(expect.any(String));
});

const pairs = [1, 2, 3, 4, 6, 7, 8, 13, 16, 20].flatMap((size2) => [1, 2, 3, 6, 8, 16].map((size1) => [size1, size2] as const));

it.each(pairs.filter(([size1, size2]) => size1 <= size2))('accepts that %i entries begin %i by their own proof alone', (size1, size2) => {
	const claim = consistency(size1, size2);
	expect(verifyConsistency(claim)).toBe(undefined);
	const wrong: ConsistencyClaim[] = [
		...[...damage(claim.root1)].map((root1) => ({ ...claim, root1 })),
		...[...damage(claim.root2)].map((root2) => ({ ...claim, root2 })),
		...[...damageProof(claim.proof)].map((proof) => ({ ...claim, proof })),
		...[0n, -1n, claim.size2 + 1n, 2n ** 64n].map((size) => ({ ...claim, size1: size })),
		...[0n, claim.size1 - 1n, -1n, 2n ** 64n].map((size) => ({ ...claim, size2: size })),
		...(size1 === size2
			? []
			: [
					{ ...claim, root1: claim.root2, root2: claim.root1 },
					{ ...claim, size1: claim.size2, size2: claim.size1 },
				]),
	];
	for (const each of wrong) expect(verifyConsistency(each)).toEqual(expect.any(String));
});

it('ends within 64 steps for the largest tree', () => {
	const size = 2n ** 64n - 1n;
	const proof = Array.from({ length: 64 }, () => Buffer.alloc(32));
	const hash = Buffer.alloc(32);
	expect(verifyInclusion({ index: 0n, size, root: hash, leafHash: hash, proof })).toBe('the proof leads to another root');
	expect(verifyInclusion({ index: size - 1n, size, root: hash, leafHash: hash, proof })).toMatch(/^the proof (?:has|leads)/);
	expect(verifyConsistency({ size1: size - 1n, size2: size, root1: hash, root2: hash, proof })).toMatch(/^the proof (?:has|leads)/);
});

it('says that a proof from the empty tree proves nothing (transparency-dev/merkle#236)', () => {
	const claim = { ...consistency(1, 3), size1: 0n };
	expect(verifyConsistency(claim)).toBe('the first tree is empty, which proves nothing');
	expect(verifyConsistency({ ...claim, size2: 0n, proof: [] })).toBe('the first tree is empty, which proves nothing');
});

it('accepts a consistency proof for no other size whose path is longer or shorter (google/certificate-transparency-rfcs#100)', () => {
	const claim = consistency(6, 8);
	for (const size2 of [9n, 16n, 64n, 2n ** 40n]) expect(verifyConsistency({ ...claim, size2 })).toEqual(expect.any(String));
	for (const size1 of [1n, 2n, 4n, 8n]) expect(verifyConsistency({ ...claim, size1 })).toEqual(expect.any(String));
});
