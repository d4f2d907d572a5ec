import type { EntryKind, TrailEntry } from './trail-entry';

/** Returns the innermost entry, of the agent that wrote it. */
export function unwrapEntry<Entry extends { kind: EntryKind }>(
	entry: Entry,
): Exclude<Entry, { kind: 'called' }> | Exclude<TrailEntry, { kind: 'called' }> {
	return entry.kind === 'called'
		? unwrapEntry((entry as unknown as TrailEntry<'called'>).entry)
		: (entry as Exclude<Entry, { kind: 'called' }>);
}
