/**
 * Measures for how many runs of plans the cost lies in the range that was said before. Ten plans of four agents run on the embedded engine, with a
 * stand-in of a model whose answers differ in length as real ones do. Each plan is estimated twice: by prompts and prices before anything ran, judged by
 * its first runs, and by these runs as recorded, judged by later ones. Goal: 0.8 or more.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { agentJobHandler } from '../../../engine-adapter/workers/agent-worker';
import { buildProcess } from '../../../planner/build/build-process';
import { estimatePlan } from '../../../planner/cost/estimate-plan';
import { openLedger } from '../../../planner/cost/open-ledger';
import type { CostRange } from '../../../planner/plan';
import type { AgentStep, Block, PlanTree } from '../../../planner/tree/plan-tree';
import type { Host } from '../../../providers/compose/hosts/host';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { openGate } from '../../../test/fakes/permissive-gate';

const firstRuns = Number(process.env.BENCH_FIRST ?? 12);
const laterRuns = Number(process.env.BENCH_LATER ?? 12);
const timeoutMs = 60_000;

/** Median number of letters in the answers of each agent, and how much they differ (sigma of a log-normal distribution). */
const agents: Record<string, { letters: number; spread: number; prompt: string }> = {
	reader: { letters: 240, spread: 0.4, prompt: 'You read letters, and say what is in them. '.repeat(20) },
	writer: { letters: 1_200, spread: 0.7, prompt: 'You write replies to customers. '.repeat(10) },
	translator: { letters: 900, spread: 0.5, prompt: 'You translate texts. ' },
	judge: { letters: 40, spread: 0.2, prompt: 'You judge replies. '.repeat(30) },
};

const step = (id: string, agent: string, more: Partial<AgentStep> = {}): AgentStep => ({
	kind: 'agent',
	id,
	name: `Ask ${agent}`,
	needs: `What ${agent} does`,
	agent,
	reads: ['letter'],
	...more,
});
const judge = (id: string) => step(id, 'judge', { writes: [{ name: 'verdict', type: 'text', options: ['done', 'again'] }] });
const ifUrgent = (id: string, blocks: Block[], others: Block[] = []): Block => ({
	kind: 'choice',
	id,
	name: 'Urgent?',
	branches: [{ name: 'yes', when: 'urgent', do: blocks }],
	otherwise: { name: 'no', do: others },
});

const plans: Block[][] = [
	[step('read', 'reader')],
	[step('write', 'writer')],
	[step('read', 'reader'), step('write', 'writer'), step('translate', 'translator')],
	[step('read', 'reader'), ifUrgent('urgency', [step('write', 'writer')])],
	[ifUrgent('urgency', [step('write', 'writer')], [step('translate', 'translator'), step('read', 'reader')])],
	[
		{
			kind: 'parallel',
			id: 'both',
			name: 'Both',
			branches: [{ do: [step('write', 'writer')] }, { do: [step('translate', 'translator')] }],
		},
	],
	[
		{
			kind: 'loop',
			id: 'until-good',
			name: 'Until it is good',
			limit: 4,
			until: 'verdict = "done"',
			do: [step('write', 'writer'), judge('judge')],
		},
	],
	[
		{
			kind: 'loop',
			id: 'for-each',
			name: 'Each page',
			limit: 5,
			each: 'pages',
			as: 'page',
			do: [step('read', 'reader', { reads: ['page'] })],
		},
	],
	[step('read', 'reader'), ifUrgent('urgency', [{ kind: 'end', id: 'stop', name: 'Stopped' }]), step('write', 'writer')],
	[judge('judge'), step('translate', 'translator'), ifUrgent('urgency', [step('write', 'writer'), judge('judge-2')])],
];
const trees = plans.map((blocks, at): PlanTree => ({
	id: `plan-${at + 1}`,
	name: `Plan ${at + 1}`,
	purpose: 'Answers letters.',
	language: 'en',
	trigger: { kind: 'manual' },
	do: blocks,
	inputs: [
		{ name: 'letter', type: 'text' },
		{ name: 'urgent', type: 'boolean' },
		{ name: 'pages', type: 'list' },
	],
}));

export async function run(): Promise<number> {
	const home = mkdtempSync(join(tmpdir(), 'troupe-plans-cost-'));
	const random = createRandom(20_261_130);
	const server = await startOpenAiServer({ respond: ({ messages }) => ({ text: answer(messages, random) }) });
	const host = openHost(home, `${server.url}/v1`);
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	const worker = await engine.openWorker('troupe:agent', { name: 'bench', concurrency: 4, timeoutMs }, agentJobHandler(host));
	try {
		for (const tree of trees) await engine.deploy(await buildProcess(tree));
		const runPlan = async ({ id }: PlanTree): Promise<number> => {
			const { instanceKey } = await engine.startAndAwait({ processId: id, variables: drawVariables(random) }, timeoutMs);
			return measureCost(host, home, instanceKey);
		};
		const shares = { estimated: await judgeAll(host, runPlan, firstRuns), recorded: await judgeAll(host, runPlan, laterRuns) };
		for (const [basis, { inside, all }] of Object.entries(shares)) console.log(`${basis}: ${inside} of ${all} runs in the range`);
		const { estimated, recorded } = shares;
		return Math.round(((estimated.inside + recorded.inside) / (estimated.all + recorded.all)) * 1000) / 1000;
	} finally {
		await worker.close();
		await engine.close();
		await server.close();
		rmSync(home, { recursive: true });
	}
}

/** Estimates all plans before any of the runs that judge the estimates. */
async function judgeAll(host: Host, runPlan: (tree: PlanTree) => Promise<number>, runs: number): Promise<{ inside: number; all: number }> {
	const ledger = openLedger(host, { before: Date.now() });
	const ranges: CostRange[] = [];
	for (const tree of trees) ranges.push((await estimatePlan(tree, new Map(), ledger)).plan);
	let inside = 0;
	for (const [at, tree] of trees.entries()) {
		const costs: number[] = [];
		for (let count = 0; count < runs; count += 1) costs.push(await runPlan(tree));
		const { low, likely, high, basis } = ranges[at]!;
		const within = costs.filter((cost) => cost >= low && cost <= high).length;
		const cents = (dollars: number) => (dollars * 100).toFixed(3);
		const mean = costs.reduce((sum, cost) => sum + cost, 0) / runs;
		console.log(
			`${tree.id} (${basis}): said ${cents(low)} to ${cents(high)}, likely ${cents(likely)}; mean ${cents(mean)} cents; ${within} of ${runs} inside`,
		);
		inside += within;
	}
	return { inside, all: trees.length * runs };
}

async function measureCost(host: Host, home: string, instance: string): Promise<number> {
	const runs = await (await openRuns(host, home)).list(200, false, { instance });
	const costs = runs.filter(({ of }) => of.caller === undefined).map(({ costUsd }) => costUsd ?? undefined);
	if (costs.length > 0 && costs.every((cost) => cost === undefined)) throw new Error(`The runs of the instance ${instance} have no cost.`);
	return costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0);
}

function openHost(home: string, baseUrl: string): Host {
	const folder = join(home, 'agents');
	mkdirSync(folder);
	for (const [id, { prompt }] of Object.entries(agents)) {
		const output = id === 'judge' && {
			output: { schema: { type: 'object', properties: { verdict: { enum: ['done', 'again'] } }, required: ['verdict'] } },
		};
		const definition = {
			id,
			version: '1.0.0',
			name: id,
			purpose: prompt.slice(0, 30),
			prompt,
			capabilities: [],
			...output,
			model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
			guardrails: { personalData: { types: [] } },
			limits: {},
		};
		writeFileSync(join(folder, `${id}.json`), JSON.stringify(definition));
	}
	return {
		gate: openGate(),
		agentFolders: [folder],
		stateFolder: home,
		unlistedAgents: 'allow',
		allowPrivateNetworks: true,
		providers: { openai: { apiKey: 'sk-fake', baseUrl } },
	} as unknown as Host;
}

/** Answers as long as the agent of the prompt does. */
function answer(messages: ReadonlyArray<{ role: string; content: string }>, random: Random): string {
	const system = messages.find(({ role }) => role === 'system' || role === 'developer')?.content ?? '';
	const [id, { letters, spread }] = Object.entries(agents).find(([, { prompt }]) => system.includes(prompt.trim().slice(0, 20)))!;
	if (id === 'judge') return JSON.stringify({ verdict: random.next() < 0.5 ? 'done' : 'again' });
	const length = Math.round(letters * Math.exp(spread * random.normal()));
	return 'It is as you say, and we write to you. '.repeat(Math.ceil(length / 39)).slice(0, Math.max(20, length));
}

const drawVariables = (random: Random) => ({
	letter: 'Dear company, I write about my order. '.repeat(1 + Math.floor(random.next() * 30)),
	urgent: random.next() < 0.4,
	pages: Array.from({ length: 1 + Math.floor(random.next() * 4) }, (_, at) => `Page ${at}. `.repeat(20)),
});

interface Random {
	next(): number;
	normal(): number;
}

/** Gives the same numbers each time (mulberry32). */
function createRandom(seed: number): Random {
	let state = seed;
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	return { next, normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()) };
}
