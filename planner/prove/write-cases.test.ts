import { slowTest } from '../../test/support/slow-tests';
import { buildProcess } from '../build/build-process';
import type { Block, Choice, Field, PlanTree } from '../tree/plan-tree';
import { listMissed } from './list-missed';
import { writeCases } from './write-cases';

const now = Date.parse('2026-11-30T12:00:00Z');

const write = (blocks: Block[], inputs: Field[] = [], more: Partial<PlanTree> = {}) =>
	writeCases(
		{ id: 'plan', name: 'Plan', purpose: 'It is a test.', language: 'en', trigger: { kind: 'manual' }, inputs, do: blocks, ...more },
		[],
		now,
		new AbortController().signal,
	);
const work = (id: string, more: object = {}): Block => ({ kind: 'agent', id, name: id, needs: 'work', ...more });
const choice = (id: string, when: string[], inner: Block[][] = []): Block => ({
	kind: 'choice',
	id,
	name: `${id}?`,
	branches: when.map((one, index) => ({ name: String(index), when: one, do: inner[index] ?? [] })),
	otherwise: { name: 'no', do: [] },
});
const scripts = async (written: ReturnType<typeof write>) => (await written).cases.map(({ case: one }) => one.script as object[]);

it.each<[string, string[], Field[]]>([
	['numbers on both sides of a limit', ['amount > 1000', 'amount >= 100 and amount <= 200'], [{ name: 'amount', type: 'number' }]],
	['texts with options', ['kind = "b"', 'kind in ("c", "d")'], [{ name: 'kind', type: 'text', options: ['a', 'b', 'c'] }]],
	['nothing at all', ['note = null'], [{ name: 'note', type: 'text' }]],
	['members of an object', ['order.customer.vip = true', 'order.total > 50'], [{ name: 'order', type: 'object' }]],
	['the length of a list', ['count(items) > 2', 'count(items) = 0'], [{ name: 'items', type: 'list' }]],
	['dates', ['date(due) < date("2026-01-01")', 'date(due) > today()'], [{ name: 'due', type: 'date' }]],
	[
		'two variables with each other',
		['paid > total', 'paid = total'],
		[
			{ name: 'paid', type: 'number' },
			{ name: 'total', type: 'number' },
		],
	],
	['a part of a text', ['contains(lower case(note), "urgent")'], [{ name: 'note', type: 'text' }]],
])('finds %s', async (_, when, inputs) => {
	const { missed, cases } = await write([choice('which', when)], inputs);
	expect(missed).toEqual([]);
	expect(cases).toHaveLength(when.length + 1);
});

it('says why no case gets to a branch that nothing leads to', async () => {
	const { missed } = await write([choice('which', ['amount > 5', 'amount > 10'])], [{ name: 'amount', type: 'number' }]);
	expect(missed).toEqual([{ path: '/do/0/branches/1', reason: 'noWay' }]);
});

it('goes round a loop once, twice and to its limit, with what its step returns each time', async () => {
	const loop: Block = {
		...{ kind: 'loop', id: 'until-good', name: 'Until good', limit: 3, until: 'good', onLimit: [work('give-up')] },
		do: [work('try', { writes: [{ name: 'good', type: 'boolean' }] }), choice('bad', ['not(good)'], [[work('mend')]])],
	};
	const written = write([loop]);
	expect((await written).missed).toEqual([]);
	const rounds = (await scripts(written)).map((script) =>
		script.filter((act) => JSON.stringify(act).includes('"try"')).map((act) => JSON.stringify(act).includes('true')),
	);
	expect(rounds).toEqual(expect.arrayContaining([[true], [false, true], [false, false, false]]));
});

it('goes through entries of a list, with the values that their branches need', async () => {
	const each: Block = {
		...{ kind: 'loop', id: 'each-item', name: 'Each item', each: 'items', as: 'item', limit: 5 },
		do: [choice('dear', ['item.price > 100'], [[work('ask')]])],
	};
	const { missed, cases } = await write([each], [{ name: 'items', type: 'list' }]);
	expect(missed).toEqual([]);
	const lists = cases.map(({ case: one }) => (one.start as { variables: { items: object[] } }).variables.items);
	expect(lists.map(({ length }) => length).sort()).toEqual([0, 2, 2, 6]);
	expect(JSON.stringify(lists)).toContain('{"price":101}');
});

it('goes through a list with as many entries as another condition needs', async () => {
	const each: Block = { kind: 'loop', id: 'each', name: 'Each', each: 'items', as: 'item', limit: 4, do: [work('a')] };
	const { cases, missed } = await write([choice('many', ['count(items) > 3'], [[each]])], [{ name: 'items', type: 'list' }]);
	const lengths = cases.map(({ case: one }) => (one.start as { variables: { items: object[] } }).variables.items.length);
	expect(lengths).toEqual([5, 0, 4]);
	expect(missed.map(({ path }) => path)).toEqual(['/do/0/branches/0/do/0/none']);
});

it('publishes a message with the key that the variables give, or lets the time pass', async () => {
	const event: Block = {
		...{ kind: 'event', id: 'wait', name: 'Wait' },
		waits: [
			{ name: 'answer', on: { kind: 'message', name: 'answered', key: 'order', writes: [{ name: 'reply', type: 'text', example: 'ok' }] } },
			{ name: 'late', on: { kind: 'timer', duration: 'P2D' } },
		],
	};
	expect(await scripts(write([event], [{ name: 'order', type: 'text', example: 'O-7' }]))).toEqual([
		[{ publishMessage: { name: 'answered', correlationKey: 'O-7', ttlMs: 0, variables: { reply: 'ok' } } }],
		[{ wait: 172_800_000 }],
	]);
});

it('plays what waits last among parallel branches', async () => {
	const late: Block = { kind: 'event', id: 'late', name: 'Late', waits: [{ on: { kind: 'timer', duration: 'PT1H' } }] };
	const both: Block = { kind: 'parallel', id: 'both', name: 'Both', branches: [{ do: [late] }, { do: [work('now')] }] };
	expect(await scripts(write([both]))).toEqual([
		[{ completeJob: { elementId: 'now', variables: { outcome: 'reply' } } }, { wait: 3_600_000 }],
	]);
});

it('starts by the message or the time that the plan begins with', async () => {
	const inputs: Field[] = [{ name: 'text', type: 'text', example: 'hi' }];
	const [byMessage] = (await write([work('a')], inputs, { trigger: { kind: 'message', name: 'mail' } })).cases;
	expect(byMessage!.case).toMatchObject({ start: null, script: [{ publishMessage: { name: 'mail', variables: { text: 'hi' } } }, {}] });
	const [byTime] = (await write([work('a')], [], { trigger: { kind: 'timer', at: 'R/P1D' } })).cases;
	expect(byTime!.case).toMatchObject({ start: null, script: [{ wait: 86_400_000 }, {}] });
});

slowTest('stays bounded for a plan with more ways than there may be cases', async () => {
	const blocks = Array.from({ length: 120 }, (_, index) => choice(`c${index}`, [`a${index} > 5`, `a${index} < 2`]));
	const inputs = Array.from({ length: 120 }, (_, index): Field => ({ name: `a${index}`, type: 'number' }));
	const { cases, missed } = await write(blocks, inputs);
	expect(cases.length).toBeLessThanOrEqual(200);
	expect(cases.length + missed.length).toBeGreaterThan(200);
});

it('knows that time has passed where a condition asks for today', async () => {
	const late: Block = { ...{ kind: 'event', id: 'late', name: 'Late' }, waits: [{ on: { kind: 'timer', duration: 'P20D' } }] };
	const due: Field = { name: 'due', type: 'date', example: '2026-12-01' };
	const { cases } = await write([late, choice('still', ['date(due) > today()'], [[work('a')]])], [due]);
	const [first] = cases.map(({ case: one }) => (one.start as { variables: { due: string } }).variables.due);
	expect(Date.parse(first!)).toBeGreaterThan(now + 20 * 86_400_000);
});

/** Conditions that depend on each other, so that finding values for all of them never ends. */
const hardInputs = Array.from({ length: 6 }, (_, index): Field => ({ name: `n${index}`, type: 'number' }));
const hardChoice = (id: string): Block =>
	choice(
		id,
		Array.from(
			{ length: 20 },
			(_, index) => `${hardInputs.map(({ name }, at) => `${name} * ${at + index + 1}`).join(' + ')} = ${index * 997 + 13}`,
		),
	);

slowTest('lets other work go on while it looks, and says what it did not find', async () => {
	const { signal } = new AbortController();
	let turns = 0;
	let isOver = false;
	const turn = (): void => {
		turns++;
		if (!isOver) setImmediate(turn);
	};
	turn();
	const tree: PlanTree = {
		...{ id: 'plan', name: 'Plan', purpose: 'It is a test.', language: 'en', trigger: { kind: 'manual' } },
		...{ inputs: hardInputs, do: [{ ...hardChoice('a'), branches: (hardChoice('a') as Choice).branches.slice(0, 2) } as Block] },
	};
	const { missed } = await writeCases(tree, [], now, signal, { clock: { now: () => now } });
	isOver = true;
	expect(turns).toBeGreaterThan(100);
	expect(missed.map(({ reason }) => reason)).toContainEqual(expect.stringMatching(/noWay|noEnd/));
});

it('stops at its time, and where it is told to', async () => {
	const tree: PlanTree = {
		...{ id: 'plan', name: 'Plan', purpose: 'It is a test.', language: 'en', trigger: { kind: 'manual' } },
		...{ inputs: hardInputs, do: [hardChoice('a'), hardChoice('b')] },
	};
	let reads = 0;
	const late = await writeCases(tree, [], now, new AbortController().signal, { clock: { now: () => now + 20 * reads++ } });
	expect(reads).toBeLessThan(1_100);
	expect(late.missed.at(-1)).toMatchObject({ path: '/do/1/otherwise', reason: 'noTime' });
	const stopped = await writeCases(tree, [], now, AbortSignal.abort(), { clock: { now: () => now } });
	expect([stopped.cases.length, stopped.missed.length]).toEqual([0, 42]);
});

it('takes names such as __proto__ for names', async () => {
	const { cases } = await write([choice('which', ['a.`__proto__` = 5'])], [{ name: 'a', type: 'object' }]);
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	expect(cases.length).toBeGreaterThan(0);
});

it('has no case with an empty list where the form that asks for it requires it', async () => {
	const each: Block = { kind: 'loop', id: 'each-item', name: 'Each item', each: 'items', as: 'item', limit: 5, do: [work('look')] };
	const list = (required?: boolean): Block => ({
		...{ kind: 'human', id: 'list', name: 'List the items', who: 'team' },
		writes: [{ name: 'items', type: 'list', ...(required === false && { required }) }],
	});
	const names = async (...blocks: Block[]) => (await write(blocks)).cases.map(({ name }) => name).join('; ');
	expect(await names(list(), each)).not.toContain('an empty list');
	expect(await names(list(false), each)).toContain('an empty list');
});

it('names ways that need no case, and were not gone, apart from those that must be', async () => {
	const each: Block = { kind: 'loop', id: 'each', name: 'Each', each: 'items', as: 'item', limit: 2, do: [] };
	const tree: PlanTree = {
		...{ id: 'plan', name: 'Plan', purpose: 'It is a test.', language: 'en', trigger: { kind: 'form' } },
		inputs: [{ name: 'items', type: 'list' }],
		do: [each, choice('long', ['count(items) > 50'], [[work('a')]])],
	};
	const written = await writeCases(tree, [], now, new AbortController().signal);
	expect(listMissed(tree, written)).toEqual({
		missed: [
			'long? 0: no values were found with which an instance gets there. Look at the conditions before it, or give an example of their values.',
		],
		optional: ['Each: an empty list: no values were found with which an instance gets there.'],
	});
});

it('has a case for a person who answers for an agent, and for an agent that fails', async () => {
	const agent: Block = { ...work('ask', { agent: 'support', writes: [{ name: 'answer', type: 'text', example: 'Yes' }] }) };
	const tree: PlanTree = {
		...{ id: 'plan', name: 'Plan', purpose: 'It is a test.', language: 'en', trigger: { kind: 'manual' }, inputs: [], do: [agent] },
	};
	const { cases, missed } = await writeCases(tree, await buildProcess(tree), now, new AbortController().signal);
	expect(missed).toEqual([]);
	const byPerson = { completeUserTask: { elementId: 'ask-person', variables: { answer: 'Yes' } } };
	expect(cases.map(({ name, case: one }) => [name, one.script])).toEqual([
		['The usual way', [{ completeJob: { elementId: 'ask', variables: { outcome: 'reply', reply: 'Yes' } } }]],
		[
			'ask: it leaves the answer to a person',
			[{ completeJob: { elementId: 'ask', variables: { outcome: 'needs-human', reply: null, output: null } } }, byPerson],
		],
		['ask: it fails', [{ completeJob: { elementId: 'ask', error: { code: 'TROUPE_FAILED', message: 'A case of the plan.' } } }, byPerson]],
	]);
});
