import type { Plan, PlanRun } from '../plan';

export type LiveRun = PlanRun & { instanceKey: string };

export const hasEnded = ({ state }: PlanRun): boolean => state === 'completed' || state === 'terminated';

/** Lists the instances that have not ended, as far as it is known. */
export const listLive = ({ runs = [] }: Pick<Plan, 'runs'>): LiveRun[] =>
	runs.filter((run): run is LiveRun => run.instanceKey !== undefined && !hasEnded(run));

const maxRuns = 200;

/** Drops the oldest that ended, then those that the engine starts by itself, then the oldest of all. */
export function keepNewest(runs: PlanRun[]): PlanRun[] {
	const rank = (run: PlanRun): number => (hasEnded(run) ? 0 : run.instanceKey === undefined && !run.isStarting ? 1 : 2);
	const dropped = new Set(runs.toSorted((one, other) => rank(one) - rank(other)).slice(0, Math.max(0, runs.length - maxRuns)));
	return runs.filter((run) => !dropped.has(run));
}
