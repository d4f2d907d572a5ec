import type { Block } from '../../planner/tree/plan-tree';
import { readReference } from './reference';
import { beside, follow, maxWays } from './traces';
import { tracesOf } from './traces-of';
import { slowTest } from '../../test/support/slow-tests';

const step = (name: string, more: object = {}) =>
	({ kind: 'human', id: name.toLowerCase(), name, who: 'office', ...more }) as Extract<Block, { kind: 'human' }>;

const named = { id: 'x', name: 'x' };
const [a, b, c] = [step('A'), step('B'), step('C')];
const write = (traces: string[][]) => traces.map((trace) => trace.join('')).sort();

describe('a reference', () => {
	it.each([
		['A > B', ['AB']],
		['(A | B | -) > C', ['AC', 'BC', 'C']],
		['{A & B > C}', ['ABC', 'BAC', 'BCA']],
		['*(A / B) > C', ['ABABAC', 'ABAC', 'AC']],
		['*(- / A)', ['', 'A', 'AA']],
		['*(A / -)', ['A', 'AA', 'AAA']],
		['(A ! | B) > C', ['A', 'BC']],
		['(- ! | B) > C', ['', 'BC']],
	])('%s allows %j', (text, traces) => {
		expect(write(readReference(text))).toEqual(traces);
	});

	it.each(['A >', '(A | B', '*(A)', 'A ) B', '{A & }', ''])('refuses %j', (text) => {
		expect(() => readReference(text)).toThrow(/Expected/);
	});
});

describe('a tree', () => {
	it('has the traces of the same reference', () => {
		const tree: Block[] = [
			a,
			{ ...named, kind: 'parallel', branches: [{ do: [b] }, { do: [c, step('D')] }] },
			{ ...named, kind: 'loop', until: 'done', limit: 9, do: [step('E'), step('F')] },
			{
				...named,
				kind: 'choice',
				branches: [{ name: 'x', when: 'x', do: [step('G'), { ...named, kind: 'end' }] }],
				otherwise: { name: 'y', do: [] },
			},
			step('H'),
		];
		expect(write(tracesOf({ do: tree }))).toEqual(write(readReference('A > {B & C > D} > *(E > F / -) > (G ! | -) > H')));
	});

	it.each<[string, Block[], string]>([
		['what is done late or after a failure', [step('A', { onError: [b], deadline: { after: 'P1D', do: [c] } })], 'A > (- | B | C)'],
		['each way whose condition holds', [manyOf([a], [b], [c])], '(A | B | {A & B} | C)'],
		['entries of a list', [{ ...named, kind: 'loop', each: 'items', limit: 9, do: [a, b] }], '*(- / A > B)'],
		[
			'entries at the same time',
			[{ ...named, kind: 'loop', each: 'items', together: true, limit: 9, do: [a, b] }],
			'(- | A > B | {A > B & A > B})',
		],
		[
			'a limit that was reached',
			[{ ...named, kind: 'loop', until: 'x', limit: 2, do: [a], onLimit: [b] }],
			'*(A / -) > (-) | A > A > A > B',
		],
		[
			'the first of several events',
			[{ ...named, kind: 'event', waits: [{ on: { kind: 'signal', name: 's' }, do: [a] }, { on: { kind: 'timer', duration: 'P1D' } }] }],
			'(A | -)',
		],
	])('has the ways of %s', (_, blocks, reference) => {
		expect(write(tracesOf({ do: blocks }))).toEqual(write(readReference(`(${reference})`)));
	});

	it.each([2, 4, 5, 8, 20])('takes each of %d ways after many others', (count) => {
		const many = Array.from({ length: 160 }, (_, index) => ({ steps: [`A${index}`], ends: false }));
		const then = Array.from({ length: count }, (_, index) => ({ steps: [`B${index}`], ends: false }));
		for (const ways of [follow(many, then), beside(many, then)]) {
			expect(ways.length).toBeLessThanOrEqual(maxWays);
			expect(new Set(ways.flatMap(({ steps }) => steps).filter((step) => step.startsWith('B'))).size).toBe(count);
		}
	});

	slowTest('has a bounded number of traces, however many it allows', () => {
		const branch = { do: Array.from({ length: 12 }, (_, index) => step(`S${index}`)) };
		const traces = tracesOf({ do: [{ ...named, kind: 'parallel', branches: Array.from({ length: 9 }, () => branch) }] });
		expect(traces.length).toBeLessThanOrEqual(maxWays);
		expect(traces.every(({ length }) => length === 108)).toBe(true);
	});
});

function manyOf(...lists: Block[][]): Block {
	const [last = [], ...branches] = lists.reverse();
	return {
		...named,
		kind: 'choice',
		many: true,
		branches: branches.reverse().map((blocks) => ({ name: 'x', when: 'x', do: blocks })),
		otherwise: { name: 'y', do: last },
	};
}
