import type { EntryKind } from './trail-entry';

/** Identifies an entry within its run. */
export function identifyEntry(entry: EntryName): string {
	return `${entry.kind}:${entry.entry ? identifyCalled(entry.callId, entry.entry) : (entry.callId ?? identifyStep(entry))}`;
}

type EntryName = { kind: EntryKind; step?: number; round?: number; callId?: string; entry?: EntryName };

/** Identifies an entry of a called agent among those of all called agents. */
export const identifyCalled = (callId: string | undefined, entry: EntryName): string => `${callId}/${identifyEntry(entry)}`;

/** Identifies a step, or one of its suspensions. */
export const identifyStep = ({ step = '', round }: { step?: number | ''; round?: number }): string =>
	round === undefined ? `${step}` : `${step}.${round}`;
