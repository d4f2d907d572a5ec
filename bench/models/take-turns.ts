import { setTimeout as sleep } from 'node:timers/promises';

/** Something to measure: it gives what is to be done when the clock has stopped, if anything. */
export type Way = () => Promise<unknown>;

/** Milliseconds at the median for each of several ways to the same, which take turns so that a busy machine slows all of them alike. */
export async function takeTurns<Name extends string>(
	ways: Record<Name, Way>,
	{ rounds, warmUp }: { rounds: number; warmUp: number },
): Promise<Record<Name, number>> {
	const order = Object.keys(ways) as Name[];
	const samples = Object.fromEntries(order.map((way) => [way, [] as number[]])) as Record<Name, number[]>;
	for (let round = -warmUp; round < rounds; round += 1) {
		for (const way of shuffle(order)) {
			// Turns come one at a time, not on each other's heels.
			await sleep(1);
			const started = performance.now();
			const rest = await ways[way]();
			if (round >= 0) samples[way].push(performance.now() - started);
			if (typeof rest === 'function') await (rest as () => Promise<void>)();
		}
	}
	return Object.fromEntries(order.map((way) => [way, median(samples[way])])) as Record<Name, number>;
}

/** Each way after each other equally often: what one leaves behind (caches, garbage) the next one pays for. */
function shuffle<Item>(items: Item[]): Item[] {
	return items
		.map((item) => ({ item, at: Math.random() }))
		.sort((a, b) => a.at - b.at)
		.map(({ item }) => item);
}

function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
