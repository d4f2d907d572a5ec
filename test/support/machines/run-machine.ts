import { mkdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runAgent } from '../../../core/agents/run-agent';
import { isTroupeError } from '../../../core/base/errors';
import type { ChatModel } from '../../../core/ports/models/models';
import type { Tool } from '../../../core/ports/tools/tools';
import { composeAgent } from '../../../providers/compose/agents/agent';
import type { Host } from '../../../providers/compose/hosts/host';
import { composeRuns, openRuns } from '../../../providers/compose/state/host-runs';
import { openGate } from '../../fakes/permissive-gate';
import { withViews } from '../with-views';

/** The key of the vault that all machines share. */
export const machinesKey = 'ab'.repeat(32);

/** What a process does that stands for a machine: its own home, and a database that it shares. */
export interface MachineTask {
	home: string;
	database: string;
	/** How far its clock is wrong. */
	clockOffsetMs: number;
	/** Where its tool has its effect: a POST for each order. */
	shop: string;
	/** Begins a run for each of these orders, which then waits for a person. */
	orders?: string[];
	/** Approves these runs, by their ids, until all have ended. */
	runs?: string[];
	/** Does these orders as jobs, by their keys, without asking a person. */
	jobs?: Record<string, string>;
	/** Begins this run, and records its end while the database is away. */
	endsAway?: string;
	/** Whether another agent does the jobs, which the first one calls. */
	isTeam?: boolean;
}

/** What it says, a JSON line each. `ended`: the run has, here or elsewhere. `left`: its end is left to the store. */
export type MachineLine =
	| { suspended: string; order: string }
	| { left: string }
	| { resumed: string }
	| { ended: string }
	| { fault: string }
	| { done: string; reply: string };

const atOnce = 4;
const usage = { inputTokens: 1, outputTokens: 1, estimated: false };
const definition = (permission: 'allow' | 'ask') => ({
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Pays orders.', prompt: 'Pay.', model: { extractive: false } },
	...{ tools: { rules: [{ tool: 'pay', permission }] }, guardrails: { personalData: { types: [] } }, limits: {} },
});
/** Writes an agent that calls another one, which pays over HTTP: a called agent gets none of its host's tools. */
function writeTeam(folder: string, shop: string): void {
	const parameters = { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] };
	const pay = { kind: 'http', name: 'pay', description: 'Pays an order.', method: 'POST', url: `${shop}/{order}`, parameters };
	const agents = [
		{ ...definition('allow'), tools: { define: [pay], rules: [{ tool: 'pay', permission: 'allow' }] } },
		{
			...definition('allow'),
			id: 'lead',
			tools: {
				define: [{ kind: 'agent', agent: 'clerk', description: 'Pays an order.' }],
				rules: [{ tool: 'clerk', permission: 'allow' }],
			},
		},
	];
	mkdirSync(folder, { recursive: true });
	for (const agent of agents) writeFileSync(join(folder, `${agent.id}.json`), JSON.stringify(agent));
}

/** Pays the order of the message, or has it paid, and answers with what the tool said. */
const model: ChatModel = {
	id: 'script:model',
	async generate({ messages, tools = [] }) {
		const { role, content } = messages.at(-1)!;
		if (role === 'tool') return { text: content, finish: 'stop', model: this.id, usage };
		const [{ name } = { name: 'pay' }] = tools;
		const input = name === 'clerk' ? { task: content } : { order: content };
		const toolCalls = [{ id: 'p', name, arguments: JSON.stringify(input) }];
		return { text: '', finish: 'tool-calls', toolCalls, model: this.id, usage };
	},
	stream: () => null as never,
};
/** At once, not when the process has time for it: what was said is known after a kill. */
const say = (line: MachineLine): void => void writeSync(1, `${JSON.stringify(line)}\n`);

export async function runMachine({
	home,
	database,
	clockOffsetMs,
	shop,
	orders = [],
	runs = [],
	jobs = {},
	endsAway,
	isTeam,
}: MachineTask): Promise<void> {
	const pay: Tool = {
		...{ name: 'pay', description: 'Pays an order.', source: 'definition', effect: 'irreversible' },
		parameters: { type: 'object', properties: { order: { type: 'string' } } },
		async call({ order }, { signal }) {
			const response = await fetch(`${shop}/${String(order)}`, { method: 'POST', signal });
			return { kind: 'ok', text: await response.text() };
		},
	};
	const agents = join(home, 'agents');
	if (isTeam) writeTeam(agents, shop);
	const host: Host = {
		...{
			gate: openGate(),
			agentFolders: [agents],
			allowPrivateNetworks: true,
			providers: {},
			model,
			tools: [pay],
			stateFolder: home,
			database,
			vaultKey: machinesKey,
		},
		clock: { now: () => Date.now() + clockOffsetMs },
	};
	const never = new AbortController().signal;
	const compose = (permission: 'allow' | 'ask') =>
		composeAgent(isTeam ? { kind: 'id', id: 'lead' } : { kind: 'inline', definition: definition(permission) }, host);
	for (const order of orders) {
		const { runId } = await runAgent({ message: order, conversationId: order }, await compose('ask'), never);
		say({ suspended: runId, order });
	}
	const resume = async (runId: string) => {
		const suspended = await (await openRuns(host, home)).findSuspended(runId);
		if (!suspended) return;
		const decisions = withViews(suspended.state, [{ id: 'p', kind: 'approval', approved: true }]);
		await runAgent({ message: '', conversationId: '', resume: { state: suspended.state, decisions } }, await compose('ask'), never);
		say({ resumed: runId });
	};
	await untilAllEnded(runs, resume);
	await untilAllEnded(Object.keys(jobs), async (runId) => {
		const { reply } = await runAgent({ message: jobs[runId]!, conversationId: runId, runId }, await compose('allow'), never);
		say({ done: runId, reply });
	});
	if (endsAway !== undefined) await endAway(endsAway, host);
	process.exit(0);
}

async function endAway(runId: string, host: Host): Promise<void> {
	const [{ records }, runs] = [await composeRuns(host), await openRuns(host, host.stateFolder!)];
	const attempt = await records!.begin({ runId, host: 'cli', of: {}, withinMs: 1_000 });
	while (await runs.findRecord(runId).catch(() => undefined)) await sleep(100);
	const end = { state: 'completed', outcome: 'reply', reason: null, errorCode: null, error: null, tools: [] } as const;
	await records!.end(runId, { ...end, attempt: attempt as number, steps: [{ kind: 'ended' }] });
	say({ left: runId });
	while ((await runs.findRecord(runId).catch(() => undefined))?.state !== 'completed') await sleep(100);
}

/** In any order, and again after what may pass. */
async function untilAllEnded(runs: string[], act: (runId: string) => Promise<void>): Promise<void> {
	const left = runs
		.map((runId) => ({ runId, rank: Math.random() }))
		.sort((one, other) => one.rank - other.rank)
		.map(({ runId }) => runId);
	const work = async () => {
		for (let runId = left.shift(); runId !== undefined; runId = left.shift()) {
			const fault = await findFault(act(runId));
			if (fault === undefined || fault === 'RUN_ALREADY_RESUMED') say({ ended: runId });
			else {
				say({ fault });
				left.push(runId);
				await sleep(100);
			}
		}
	};
	await Promise.all(Array.from({ length: atOnce }, work));
}

/** @throws what does not pass */
async function findFault(work: Promise<void>): Promise<string | undefined> {
	try {
		await work;
		return undefined;
	} catch (error) {
		if (isTroupeError(error) && (error.retryable || error.code === 'RUN_ALREADY_RESUMED')) return error.code;
		throw error;
	}
}
