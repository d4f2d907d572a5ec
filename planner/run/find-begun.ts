import type { BegunInstance } from '../../engine-adapter/engine/instances';
import type { Plan, PlanRun } from '../plan';
import type { PlanTree } from '../tree/plan-tree';
import { keepNewest } from './live-runs';
import type { PlanEngine } from './run-plan';

/** Returns the tree of an instance. Undefined for one of a version before the confirmed one. */
export const treeOf = ({ tree: newest, hash, confirmed }: Plan, run: PlanRun): PlanTree | undefined =>
	run.hash === confirmed?.hash ? (confirmed.tree ?? newest) : run.hash === hash ? newest : undefined;

/** Checks for a start after which the engine begins instances by itself: with a message, or by time. */
function beginsItself(plan: Plan, run: PlanRun): boolean {
	const kind = treeOf(plan, run)?.trigger.kind;
	return !run.isStarting && (kind === undefined ? run.instanceKey === undefined : kind === 'message' || kind === 'timer');
}

export const listBeginning = (plan: Plan): string[] => [
	...new Set((plan.runs ?? []).filter((run) => beginsItself(plan, run)).map(({ engine }) => engine)),
];

/**
 * Adds the instances that an engine began by itself. The first one after a message that `run` sent is that of this message.
 * @returns the same list where nothing is new
 */
export async function findBegun(plan: Plan, name: string, engine: PlanEngine): Promise<PlanRun[]> {
	const { runs = [] } = plan;
	const starts = runs.filter((run) => run.engine === name && beginsItself(plan, run));
	const processId = (plan.confirmed?.tree ?? plan.tree)?.id;
	if (starts.length === 0 || processId === undefined || !engine.findInstancesOf) return runs;
	const begun = pickNew(await engine.findInstancesOf(processId), runs);
	return begun.length === 0 ? runs : keepNewest(begun.reduce((all, instance) => adopt(plan, all, starts, instance), runs));
}

function pickNew(instances: readonly BegunInstance[], runs: readonly PlanRun[]): BegunInstance[] {
	const known = new Set(runs.map(({ instanceKey }) => instanceKey));
	const newest = [...known].reduce((last, key) => (key !== undefined && BigInt(key) > last ? BigInt(key) : last), 0n);
	return instances
		.filter(({ instanceKey, hasEnded }) => !known.has(instanceKey) && (!hasEnded || BigInt(instanceKey) > newest))
		.toSorted((one, other) => (BigInt(one.instanceKey) < BigInt(other.instanceKey) ? -1 : 1));
}

function adopt(plan: Plan, runs: PlanRun[], starts: readonly PlanRun[], { instanceKey, startedAt }: BegunInstance): PlanRun[] {
	const isBefore = ({ at }: PlanRun): boolean => startedAt === undefined || Date.parse(at) <= Date.parse(startedAt);
	const waits = runs.find((run) => isOfMessage(plan, run, starts) && isBefore(run));
	if (waits) return runs.map((run) => (run === waits ? { ...run, instanceKey, state: 'active' } : run));
	// A version begins instances from its deployment on; clocks of two machines can differ.
	const { hash, engine, at } = starts.findLast(isBefore) ?? starts[0]!;
	return [...runs, { attempt: `instance ${instanceKey}`, hash, engine, at: startedAt ?? at, instanceKey, state: 'active' }];
}

const isOfMessage = (plan: Plan, run: PlanRun, starts: readonly PlanRun[]): boolean =>
	starts.includes(run) && run.instanceKey === undefined && treeOf(plan, run)?.trigger.kind !== 'timer';
