import type { EntryKind } from './trail-entry';

export function identifyEntry(entry: EntryName): string {
	return `${entry.kind}:${entry.entry ? identifyCalled(entry.callId, entry.entry) : (entry.callId ?? identifyStep(entry))}`;
}

type EntryName = { kind: EntryKind; step?: number; round?: number; callId?: string; entry?: EntryName };

export const identifyCalled = (callId: string | undefined, entry: EntryName): string => `${callId}/${identifyEntry(entry)}`;

export const identifyStep = ({ step = '', round }: { step?: number | ''; round?: number }): string =>
	round === undefined ? `${step}` : `${step}.${round}`;
