/**
 * Fitness and precision of finite sets of traces, by alignments: moves on one side only cost 1, and synchronous moves nothing (Adriansyah, van Dongen,
 * van der Aalst 2011). Fitness of a trace is 1 - its least cost over all traces of the plan / the worst cost, which is the trace alone and the
 * plan's shortest trace alone; fitness of a plan is the mean over the traces of the reference. Precision is the same with both sides exchanged:
 * how much of what the plan allows the reference allows too.
 */
type Trace = readonly string[];

export const fitness = (traces: readonly Trace[], planTraces: readonly Trace[]): number => explain(traces, planTraces);

export const precision = (traces: readonly Trace[], planTraces: readonly Trace[]): number => explain(planTraces, traces);

/** Writes the steps of a plan by the names of the reference. Those without one stay, marked, so that none is mistaken for an activity. */
export const rename = (traces: readonly Trace[], names: ReadonlyMap<string, string>): string[][] =>
	traces.map((trace) => trace.map((step) => names.get(step) ?? `+ ${step}`));

/** Mean share of the traces that the others explain. */
function explain(traces: readonly Trace[], others: readonly Trace[]): number {
	if (traces.length === 0 || others.length === 0) return traces.length === others.length ? 1 : 0;
	const shortest = Math.min(...others.map(({ length }) => length));
	const sum = traces.reduce((all, trace) => {
		const worst = trace.length + shortest;
		return all + (worst === 0 ? 1 : 1 - leastCost(trace, others) / worst);
	}, 0);
	return sum / traces.length;
}

function leastCost(trace: Trace, others: readonly Trace[]): number {
	let least = Infinity;
	for (const other of others) {
		if (Math.abs(trace.length - other.length) < least) least = Math.min(least, costOf(trace, other));
		if (least === 0) break;
	}
	return least;
}

/** Number of moves on one side only: what is not in the longest common subsequence. */
function costOf(left: Trace, right: Trace): number {
	let above = new Array<number>(right.length + 1).fill(0);
	for (const step of left) {
		const row = [0];
		for (const [index, other] of right.entries()) {
			row.push(step === other ? above[index]! + 1 : Math.max(above[index + 1]!, row[index]!));
		}
		above = row;
	}
	return left.length + right.length - 2 * above[right.length]!;
}
