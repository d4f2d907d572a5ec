import type { ElementInstance } from './engine';
import type { TokenCount } from './live-tokens';

export interface Moment {
	/** ISO 8601. */
	at: string;
	elementId: string;
	elementName: string;
	kind: 'began' | 'ended' | 'cancelled';
	isCounted: boolean;
}

interface Flow {
	id: string;
	source: string;
	target: string;
}

interface ReplayedState {
	tokens: Record<string, TokenCount>;
	flows: string[];
}

const containers = new Set(['SUB_PROCESS', 'EVENT_SUB_PROCESS', 'AD_HOC_SUB_PROCESS', 'MULTI_INSTANCE_BODY']);

/** Lists moments by time; within a millisecond, by the keys of the engine. */
export function listMoments(elements: readonly ElementInstance[]): Moment[] {
	const moments = elements.filter(({ type }) => type !== 'PROCESS').flatMap(toMoments);
	return moments.toSorted((one, other) => compare(one.place, other.place)).map(({ moment }) => moment);
}

type Place = readonly (string | number)[];

function toMoments({ elementInstanceKey: key, elementId, elementName, type, state, startDate, endDate }: ElementInstance) {
	// Same as the engine: not the body of a loop, whose elements are counted.
	const element = { elementId, elementName, isCounted: type !== 'MULTI_INSTANCE_BODY' };
	const placeOf = (at: string, isEnd: boolean): Place => [
		Date.parse(at),
		isEnd && containers.has(type) ? 1 : 0,
		key.length,
		key,
		isEnd ? 1 : 0,
	];
	const began = { moment: { ...element, at: startDate, kind: 'began' as const }, place: placeOf(startDate, false) };
	if (!endDate) return [began];
	const kind = state === 'TERMINATED' ? ('cancelled' as const) : ('ended' as const);
	return [began, { moment: { ...element, at: endDate, kind }, place: placeOf(endDate, true) }];
}

function compare(one: Place, other: Place): number {
	const index = one.findIndex((part, place) => part !== other[place]);
	return index < 0 ? 0 : one[index]! < other[index]! ? -1 : 1;
}

export function replayTo(count: number, moments: readonly Moment[], flows: readonly Flow[]): ReplayedState {
	const tokens: Record<string, TokenCount> = Object.create(null) as Record<string, TokenCount>;
	const begun = new Set<string>();
	const ended = new Set<string>();
	for (const { elementId, kind, isCounted } of moments.slice(0, count)) {
		(kind === 'began' ? begun : ended).add(elementId);
		if (!isCounted) continue;
		const { tokens: before } = tokens[elementId] ?? { tokens: 0 };
		tokens[elementId] = { tokens: Math.max(0, before + (kind === 'began' ? 1 : -1)), incidents: 0 };
	}
	const taken = flows.filter(({ source, target }) => ended.has(source) && begun.has(target));
	return {
		tokens: Object.fromEntries(Object.entries(tokens).filter(([, one]) => one.tokens > 0)),
		flows: taken.map(({ id }) => id),
	};
}
