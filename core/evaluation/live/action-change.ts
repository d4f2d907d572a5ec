import type { ActionChange, ActionDay } from '../../ports/quality';

/** Min active days in the previous four weeks; fewer prove nothing. */
const fewestDays = 3;
const fewestCalls = 10;
/** Factor over the busiest day that counts as a change. */
const muchMore = 3;
const comparedDays = 28;
const dayMs = 86_400_000;

/**
 * Compares today's actions with the busiest of the previous 28 days, by tool and origin: many more calls, a much larger sum, or a new tool or origin.
 * @param today ISO 8601
 */
export function compareActions(days: readonly ActionDay[], today: string): ActionChange[] {
	const age = ({ day }: ActionDay) => Math.round((Date.parse(today) - Date.parse(day)) / dayMs);
	return [...Map.groupBy(days, ({ agent }) => agent).values()].flatMap((group) => {
		const earlier = group.filter((one) => age(one) > 0 && age(one) <= comparedDays);
		if (new Set(earlier.map(({ day }) => day)).size < fewestDays) return [];
		return group
			.filter((one) => age(one) === 0)
			.flatMap((now) =>
				compareOne(
					now,
					earlier.filter(({ tool, origin }) => tool === now.tool && origin === now.origin),
				),
			);
	});
}

function compareOne({ agent, tool, origin, calls, amount }: ActionDay, earlier: readonly ActionDay[]): ActionChange[] {
	const about = { agent, tool, origin };
	if (earlier.length === 0) return [{ ...about, kind: 'new', before: 0, now: calls }];
	const most = Math.max(...earlier.map((one) => one.calls));
	const largest = Math.max(...earlier.map((one) => one.amount));
	return [
		...(calls >= fewestCalls && calls > muchMore * most ? [{ ...about, kind: 'calls' as const, before: most, now: calls }] : []),
		...(largest > 0 && amount > muchMore * largest ? [{ ...about, kind: 'amount' as const, before: largest, now: amount }] : []),
	];
}
