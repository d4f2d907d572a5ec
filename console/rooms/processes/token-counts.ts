import type { EngineEvent } from './engine';

/** By element: how many tokens it has, and how many incidents. */
export type TokenCounts = Record<string, { tokens: number; incidents: number }>;

export interface ElementStatistics {
	elementId: string;
	active: number;
	incidents: number;
}

export const countTokens = (statistics: readonly ElementStatistics[]): TokenCounts =>
	Object.fromEntries(
		statistics
			.filter(({ active, incidents }) => active + incidents > 0)
			.map(({ elementId, active, incidents }) => [elementId, { tokens: active + incidents, incidents }]),
	);

const changes: Record<string, { tokens?: number; incidents?: number }> = {
	'element-activated': { tokens: 1 },
	'element-completed': { tokens: -1 },
	'element-terminated': { tokens: -1 },
	'incident-created': { incidents: 1 },
	'incident-resolved': { incidents: -1 },
};

/** Moves tokens as an event tells, before the engine is asked for all of them again. */
export function moveToken(counts: TokenCounts, { kind, elementId, elementType }: EngineEvent): TokenCounts {
	const change = changes[kind];
	if (!change || elementType === 'process') return counts;
	const { tokens, incidents } = counts[elementId] ?? { tokens: 0, incidents: 0 };
	const next = { tokens: Math.max(0, tokens + (change.tokens ?? 0)), incidents: Math.max(0, incidents + (change.incidents ?? 0)) };
	return { ...counts, [elementId]: next };
}
