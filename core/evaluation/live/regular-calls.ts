import { BoundedCache } from '../../base/bounded-cache';

/** Calls that are compared. */
const compared = 20;
const shortestMs = 10_000;
/** Share by which times between calls differ where a clock makes them. People differ by far more. */
const tolerance = 0.05;
const dayMs = 86_400_000;
const maxKept = 10_000;

interface Calls {
	times: number[];
	toldAt?: number;
}

/** The last calls of tools in this process: those that come at regular times, although people ask for them, can be signals to somebody. */
export class RegularCalls {
	readonly #calls = new BoundedCache<Calls>(maxKept);

	/** Adds a call. @returns the seconds between the last calls if they are regular and that was not told within a day */
	add(tool: string, now: number): number | undefined {
		const calls: Calls = this.#calls.get(tool) ?? { times: [] };
		this.#calls.set(tool, calls);
		calls.times = [...calls.times, now].slice(-compared);
		const period = findPeriod(calls.times);
		if (period === undefined || (calls.toldAt !== undefined && now - calls.toldAt < dayMs)) return undefined;
		calls.toldAt = now;
		return Math.round(period / 1000);
	}
}

/** Returns the time between calls in milliseconds, if it is the same between all of them. */
function findPeriod(times: readonly number[]): number | undefined {
	if (times.length < compared) return undefined;
	const between = times.slice(1).map((time, index) => time - times[index]!);
	const median = between.toSorted((one, other) => one - other)[between.length >> 1]!;
	const isRegular = between.every((ms) => Math.abs(ms - median) <= tolerance * median);
	return median >= shortestMs && isRegular ? median : undefined;
}
