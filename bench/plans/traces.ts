/** A way through a process: the names of its activities in the order in which they begin. */
export interface Way {
	steps: readonly string[];
	/** Whether the instance ends with it. */
	ends: boolean;
}

/** Max number of ways that are kept of a set. Of more, some are taken. */
export const maxWays = 200;
/** How often a loop is repeated: the first round of one that looks at its condition afterwards is not counted. */
export const maxRepeats = 2;

export const nothing: readonly Way[] = [{ steps: [], ends: false }];
export const one = (step: string): readonly Way[] => [{ steps: [step], ends: false }];

/** First one, then the other. */
export function follow(first: readonly Way[], then: readonly Way[]): readonly Way[] {
	const ended = first.filter(({ ends }) => ends);
	const open = first.filter(({ ends }) => !ends);
	const joined = pick(open.length * then.length, maxWays).map((index) => {
		const next = then[index % then.length]!;
		return { steps: [...open[Math.floor(index / then.length)]!.steps, ...next.steps], ends: next.ends };
	});
	return distinct([...ended, ...joined]);
}

/** One of several. */
export const either = (sets: ReadonlyArray<readonly Way[]>): readonly Way[] => distinct(sets.flat());

/** Side by side: each order in which the activities of both can begin. */
export function beside(left: readonly Way[], right: readonly Way[]): readonly Way[] {
	const pairs = pick(left.length * right.length, maxWays);
	const each = Math.max(1, Math.floor(maxWays / Math.max(1, pairs.length)));
	const woven = pairs.flatMap((index) => weave(left[Math.floor(index / right.length)]!, right[index % right.length]!, each));
	return distinct(woven);
}

/** `first`, and then up to two more rounds. */
export function repeat(first: readonly Way[], round: readonly Way[]): readonly Way[] {
	const rounds = [first];
	for (let count = 0; count < maxRepeats; count += 1) rounds.push(follow(rounds.at(-1)!, round));
	return either(rounds);
}

/** Returns the traces of a set, each once. */
export function toTraces(ways: readonly Way[]): string[][] {
	return [...new Set(ways.map(({ steps }) => JSON.stringify(steps)))].map((text) => JSON.parse(text) as string[]);
}

function distinct(ways: readonly Way[]): readonly Way[] {
	const once = [...new Map(ways.map((way) => [JSON.stringify([way.steps, way.ends]), way] as const)).values()];
	return pick(once.length, maxWays).map((index) => once[index]!);
}

function weave(left: Way, right: Way, limit: number): Way[] {
	const total = countOrders(left.steps.length, right.steps.length);
	return pick(total, limit).map((index) => ({ steps: orderAt(index, left.steps, right.steps), ends: left.ends || right.ends }));
}

/** Returns the order of this index, among all orders of two lists that keep each list's own. */
function orderAt(index: number, left: readonly string[], right: readonly string[]): string[] {
	const steps: string[] = [];
	let rest = index;
	let i = 0;
	let j = 0;
	while (i < left.length && j < right.length) {
		const leftFirst = countOrders(left.length - i - 1, right.length - j);
		if (rest < leftFirst) steps.push(left[i++]!);
		else {
			rest -= leftFirst;
			steps.push(right[j++]!);
		}
	}
	return [...steps, ...left.slice(i), ...right.slice(j)];
}

/** Number of orders of two lists: a binomial coefficient. */
function countOrders(left: number, right: number): number {
	let count = 1;
	for (let index = 1; index <= Math.min(left, right); index += 1) count = (count * (Math.max(left, right) + index)) / index;
	return Math.round(count);
}

/**
 * Returns up to `limit` of the indices below a count, spread evenly. The stride has no divisor in common with the count, so that among pairs each way of
 * both sides is taken: equal distances would leave out some of one side.
 */
function pick(count: number, limit: number): number[] {
	if (count <= limit) return Array.from({ length: count }, (_, index) => index);
	// So large a number of orders is not exact, and orders are not pairs.
	if (count > 1e6) return Array.from({ length: limit }, (_, index) => Math.floor((index * count) / limit));
	let stride = Math.floor(count * 0.618);
	while (divide(stride, count) > 1) stride += 1;
	return Array.from({ length: limit }, (_, index) => (index * stride) % count);
}

/** Greatest common divisor. */
const divide = (one: number, other: number): number => (other === 0 ? one : divide(other, one % other));
