import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAgentDefinition } from '../../core/agents/definition/parse-agent-definition';
import type { Host } from '../../providers/compose/hosts/host';
import { openRuns } from '../../providers/compose/state/host-runs';
import { plainDefinition } from '../../test/support/registry/manifests-of-each-kind';
import type { Candidate } from '../plan';
import type { AgentStep, Block, PlanTree } from '../tree/plan-tree';
import { rangeOfRuns } from './cost-range';
import { estimatePlan } from './estimate-plan';
import type { CostLedger } from './ledger';
import { openLedger } from './open-ledger';
import { slowTest } from '../../test/support/slow-tests';

const tree = (...blocks: Block[]): PlanTree => ({
	...{ id: 'p', name: 'P', purpose: 'p', language: 'en', trigger: { kind: 'manual' }, inputs: [], do: blocks },
});
const agent = (id: string, more: Partial<AgentStep> = {}): AgentStep => ({
	kind: 'agent',
	id,
	name: id,
	needs: id,
	agent: `${id}@^1`,
	...more,
});
const choice = (id: string, ...branches: Block[][]): Block => ({
	...{ kind: 'choice', id, name: id },
	branches: branches.slice(1).map((blocks) => ({ name: 'x', when: 'true', do: blocks })),
	otherwise: { name: 'y', do: branches[0] ?? [] },
});
const end = (id: string): Block => ({ kind: 'end', id, name: id });

/** An agent costs what the figure in its id says, from half to twice as much. */
const byName: CostLedger = {
	runsOf: async () => [],
	estimate: async (name) => {
		const cost = Number(/^a(\d+)/.exec(name)?.[1]);
		return Number.isNaN(cost) ? undefined : { low: cost / 2, likely: cost, high: cost * 2, basis: 'estimated' };
	},
};
const cost = async (blocks: Block[], ledger = byName) => (await estimatePlan(tree(...blocks), new Map(), ledger)).plan;

describe('the cost of a plan', () => {
	it('adds up what follows each other and what is parallel', async () => {
		const both: Block = { kind: 'parallel', id: 'p', name: 'p', branches: [{ do: [agent('a4')] }, { do: [agent('a8')] }] };
		expect(await cost([agent('a2'), both])).toEqual({ low: 7, likely: 14, high: 28, basis: 'estimated' });
	});

	it('has the cheapest branch below and the dearest above', async () => {
		expect(await cost([choice('c', [], [agent('a4')], [agent('a8')])])).toEqual({ low: 0, likely: 4, high: 16, basis: 'estimated' });
		const many = { ...choice('c', [], [agent('a4')], [agent('a8')]), many: true } as Block;
		expect((await cost([many])).high).toBe(24);
	});

	it('has a loop once and up to its limit, or as often as was recorded', async () => {
		const loop: Block = { kind: 'loop', id: 'l', name: 'l', do: [agent('a2')], until: 'done', limit: 10 };
		expect(await cost([loop])).toEqual({ low: 1, likely: 4, high: 40, basis: 'estimated' });
		expect(await cost([loop], { ...byName, roundsOf: async () => 1.5 })).toMatchObject({ likely: 3, high: 40 });
		expect(await cost([{ ...loop, each: 'orders', as: 'order' }])).toMatchObject({ low: 0, likely: 6, high: 40 });
	});

	it('has a loop that nothing ends as often as its limit, and what comes after the limit always', async () => {
		const loop: Block = { kind: 'loop', id: 'l', name: 'l', do: [agent('a2')], onLimit: [agent('a8')], limit: 3 };
		expect(await cost([loop], { ...byName, roundsOf: async () => 1 })).toEqual({ low: 7, likely: 14, high: 28, basis: 'estimated' });
		const timesOf = async (block: Block) => {
			const { steps } = await estimatePlan(tree(block), new Map(), byName);
			return [...steps.values()].map(({ times }) => [times.low, times.high]);
		};
		expect(await timesOf(loop)).toEqual([
			[3, 3],
			[1, 1],
		]);
		const stops = { ...loop, do: [agent('a2'), choice('c', [], [end('e')])] };
		expect(await timesOf(stops)).toEqual([
			[1, 3],
			[0, 1],
		]);
		expect(await timesOf({ ...loop, until: 'done' })).toEqual([
			[1, 3],
			[0, 1],
		]);
	});

	it('ends where the plan ends', async () => {
		const stops = choice('c', [], [end('e')]);
		expect(await cost([agent('a2'), stops, agent('a8')])).toEqual({ low: 1, likely: 6, high: 20, basis: 'estimated' });
		expect(await cost([end('e'), agent('a8')])).toMatchObject({ high: 0 });
		const { steps } = await estimatePlan(tree(agent('a2'), stops, agent('a8')), new Map(), byName);
		expect([steps.get('a2')!.times, steps.get('a8')!.times]).toEqual([
			{ low: 1, high: 1 },
			{ low: 0, high: 1 },
		]);
	});

	it('counts what is done after an error or a deadline above, and hardly in the middle', async () => {
		const { low, likely, high } = await cost([agent('a2', { onError: [agent('a8')], deadline: { after: 'PT1H', do: [end('e')] } })]);
		expect([low, high]).toEqual([0, 20]);
		expect(likely).toBeCloseTo(2.4);
	});

	it('is said to be unknown where a step’s is, and is never 0 for that (pingdotgg/t3code#5799)', async () => {
		expect(await cost([agent('a2'), agent('nobody-knows')])).toEqual({ low: 1, likely: 2, high: 4, basis: 'unknown' });
		const plan = tree(
			{ kind: 'node', id: 'n', name: 'n', needs: 'n', node: '@n8n/n8n-nodes-langchain.openAi' },
			agent('x', { agent: undefined }),
		);
		const { steps } = await estimatePlan(plan, new Map(), byName);
		expect([...steps.values()].map((step) => step.cost?.basis)).toEqual(['unknown', 'unknown']);
		const called = tree({ kind: 'call', id: 'c', name: 'c', process: 'other' });
		expect((await estimatePlan(called, new Map(), byName)).plan.basis).toBe('unknown');
		const instances = { ...byName, instancesOf: async () => [1, 2, 3] };
		expect((await estimatePlan(called, new Map(), instances)).plan).toMatchObject({ likely: 2, basis: 'recorded' });
	});

	it('has no cost of models for people, requests and messages', async () => {
		const { steps, plan } = await estimatePlan(tree({ kind: 'human', id: 'h', name: 'h', who: 'finance' }), new Map(), byName);
		expect(steps.get('h')).toEqual({ times: { low: 1, high: 1 } });
		expect(plan).toMatchObject({ high: 0, basis: 'estimated' });
	});

	it('stays ordered for any tree', async () => {
		const { blocks } = fc.letrec((tie) => ({
			blocks: fc.array(tie('block'), { maxLength: 3 }) as fc.Arbitrary<Block[]>,
			block: fc.oneof(
				{ maxDepth: 4, withCrossShrink: true },
				fc.nat(9).map((figure) => agent(`a${figure}`)),
				fc.constant(end('e')),
				fc.array(tie('blocks') as fc.Arbitrary<Block[]>, { minLength: 1, maxLength: 3 }).map((branches) => choice('c', ...branches)),
				fc.tuple(tie('blocks') as fc.Arbitrary<Block[]>, fc.integer({ min: 1, max: 9 })).map(([body, limit]): Block => ({
					...{ kind: 'loop', id: 'l', name: 'l', do: body, limit },
				})),
				(tie('blocks') as fc.Arbitrary<Block[]>).map((onError) => agent('a1', { onError })),
			),
		}));
		await fc.assert(
			fc.asyncProperty(blocks, async (drawn) => {
				const { low, likely, high } = await cost(drawn);
				expect(low).toBeGreaterThanOrEqual(0);
				expect(likely).toBeGreaterThanOrEqual(low - 1e-6);
				expect(high).toBeGreaterThanOrEqual(likely - 1e-6);
			}),
			{ numRuns: 200 },
		);
	});
});

describe('recorded runs', () => {
	it('give a range that four of five further runs are in', () => {
		expect(rangeOfRuns([1, 2])).toBeUndefined();
		expect(rangeOfRuns([1, 2, 6])).toEqual({ low: 1 / 1.5, likely: 2, high: 9, basis: 'recorded' });
		const hundred = Array.from({ length: 99 }, (_, at) => at + 1);
		expect(rangeOfRuns(hundred.toReversed())).toEqual({ low: 10, likely: 50, high: 90, basis: 'recorded' });
	});

	it('count before an estimate, but not where most have no price', async () => {
		const candidate = { name: 'a2@^1', version: '1.0.0' } as Candidate;
		const asked: unknown[] = [];
		const estimate = async (runs: Array<number | null>) => {
			const ledger = { ...byName, runsOf: async (...what: unknown[]) => (asked.push(what), runs) };
			return (await estimatePlan(tree(agent('a2')), new Map([['a2', [candidate]]]), ledger)).plan;
		};
		expect(await estimate([5, 5, 5, null])).toMatchObject({ likely: 5, basis: 'recorded' });
		expect(await estimate([5, 5, 5, null, null, null])).toMatchObject({ likely: 2, basis: 'estimated' });
		expect(asked[0]).toEqual(['a2', '1.0.0']);
	});

	it('are read from the state, and end before those that judge the estimate', async () => {
		const home = mkdtempSync(join(tmpdir(), 'troupe-plan-costs-'));
		try {
			let now = 1_000;
			const host = { stateFolder: home, agentFolders: [], providers: {}, clock: { now: () => now } } as unknown as Host;
			const runs = await openRuns(host, home);
			const record = async (runId: string, costUsd: number | null, version = '1.0.0', of = {}) => {
				now += 10;
				await runs.begin({ runId, agent: { id: 'support', version, sha256: 'a'.repeat(64) }, host: 'worker', withinMs: 1_000, of });
				const figures = { durationMs: 1, inputTokens: 1, outputTokens: 1, modelCalls: 1, toolCalls: 0, model: 'x:y' };
				await runs.end(runId, {
					...{ state: 'completed', outcome: 'completed', reason: null, errorCode: null, error: null, tools: [] },
					usage: { ...figures, costUsd },
				});
			};
			await record('one', 0.01);
			await record('two', null);
			await record('other', 9, '2.0.0');
			const before = (now += 10);
			await record('judges', 5);
			expect(await openLedger(host).roundsOf!('p', ['a'])).toBeUndefined();
			expect(await openLedger(host, { before }).runsOf('support', '1.0.0')).toEqual([null, 0.01]);
			expect(await openLedger(host).runsOf('support', '1.0.0')).toEqual([5, null, 0.01]);
			for (const [instance, rounds] of [
				[1, 1],
				[2, 2],
				[3, 6],
			] as const)
				for (let round = 0; round < rounds; round += 1)
					await record(`i${instance}-${round}`, 0.5, '3.0.0', { process: 'p', instance: `${instance}`, element: 'a' });
			expect(await openLedger(host).roundsOf!('p', ['a', 'b'])).toBe(3);
			expect(await openLedger(host).instancesOf!('p')).toEqual([3, 1, 0.5]);
			await runs.close();
		} finally {
			rmSync(home, { recursive: true });
		}
	});
});

describe('an estimate without runs', () => {
	const estimate = async (changes: object) => {
		const definition = await parseAgentDefinition({ ...plainDefinition, tools: undefined, limits: {}, ...changes }, 'test');
		const host = { agentFolders: [], providers: {} } as unknown as Host;
		return openLedger(host, { readAgent: async () => definition }).estimate('support');
	};

	slowTest('is of the prompt and the prices, from a short reply to the limits', async () => {
		const { low, likely, high, basis } = (await estimate({}))!;
		expect(basis).toBe('estimated');
		expect(low).toBeGreaterThan(0);
		expect(likely).toBeGreaterThan(low);
		expect(high).toBeGreaterThan(likely);
		expect((await estimate({ limits: { costUsd: 0.0001 } }))!.high).toBe(0.0001);
		expect((await estimate({ prompt: 'You help. '.repeat(2_000) }))!.likely).toBeGreaterThan(likely * 2);
	});

	slowTest('has the price that the definition says, and is undefined where nobody knows one (bradtaylorsf/alpha-loop#424)', async () => {
		const model = (more: object) => ({ model: { route: [{ provider: 'openai', model: 'made-up', ...more }], extractive: false } });
		expect(await estimate(model({}))).toBeUndefined();
		expect((await estimate(model({ price: { input: 1_000, output: 1_000 } })))!.likely).toBeGreaterThan(0.1);
	});

	it('tells a model that is free from one whose price nobody knows (anomalyco/opencode#30012)', async () => {
		const route = (provider: string) => ({ model: { route: [{ provider, model: 'made-up' }], extractive: false } });
		expect([await estimate(route('ollama')), await estimate(route('openai'))]).toEqual([
			{ low: 0, likely: 0, high: 0, basis: 'estimated' },
			undefined,
		]);
	});

	it('is nothing for an agent that quotes its documents', async () => {
		expect(await estimate({ model: { route: [] }, knowledge: undefined })).toMatchObject({ high: 0, basis: 'estimated' });
	});
});
