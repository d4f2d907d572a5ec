import { setTimeout as sleep } from 'node:timers/promises';

/** A measured function. It can return work for after the clock has stopped. */
export type Way = () => Promise<unknown>;

/** Returns the median milliseconds of each way. The ways take turns, so that other load affects all alike. */
export async function takeTurns<Name extends string>(
	ways: Record<Name, Way>,
	{ rounds, warmUp }: { rounds: number; warmUp: number },
): Promise<Record<Name, number>> {
	const order = Object.keys(ways) as Name[];
	const samples = Object.fromEntries(order.map((way) => [way, [] as number[]])) as Record<Name, number[]>;
	for (let round = -warmUp; round < rounds; round += 1) {
		for (const way of shuffle(order)) {
			// Turns do not overlap.
			await sleep(1);
			const started = performance.now();
			const rest = await ways[way]();
			if (round >= 0) samples[way].push(performance.now() - started);
			if (typeof rest === 'function') await (rest as () => Promise<void>)();
		}
	}
	return Object.fromEntries(order.map((way) => [way, median(samples[way])])) as Record<Name, number>;
}

/** Each way follows each other way equally often, because caches and garbage of one way affect the next. */
function shuffle<Item>(items: Item[]): Item[] {
	return items
		.map((item) => ({ item, at: Math.random() }))
		.sort((a, b) => a.at - b.at)
		.map(({ item }) => item);
}

function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
