import { createSigner, formatVerifierKey } from '../note-key';
import { isQuorum, parseTlogPolicy } from './tlog-policy';

const keyOf = (seed: number, type: 'note' | 'cosignature' = 'cosignature') =>
	createSigner(`w${seed}.example`, type, Buffer.alloc(32, seed)).key;
const text = (seed: number, type?: 'note' | 'cosignature') => formatVerifierKey(keyOf(seed, type));
const parse = (...lines: string[]) => parseTlogPolicy(`${lines.join('\n')}\n`, 'the file');

it('reads logs, witnesses with addresses, comments and nested groups', () => {
	const policy = parse(
		'# who watches us',
		`log ${text(9, 'note')} https://log.example/`,
		`  witness X1\t${text(1)} https://x1.example/`,
		`witness X2 ${text(2)}`,
		`witness Y1 ${text(3)}`,
		'',
		'group X 2 X1 X2',
		'group both all X Y1',
		'quorum both',
	);
	expect(policy.logs).toEqual([{ key: keyOf(9, 'note'), url: 'https://log.example/' }]);
	expect(policy.witnesses.map(({ name, url }) => [name, url])).toEqual([
		['X1', 'https://x1.example/'],
		['X2', undefined],
		['Y1', undefined],
	]);
	expect([isQuorum(policy, [keyOf(1), keyOf(2)]), isQuorum(policy, [keyOf(1), keyOf(2), keyOf(3)])]).toEqual([false, true]);
	expect(isQuorum(policy, [keyOf(1), keyOf(1), keyOf(3)])).toBe(false);
});

it('needs nobody for "none", one for "any", and somebody where the line is missing', () => {
	expect(isQuorum(parse('quorum none'), [])).toBe(true);
	const any = parse(`witness A ${text(1)}`, `witness B ${text(2)}`, 'group G any A B', 'quorum G');
	expect([isQuorum(any, []), isQuorum(any, [keyOf(2)]), isQuorum(any, [keyOf(3)])]).toEqual([false, true, false]);
	expect(isQuorum(parse(`witness A ${text(1)}`), [keyOf(1)])).toBe(false);
});

it.each([
	['a line of another kind', 2, ['', 'witnes A x']],
	['the key of a log as that of a witness', 1, [`witness A ${text(1, 'note')}`]],
	['the key of a witness as that of a log', 1, [`log ${text(1)}`]],
	[
		'one public key under two names',
		2,
		[`witness A ${text(1)}`, `witness B ${formatVerifierKey(createSigner('other', 'cosignature', Buffer.alloc(32, 1)).key)}`],
	],
	['a name twice', 2, [`witness A ${text(1)}`, `witness A ${text(2)}`]],
	['a witness called none', 1, [`witness none ${text(1)}`]],
	['a group of nobody', 2, [`witness A ${text(1)}`, 'group G any']],
	['a member that is defined later', 1, ['group G any A', `witness A ${text(1)}`]],
	['a member of two groups', 3, [`witness A ${text(1)}`, 'group G any A', 'group H any A']],
	['a member twice, which would count twice', 2, [`witness A ${text(1)}`, 'group G 2 A A']],
	['more than all', 2, [`witness A ${text(1)}`, 'group G 2 A']],
	['nobody at all', 2, [`witness A ${text(1)}`, 'group G 0 A']],
	['two quorums', 2, ['quorum none', 'quorum none']],
	['an unknown quorum', 1, ['quorum G']],
	['a carriage return', 1, ['quorum none\r']],
	['a damaged key', 1, [`witness A ${text(1).slice(0, -4)}`]],
])('refuses %s, with the line', (_, line, lines) => {
	expect(() => parse(...lines)).toThrow(
		expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(`Line ${line} of the file`) as string }),
	);
});
