import { BoundedCache } from '../../base/bounded-cache';

const compared = 20;
const shortestMs = 10_000;
/** Max relative difference of intervals made by a clock. People differ by far more. */
const tolerance = 0.05;
const dayMs = 86_400_000;
const maxKept = 10_000;

interface Calls {
	times: number[];
	toldAt?: number;
}

export class RegularCalls {
	readonly #calls = new BoundedCache<Calls>(maxKept);

	/** @returns the interval in seconds if calls are regular and this was not reported within a day */
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

/** Returns the common interval in milliseconds, if there is one. */
function findPeriod(times: readonly number[]): number | undefined {
	if (times.length < compared) return undefined;
	const between = times.slice(1).map((time, index) => time - times[index]!);
	const median = between.toSorted((one, other) => one - other)[between.length >> 1]!;
	const isRegular = between.every((ms) => Math.abs(ms - median) <= tolerance * median);
	return median >= shortestMs && isRegular ? median : undefined;
}
