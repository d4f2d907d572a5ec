import type { ViolationRecord, ViolationStore } from '../../ports/guardrails/violations';
import type { Violation } from '../policy/guard';
import { createViolationLog, violationsKeptMs } from './violation-log';
import { waitUntil } from '../../../test/support/wait-until';

const violation = (changes: Partial<Violation> = {}): Violation => ({
	guardrail: 'personal-data',
	code: 'PERSONAL_DATA',
	stage: 'input',
	action: 'block',
	matches: [{ type: 'BR_CPF', start: 4, end: 18, score: 1 }],
	reason: 'The text contains personal data: CPF.',
	...changes,
});

export function testViolationLog(openStore: () => ViolationStore): void {
	let store: ViolationStore;
	let now: number;
	beforeEach(() => {
		store = openStore();
		now = 1_000_000;
	});
	const logOf = (tenant?: string) =>
		createViolationLog({ store, tenant, clock: { now: () => now }, pseudonym: async (kind, id) => `${kind} of ${id.length} characters` });

	test('stores violations by type and position, with place and time', async () => {
		const policy = { id: 'strict', version: '2.0.0' };
		const agent = { agent: 'support', agentVersion: '1.0.0', agentSha256: 'abc' };
		await logOf().record([violation({ policy })], {
			conversationId: '5511987654321',
			person: 'ana',
			run: 'r',
			key: 'trp_1',
			...agent,
			host: 'n8n',
		});
		expect(await logOf().read()).toEqual([
			{
				id: 1,
				at: now,
				conversation: 'conversation of 13 characters',
				person: 'subject of 3 characters',
				run: 'r',
				key: 'trp_1',
				...agent,
				policy: 'strict',
				policyVersion: '2.0.0',
				host: 'n8n',
				guardrail: 'personal-data',
				code: 'PERSONAL_DATA',
				stage: 'input',
				action: 'block',
				tool: null,
				argument: null,
				matches: [{ type: 'BR_CPF', start: 4, end: 18, score: 1 }],
				matchCount: 1,
			},
		]);
		await logOf().record([], { host: 'n8n' });
		expect(await logOf('other').read()).toEqual([]);
	});

	test('does not store text that a guardrail put in place of a name, and limits the number of matches', async () => {
		const matches = Array.from({ length: 80 }, () => ({ type: 'ana@example.com', start: 0, end: 1, score: 1, value: '529.982.247-25' }));
		matches[1]!.type = '529.982.247-25';
		await logOf().record([violation({ matches, guardrail: 'ana@example.com', reason: 'ana@example.com' })], { host: 'n8n' });
		const [record] = await logOf().read();
		expect(JSON.stringify(record)).not.toMatch(/ana@|529/);
		expect(record).toMatchObject({ matchCount: 80, guardrail: 'unnamed', conversation: null, agent: null });
		expect(record!.matches).toHaveLength(50);
	});

	test('stores the tool and the place of an argument, and nothing else that a model wrote as a name', async () => {
		const refused = { stage: 'tool-arguments', action: 'refuse' } as const;
		const places = [
			{ tool: 'send_email', argument: 'customer.notes[2].*' },
			{ tool: 'order_52998224725', argument: 'ana@example.com' },
			{ tool: 'Ana Silva', argument: 'customer.52998224725' },
			{ tool: 'list', argument: '[0][12]' },
			{ tool: 'list', argument: `a${'.b'.repeat(600)}` },
		];
		await logOf().record(
			places.map((place) => violation({ ...refused, ...place })),
			{ host: 'agent' },
		);
		expect((await logOf().read()).map(({ tool, argument }) => [tool, argument])).toEqual([
			['send_email', 'customer.notes[2].*'],
			['unnamed', 'unnamed'],
			['unnamed', 'unnamed'],
			['list', '[0][12]'],
			['list', 'unnamed'],
		]);
	});

	test('adds a record with a key once', async () => {
		const event = { guardrail: 'monthly', code: 'BUDGET_80', stage: 'usage', action: 'log', host: 'worker' } as const;
		const first = await Promise.all([logOf().recordOnce('a', event), logOf().recordOnce('a', event)]);
		expect(first.toSorted()).toEqual([false, true]);
		expect([
			await logOf().recordOnce('b', event),
			await logOf('other').recordOnce('a', event),
			await logOf().recordOnce('a', event),
		]).toEqual([true, true, false]);
		const expected = { guardrail: 'monthly', code: 'BUDGET_80', stage: 'usage', agent: null, matches: [] };
		expect(await logOf().read()).toMatchObject([
			{ id: 1, ...expected },
			{ id: 2, ...expected },
		]);
	});

	test('returns the id of its newest record', async () => {
		expect(await logOf().last()).toBe(0);
		await logOf().record([violation(), violation()], { host: 'n8n' });
		expect([await logOf().last(), await logOf('other').last()]).toEqual([2, 0]);
	});

	test('reads on from the position of each reader, per tenant', async () => {
		for (let number = 0; number < 5; number++) await logOf().record([violation(), violation()], { host: 'n8n' });
		await logOf('other').record([violation()], { host: 'n8n' });
		const ids = async (after?: number, limit?: number) => (await logOf().read({ after, limit })).map(({ id }) => id);
		expect([await ids(undefined, 3), await ids(3, 4), await ids(7), await ids(10)]).toEqual([[1, 2, 3], [4, 5, 6, 7], [8, 9, 10], []]);
		await expect(logOf().read({ after: -1 })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		await expect(logOf().read({ limit: 0 })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});

	test('drops old and surplus records, and never reuses an id', async () => {
		await logOf().record([violation()], { host: 'n8n' });
		now += violationsKeptMs + 1;
		await logOf().record([violation()], { host: 'n8n' });
		expect((await logOf().read()).map(({ id }) => id)).toEqual([2]);
		const [record] = await logOf().read();
		await store.append('default', [record!, record!, record!], { max: 2, since: 0 });
		expect((await logOf().read()).map(({ id }) => id)).toEqual([4, 5]);
	});

	test('delivers each violation once and in order to subscribers, from now on or from their position', async () => {
		await logOf().record([violation()], { host: 'n8n' });
		const [fresh, all]: [number[], number[]] = [[], []];
		const told = new Promise<void>((resolve, reject) => {
			const resolveWithLast = () => fresh.at(-1) === 4 && all.at(-1) === 4 && resolve();
			const take = ({ id }: ViolationRecord) => {
				fresh.push(id);
				resolveWithLast();
			};
			ends.push(logOf().subscribe(take, reject));
			const end = logOf().subscribe(
				async ({ id }) => {
					await Promise.resolve();
					all.push(id);
					resolveWithLast();
				},
				reject,
				0,
			);
			ends.push(end);
		});
		await waitUntil('the first violation', () => all.length > 0, { everyMs: 1 });
		await Promise.all([1, 2, 3].map(() => logOf().record([violation()], { host: 'n8n' })));
		await told;
		expect([fresh, all]).toEqual([
			[2, 3, 4],
			[1, 2, 3, 4],
		]);
	});

	test('ends a subscription that fails, and reports why', async () => {
		const seen: ViolationRecord[] = [];
		const failure = new Promise((resolve) => {
			logOf().subscribe((record) => {
				seen.push(record);
				throw new Error('no');
			}, resolve);
		});
		await new Promise((resolve) => setImmediate(resolve));
		await logOf().record([violation(), violation()], { host: 'n8n' });
		expect(await failure).toMatchObject({ message: 'no' });
		await logOf().record([violation()], { host: 'n8n' });
		expect(seen).toHaveLength(1);
	});

	const ends: Array<() => void> = [];
	afterEach(() => {
		for (const end of ends.splice(0)) end();
	});
}
