import { naiveConsistency, naivePath, naiveRoot } from '../../test/support/naive-tree';
import { hashLeaf } from '../../core/audit/hashes';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

async function check(...lines: string[]) {
	const terminal = {
		...testTerminal(),
		input: async function* () {
			yield Buffer.from(lines.join('\n'));
		},
	};
	const code = await runTroupe(['audit', 'check-proof'], terminal);
	return {
		code,
		answers: terminal.printed
			.join('\n')
			.split('\n')
			.filter(Boolean)
			.map((line) => JSON.parse(line) as unknown),
		noted: terminal.noted,
	};
}

const entries = Array.from({ length: 7 }, (_, index) => Buffer.from(`entry ${index}`));
const text = (hash: Buffer) => hash.toString('base64');
const root = text(naiveRoot(entries));
const inclusion = {
	kind: 'inclusion',
	leafIdx: 3,
	treeSize: 7,
	root,
	leafHash: text(hashLeaf(entries[3]!)),
	proof: naivePath(3, entries).map(text),
};
const root1 = text(naiveRoot(entries.slice(0, 3)));
const consistency = { kind: 'consistency', size1: 3, size2: 7, root1, root2: root, proof: naiveConsistency(3, entries).map(text) };
const same = { ...consistency, size1: 7, root1: root, proof: null };
const no = (reason: string) => ({ ok: false, reason });

it('answers each line, whatever it proves, with exit code 0', async () => {
	const lines = [inclusion, consistency, same, { ...inclusion, leafIdx: 2 }, { ...consistency, proof: null }, { ...inclusion, root: '' }];
	expect(await check(...lines.map((line) => JSON.stringify(line)), '', '  ')).toEqual({
		code: 0,
		answers: [
			...[{ ok: true }, { ok: true }, { ok: true }, no('the proof leads to another root')],
			...[no('the proof is empty'), no('the root has 0 bytes, expected 32')],
		],
		noted: [],
	});
});

it('reads the whole of uint64, and refuses what is outside', async () => {
	const of = (index: string, size: string) =>
		JSON.stringify({ ...inclusion, leafIdx: 0 }).replace('"leafIdx":0,"treeSize":7', `"leafIdx":${index},"treeSize":${size}`);
	const { code, answers } = await check(
		...[
			of('18446744073709551615', '18446744073709551615'),
			of('3', '18446744073709551615'),
			of('0', '18446744073709551616'),
			of('-1', '7'),
		],
		of('9007199254740993', '9007199254740993'),
	);
	expect(code).toBe(0);
	expect(answers).toEqual([
		no('the index 18446744073709551615 is not in a tree of 18446744073709551615 entries'),
		no('the proof has 3 hashes, which are too few for a tree of 18446744073709551615 entries'),
		no('index and tree size must be from 0 to 2^64-1'),
		no('index and tree size must be from 0 to 2^64-1'),
		no('the index 9007199254740993 is not in a tree of 9007199254740993 entries'),
	]);
});

it('names a line that is not a claim by its number, answers it too, and ends with 2', async () => {
	const wrong = [
		...['{', '[]', 'null', '{}', '{"kind":"other"}', '{"kind":"__proto__"}'],
		...[
			{ ...inclusion, leafIdx: 0.5 },
			{ ...inclusion, leafIdx: '1' },
			{ ...inclusion, root: '!' },
			{ ...inclusion, proof: 'x' },
			{ ...inclusion, proof: [1] },
		].map((line) => JSON.stringify(line)),
	];
	const { code, answers, noted } = await check(...wrong, JSON.stringify(inclusion));
	expect([code, answers.length, answers.at(-1), noted.length]).toEqual([2, wrong.length + 1, { ok: true }, wrong.length]);
	expect(noted.slice(0, 5)).toEqual([
		'error: line 1 is not JSON',
		'error: line 2 is not an object',
		'error: line 3 is not an object',
		...[4, 5].map((line) => `error: line ${line} has no "kind" that is known; expected "inclusion" or "consistency"`),
	]);
	expect(noted.slice(6)).toEqual([
		'error: line 7 has no whole number as "leafIdx"',
		'error: line 8 has no whole number as "leafIdx"',
		'error: line 9 has no base64 as "root"',
		'error: line 10 has no list as "proof"',
		'error: line 11 has no base64 as hash 0 of "proof"',
	]);
	expect((await check('{"kind":"inclusion"}')).code).toBe(2);
});
