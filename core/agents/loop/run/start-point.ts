import type { PersonalDataVault } from '../../../ports/guardrails/vault';
import type { AgentParts } from '../../agent-parts';
import type { MadeDecision } from '../../agent-request';
import { hasTools } from '../tools/open-toolbox';
import type { RunLog } from './run-log';
import { diverged, type TrailLog } from '../trail/trail';
import { trailVersion, type TrailEntry } from '../trail/trail-entry';

/** Start of a run: the beginning, or the end of its trail. */
export interface StartPoint {
	runId: string;
	conversationId: string;
	person?: string;
	recorded: TrailEntry[];
	decisions: MadeDecision[];
	escalated?: ReadonlySet<string>;
	log?: TrailLog;
	leaseLost?: AbortSignal;
	close?: () => Promise<void>;
	vault?: PersonalDataVault;
}

export const asStartPoint = (log: RunLog): Pick<StartPoint, 'log' | 'leaseLost' | 'close'> => ({
	log,
	leaseLost: log.leaseLost,
	close: () => log.close(),
});

/** Runs with tools have effects that must not be repeated. */
export function storesTrails(parts: AgentParts): boolean {
	return parts.runs !== undefined && parts.mode !== 'dry-run' && hasTools(parts);
}

/** Reads an outside trail. @throws TroupeError if it is not one of this version */
export function readTrail(trail: unknown): [TrailEntry<'prepared'>, ...TrailEntry[]] {
	const entries = trail as TrailEntry[];
	const isTrail = Array.isArray(entries) && entries.every((entry) => typeof entry?.kind === 'string');
	const [first] = isTrail ? entries : [];
	if (first?.kind !== 'prepared' || first.version !== trailVersion)
		throw diverged(`does not start like a trail of version ${trailVersion}`);
	return structuredClone(entries) as [TrailEntry<'prepared'>, ...TrailEntry[]];
}
