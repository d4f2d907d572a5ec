import type { InputChange, InputDay } from '../../ports/quality';

const fewest = 100;
/** Population stability index that counts as a change; usual in credit scoring. */
const changed = 0.25;
const dayMs = 86_400_000;
/** An unseen share is not impossible. */
const smoothing = 0.5;

/** In days: current and previous spans for sudden and gradual changes. A sudden one is not also gradual. */
const spans = [
	{ kind: 'shift', skip: 0, now: 1, before: 7 },
	{ kind: 'drift', skip: 1, now: 7, before: 28 },
] as const;

/**
 * Compares what agents are asked with what they were asked before, trait by trait: the last day with the week before it (a sudden shift), and the week
 * before the last day with the four before that (a drift). A week with one day that differs does not drift.
 * @param today ISO 8601
 */
export function compareInputs(days: readonly InputDay[], today: string): InputChange[] {
	const groups = Map.groupBy(days, ({ agent, trait }) => `${agent}\n${trait}`);
	return [...groups.values()].flatMap((group) => {
		const { agent, trait } = group[0]!;
		const found = spans.flatMap(({ kind, skip, now, before }) => {
			const recent = countValues(group, today, skip, skip + now);
			const earlier = countValues(group, today, skip + now, skip + now + before);
			const index = computeIndex(earlier, recent);
			return index === undefined
				? []
				: [{ agent, trait, kind, index, before: Object.fromEntries(earlier), now: Object.fromEntries(recent) }];
		});
		return found.map((one) => ({ ...one, isChanged: one.index >= changed && !(one.kind === 'drift' && isOneDay(group, one, today)) }));
	});
}

function isOneDay(group: readonly InputDay[], { before, now }: Pick<InputChange, 'before' | 'now'>, today: string): boolean {
	const earlier = new Map(Object.entries(before));
	return Array.from({ length: 7 }, (_, day) => countValues(group, today, day + 1, day + 2)).some((one) => {
		const rest = new Map(Object.entries(now).map(([value, count]) => [value, count - (one.get(value) ?? 0)]));
		return (computeIndex(earlier, rest, 0) ?? 0) < changed;
	});
}

function countValues(days: readonly InputDay[], today: string, from: number, to: number): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { day, value, count } of days) {
		const age = Math.round((Date.parse(today) - Date.parse(day)) / dayMs);
		if (age >= from && age < to) counts.set(value, (counts.get(value) ?? 0) + count);
	}
	return counts;
}

/** Undefined for samples that are too small. */
function computeIndex(before: Map<string, number>, now: Map<string, number>, min = fewest): number | undefined {
	const sum = (counts: Map<string, number>) => [...counts.values()].reduce((all, count) => all + count, 0);
	const earlier = sum(before);
	const recent = sum(now);
	if (earlier < fewest || recent < min) return undefined;
	const values = [...new Set([...before.keys(), ...now.keys()])];
	const share = (counts: Map<string, number>, all: number, value: string) =>
		((counts.get(value) ?? 0) + smoothing) / (all + smoothing * values.length);
	return values.reduce((index, value) => {
		const one = share(before, earlier, value);
		const other = share(now, recent, value);
		return index + (other - one) * Math.log(other / one);
	}, 0);
}
