import type { Candidate, CostRange } from '../plan';
import type { Block, Loop, PlanTree, Task } from '../tree/plan-tree';
import { placeTasks } from '../tree/list-tasks';
import { isTask } from '../tree/plan-tree';
import { listInner } from '../tree/walk';
import { costOfFlow, endsByLimit } from './cost-of-flow';
import { nothing, rangeOfRuns, weakest } from './cost-range';
import type { CostLedger } from './ledger';

interface Times {
	low: number;
	high: number;
}

/** Counts how often each task can be performed: a branch 0 or 1 times, a loop up to its limit, and what comes after a possible end perhaps never. */
function countTimes(tree: Pick<PlanTree, 'do'>): Map<string, Times> {
	const times = new Map<string, Times>();
	countBlocks(tree.do, { low: 1, high: 1 }, times);
	return times;
}

/** @returns whether the blocks can end the instance */
function countBlocks(blocks: readonly Block[], around: Times, times: Map<string, Times>): boolean {
	let now = around;
	let ends = false;
	for (const block of blocks) {
		if (!countBlock(block, now, times)) continue;
		ends = true;
		now = { ...now, low: 0 };
	}
	return ends;
}

const maybe = ({ high }: Times): Times => ({ low: 0, high });

function countBlock(block: Block, around: Times, times: Map<string, Times>): boolean {
	if (block.kind === 'end') return true;
	if (block.kind === 'loop') return countLoop(block, around, times);
	if (isTask(block)) times.set(block.id, around);
	const of = isTakenWhole(block) ? around : maybe(around);
	return listInner(block)
		.map(({ blocks }) => countBlocks(blocks, of, times))
		.includes(true);
}

const isTakenWhole = (block: Block): boolean => block.kind === 'parallel' || (block.kind === 'event' && block.waits.length === 1);

function countLoop(block: Loop, around: Times, times: Map<string, Times>): boolean {
	const { do: rounds, onLimit = [], each, limit } = block;
	const high = around.high * limit;
	const ends = countBlocks(rounds, { low: each === undefined ? around.low : 0, high }, times);
	if (ends || !endsByLimit(block)) return countBlocks(onLimit, maybe(around), times) || ends;
	countBlocks(rounds, { low: around.low * limit, high }, times);
	return countBlocks(onLimit, around, times);
}

export interface PlanCosts {
	/** Each step by its id. One without a cost calls no model. */
	steps: Map<string, { cost?: CostRange; times: Times }>;
	/** Total of one instance. `unknown`: at least this. */
	plan: CostRange;
}

const unknown: CostRange = { ...nothing, basis: 'unknown' };

/** Nodes that call models whose usage is not recorded. */
const callsModel = /(?:^troupe:(?:model|eval|n8n-workflow)$)|langchain|open-?ai|anthropic|mistral|gemini|perplexity|cohere|ollama|hugging/i;

/**
 * Estimates model costs: of each step and of one instance. Recorded runs count first, then the prompt and the price table. Excludes other
 * services' fees.
 */
export async function estimatePlan(
	tree: PlanTree,
	notes: ReadonlyMap<string, readonly Candidate[]>,
	ledger: CostLedger,
): Promise<PlanCosts> {
	const times = countTimes(tree);
	const costs = new Map<string, CostRange>();
	for (const { task } of placeTasks(tree)) {
		const cost = await costOfTask(task, notes.get(task.id)?.[0], ledger);
		if (cost) costs.set(task.id, cost);
	}
	const amounts = await costOfFlow(tree, (task) => costs.get(task.id) ?? nothing, ledger);
	const steps = placeTasks(tree).map(({ task: { id } }) => {
		const cost = costs.get(id);
		return [id, { ...(cost && { cost }), times: times.get(id) ?? { low: 0, high: 1 } }] as const;
	});
	return { steps: new Map(steps), plan: { ...roundAmounts(amounts), basis: weakest([...costs.values()].map(({ basis }) => basis)) } };
}

async function costOfTask(task: Task, chosen: Candidate | undefined, ledger: CostLedger): Promise<CostRange | undefined> {
	if (task.kind === 'agent') return task.agent === undefined ? unknown : costOfAgent(task.agent, chosen?.version, ledger);
	if (task.kind === 'call') return rangeOfKnown((await ledger.instancesOf?.(task.process)) ?? []) ?? unknown;
	return task.kind === 'node' && callsModel.test(task.node ?? '') ? unknown : undefined;
}

/** Cost of one call of an agent: also what candidates are compared by. */
async function costOfAgent(agent: string, version: string | undefined, ledger: CostLedger): Promise<CostRange> {
	const id = agent.split('@')[0]!;
	return rangeOfKnown(await ledger.runsOf(id, version)) ?? (await ledger.estimate(agent)) ?? unknown;
}

/** Runs without a price say nothing; where they are most, the others say nothing either. */
function rangeOfKnown(costs: ReadonlyArray<number | null>): CostRange | undefined {
	const known = costs.filter((cost) => cost !== null);
	return known.length * 2 > costs.length ? rangeOfRuns(known) : undefined;
}

const round = (dollars: number): number => Math.round(dollars * 1e9) / 1e9;
const roundAmounts = ({ low, likely, high }: Omit<CostRange, 'basis'>) => ({ low: round(low), likely: round(likely), high: round(high) });
