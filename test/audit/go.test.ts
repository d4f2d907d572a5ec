import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { signCheckpoint } from '../../core/audit/checkpoint';
import { checkProof } from '../../core/audit/check-proof';
import { cosignNote } from '../fakes/witness-server';
import { encodeBundle } from '../../core/audit/entry-bundle';
import { hashLeaf } from '../../core/audit/hashes';
import { createSigner, formatVerifierKey, parseVerifierKey } from '../../core/audit/note-key';
import { formatNote, parseNote, verifyNote } from '../../core/audit/signed-note';
import { TileEdge } from '../../core/audit/tile-edge';
import { formatTilePath } from '../../core/audit/tile-path';
import { randomFrom } from '../../bench/samples/injection/generate';
import { closeOpened } from '../../providers/compose/open-once';
import { openAudit } from '../../providers/compose/state/host-audit';
import { startTestService } from '../support/offering-service';
import { naiveConsistency, naivePath, naiveRoot } from '../support/naive-tree';

const hasGo = (() => {
	try {
		return execFileSync('go', ['version'], { encoding: 'utf8' }).startsWith('go version');
	} catch {
		return false;
	}
})();
const withGo = hasGo ? describe : describe.skip;

let folder: string;
let program: string;
const go = (args: string[], input = '') =>
	execFileSync(program, args, { input, encoding: 'utf8', maxBuffer: 100_000_000, stdio: ['pipe', 'pipe', 'pipe'] });

withGo(`Go's tools${hasGo ? '' : ' (skipped: Go is missing)'}`, () => {
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'troupe-audit-go-'));
		program = join(folder, 'audit');
		execFileSync('go', ['build', '-o', program, '.'], { cwd: 'test/audit/go', stdio: 'pipe' });
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	const log = createSigner('example.com/troupe', 'note', Buffer.alloc(32, 1));
	const witness = createSigner('witness.example/troupe', 'cosignature', Buffer.alloc(32, 2));
	const entryOf = (index: number) => Buffer.from(`{"index":${index}}`.repeat(1 + (index % 5)));

	function write(size: number): string {
		const place = join(folder, String(size));
		const put = (path: string, content: string | Buffer) => {
			mkdirSync(dirname(join(place, path)), { recursive: true });
			writeFileSync(join(place, path), content);
		};
		const edge = new TileEdge(0, []);
		const entries = Array.from({ length: size }, (_, index) => entryOf(index));
		for (const entry of entries) edge.append(hashLeaf(entry));
		for (const { hashes, ...tile } of edge.takeChanged()) put(formatTilePath(tile), hashes);
		for (let index = 0; index * 256 < size; index += 1) {
			const bundle = entries.slice(index * 256, (index + 1) * 256);
			put(formatTilePath({ level: 'entries', index, width: bundle.length }), encodeBundle(bundle));
		}
		const note = parseNote(signCheckpoint({ origin: 'example.com/troupe', size: BigInt(size), root: edge.root() }, log));
		put('checkpoint', formatNote({ ...note, signatures: [...note.signatures, cosignNote(note.text, 1_700_000_000n, witness)] }));
		return place;
	}

	it.each([1, 2, 255, 256, 257, 1000, 65_600])('verifies our checkpoint, cosignature, tiles and entries at %i entries', (size) => {
		expect(go(['verify', write(size), formatVerifierKey(log.key), formatVerifierKey(witness.key)]).trim()).toBe(String(size));
	});

	it('verifies a log that the service serves over HTTP, with the access of a key', async () => {
		const service = await startTestService([], { database: '' });
		try {
			const reader = await service.createKey('auditor', ['audit:read']);
			const { store, openKeys } = (await openAudit(service.host))!;
			const entry = (at: number) => ({ tenant: 'default', at, action: 'a.b', outcome: 'success', who: { kind: 'system' } });
			await store.append(Array.from({ length: 600 }, (_, number) => entry(Date.now() + number)));
			const key = formatVerifierKey((await openKeys()).signerOf('default').key);
			const run = promisify(execFile);
			const { stdout } = await run(program, ['fetch', `${service.url}/api/v1/audit/log`, key, '', reader], { encoding: 'utf8' });
			expect(Number(stdout)).toBe(Number((await store.readHead('default'))!.size));
			expect(Number(stdout)).toBeGreaterThan(600);
			await expect(run(program, ['fetch', `${service.url}/api/v1/audit/log`, key, '', 'trp_none'])).rejects.toThrow('401');
		} finally {
			await service.close();
			await closeOpened();
		}
	});

	it('refuses our log when one byte of a tile changed', () => {
		const place = write(300);
		writeFileSync(join(place, 'tile/0/000'), Buffer.alloc(8192));
		expect(() => go(['verify', place, formatVerifierKey(log.key), formatVerifierKey(witness.key)])).toThrow('invalid transparency proof');
	});

	it('signs notes that we verify', () => {
		const made = JSON.parse(go(['make', '300'])) as { key: string; witnessKey: string; notes: Record<string, string> };
		for (const note of Object.values(made.notes))
			expect(verifyNote(parseNote(note), [made.key, made.witnessKey].map(parseVerifierKey))).toHaveLength(2);
	});

	it('judges 20,000 right and damaged proofs as we do', () => {
		const lines = makeClaims(20_000);
		const answers = go(['judge'], lines.join('\n')).trim().split('\n');
		const differing = lines.filter((line, place) => (checkProof(line) === undefined) !== (answers[place] === 'true'));
		expect([answers.length, differing]).toEqual([lines.length, []]);
		expect(answers.filter((answer) => answer === 'true').length).toBeGreaterThan(2_000);
	});
});

/** Makes claims, of which about a quarter are right. */
function makeClaims(count: number): string[] {
	const random = randomFrom(7);
	const below = (max: number) => Math.floor(random() * max);
	const entries = Array.from({ length: 40 }, (_, index) => Buffer.from([index]));
	const text = (hashes: Buffer[]) => hashes.map((hash) => hash.toString('base64'));
	const one = () => {
		const size = 1 + below(40);
		const some = entries.slice(0, size);
		const proofOf = (right: Buffer[]) => damageProof(right, below);
		const root = naiveRoot(some);
		if (below(2) === 0) {
			const index = below(size);
			const shifted = below(4) === 0 ? [below(64), below(64)] : [index, size];
			const hashes = {
				root: text([root])[0],
				leafHash: text([hashLeaf(entries[index]!)])[0],
				proof: text(proofOf(naivePath(index, some))),
			};
			return { kind: 'inclusion', leafIdx: shifted[0], treeSize: shifted[1], ...hashes };
		}
		const first = 1 + below(size);
		// The judge accepts an empty proof from an empty tree, as transparency-dev/merkle did before its #140.
		const shifted = below(4) === 0 ? [1 + below(63), below(64)] : [first, size];
		const roots = { root1: text([naiveRoot(entries.slice(0, first))])[0], root2: text([root])[0] };
		return { kind: 'consistency', size1: shifted[0], size2: shifted[1], ...roots, proof: text(proofOf(naiveConsistency(first, some))) };
	};
	return Array.from({ length: count }, () => JSON.stringify(one()));
}

function damageProof(proof: Buffer[], below: (max: number) => number): Buffer[] {
	const place = below(proof.length + 1);
	const changed = Buffer.from(proof[place % Math.max(1, proof.length)] ?? Buffer.alloc(32));
	changed[below(32)]! ^= 1 << below(8);
	const replaced = proof.length === 0 ? [changed] : proof.with(place % proof.length, changed);
	const ways = [proof, proof, replaced, proof.toSpliced(place, 1), proof.toSpliced(place, 0, changed)];
	return ways[below(ways.length)]!;
}
