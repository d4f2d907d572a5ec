import type { Block, Loop, PlanTree, Task } from '../tree/plan-tree';
import { placeTasks } from '../tree/list-tasks';
import { add, either, nothing, times, type Amounts } from './cost-range';
import type { CostLedger } from './ledger';

interface Flow {
	/** Share of instances that go on. */
	goesOn: number;
	on: Amounts;
	ended?: Amounts;
}

/** Share of tasks that fail for good, or are late, where nothing is recorded. */
const rareShare = 0.05;
/** Rounds of a loop, where nothing is recorded. */
const usualRounds = 2;
const usualEntries = 3;

interface Costs {
	of: (task: Task) => Amounts;
	roundsOf: (loop: Loop) => Promise<number | undefined>;
}

/** Sums costs along the ways: of a choice the cheapest and the dearest branch, of a loop one round and all. */
export async function costOfFlow(tree: PlanTree, of: (task: Task) => Amounts, ledger: Pick<CostLedger, 'roundsOf'>): Promise<Amounts> {
	const flow = await costOfBlocks(tree.do, { of, roundsOf: async (loop) => ledger.roundsOf?.(tree.id, listAgents(loop)) });
	return whole(flow);
}

const listAgents = (loop: Loop): string[] => placeTasks(loop).flatMap(({ task: { id, kind } }) => (kind === 'agent' ? [id] : []));

function whole({ goesOn, on, ended }: Flow): Amounts {
	const ways = [...(goesOn > 0 ? [{ amounts: on, weight: goesOn }] : []), ...(ended ? [{ amounts: ended, weight: 1 - goesOn }] : [])];
	return either(ways) ?? nothing;
}

async function costOfBlocks(blocks: readonly Block[], costs: Costs): Promise<Flow> {
	let flow: Flow = { goesOn: 1, on: nothing };
	for (const block of blocks) {
		if (flow.goesOn === 0) break;
		flow = follow(flow, await costOfBlock(block, costs));
	}
	return flow;
}

function follow(first: Flow, next: Flow): Flow {
	const ended = either([
		...(first.ended ? [{ amounts: first.ended, weight: 1 - first.goesOn }] : []),
		...(next.ended ? [{ amounts: add(first.on, next.ended), weight: first.goesOn * (1 - next.goesOn) }] : []),
	]);
	return { goesOn: first.goesOn * next.goesOn, on: add(first.on, next.on), ...(ended && { ended }) };
}

function choose(flows: readonly Flow[], shares: readonly number[]): Flow {
	const goesOn = flows.reduce((sum, flow, at) => sum + flow.goesOn * shares[at]!, 0);
	const on = either(flows.flatMap((flow, at) => (flow.goesOn > 0 ? [{ amounts: flow.on, weight: flow.goesOn * shares[at]! }] : [])));
	const ended = either(flows.flatMap((flow, at) => (flow.ended ? [{ amounts: flow.ended, weight: (1 - flow.goesOn) * shares[at]! }] : [])));
	return { goesOn, on: on ?? nothing, ...(ended && { ended }) };
}

const chooseEqually = (flows: readonly Flow[]): Flow =>
	choose(
		flows,
		flows.map(() => 1 / flows.length),
	);

async function costOfBlock(block: Block, costs: Costs): Promise<Flow> {
	const cost = (blocks: readonly Block[]) => costOfBlocks(blocks, costs);
	switch (block.kind) {
		case 'choice': {
			const flows = await Promise.all([...block.branches.map((branch) => cost(branch.do)), cost(block.otherwise.do)]);
			return block.many === true ? chooseMany(flows) : chooseEqually(flows);
		}
		case 'parallel':
			return together(await Promise.all(block.branches.map((branch) => cost(branch.do))));
		case 'loop':
			return costOfLoop(block, await cost(block.do), await cost(block.onLimit ?? []), await costs.roundsOf(block));
		case 'event':
			return chooseEqually(await Promise.all(block.waits.map((wait) => cost(wait.do ?? []))));
		case 'end':
			return { goesOn: 0, on: nothing, ended: nothing };
		default:
			return costOfTask(block, costs.of(block), cost);
	}
}

/** Any of the branches, or the default alone. */
function chooseMany(flows: readonly Flow[]): Flow {
	const chosen = chooseEqually(flows);
	const all = together(flows);
	return { ...chosen, on: { ...chosen.on, high: Math.max(chosen.on.high, all.on.high) } };
}

function together(flows: readonly Flow[]): Flow {
	const on = flows.map(whole).reduce(add, nothing);
	const goesOn = flows.reduce((share, flow) => share * flow.goesOn, 1);
	// A branch can end the instance before another one did anything.
	const lows = flows.flatMap((flow) => (flow.ended ? [flow.ended.low] : []));
	return { goesOn, on, ...(lows.length > 0 && { ended: { ...on, low: Math.min(...lows) } }) };
}

function costOfLoop(loop: Loop, body: Flow, onLimit: Flow, recorded: number | undefined): Flow {
	const on = times(body.goesOn > 0 ? body.on : nothing, countRounds(loop, recorded));
	const ended = body.ended && { ...body.ended, high: on.high + body.ended.high };
	const rounds: Flow = { goesOn: body.goesOn, on, ...(ended && { ended }) };
	if (endsByLimit(loop)) return follow(rounds, onLimit);
	return follow(rounds, choose([{ goesOn: 1, on: nothing }, onLimit], [1 - rareShare, rareShare]));
}

export const endsByLimit = ({ each, until }: Loop): boolean => each === undefined && until === undefined;

function countRounds(loop: Loop, recorded: number | undefined): Amounts {
	const { each, limit } = loop;
	if (endsByLimit(loop)) return { low: limit, likely: limit, high: limit };
	const low = each === undefined ? 1 : 0;
	const likely = Math.min(limit, recorded ?? (each === undefined ? usualRounds : usualEntries));
	return { low, likely: Math.max(low, likely), high: limit };
}

async function costOfTask(task: Task, own: Amounts, cost: (blocks: readonly Block[]) => Promise<Flow>): Promise<Flow> {
	const done: Flow = { goesOn: 1, on: own };
	const handlers = [task.onError, task.deadline?.do].filter((blocks) => blocks !== undefined);
	if (handlers.length === 0) return done;
	// A task that failed can have cost nothing yet, or all.
	const failed: Flow = { goesOn: 1, on: { low: 0, likely: own.likely, high: own.high } };
	const ways = await Promise.all(handlers.map(async (blocks) => follow(failed, await cost(blocks))));
	return choose([done, ...ways], [1 - rareShare * ways.length, ...ways.map(() => rareShare)]);
}
