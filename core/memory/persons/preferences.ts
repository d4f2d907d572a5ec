import type { MemoryParts } from '../memory-parts';
import { mergeMemories } from './merge-memories';

/**
 * Returns a person's preferences by name. First writes those in `set`, and removes those that are null. Preferences without a name are memories only.
 */
export async function updatePreferences(
	person: string,
	set: Record<string, string | null> | undefined,
	{ store, clock, newId }: MemoryParts,
): Promise<Record<string, string>> {
	if (set && Object.keys(set).length > 0) {
		const changes = Object.entries(set).flatMap(([key, text]) => (text === null ? [] : [{ kind: 'preference' as const, key, text }]));
		const removedKeys = new Set(Object.keys(set).filter((key) => set[key] === null));
		await store.changeMemories(person, (memories) => {
			const { put, remove } = mergeMemories(memories, changes, { now: clock.now(), newId }).change;
			const removed = memories.filter(({ kind, key }) => kind === 'preference' && key !== undefined && removedKeys.has(key));
			return { put, remove: [...remove, ...removed.map(({ id }) => id)] };
		});
	}
	const named = (await store.memories(person)).filter(({ kind, key }) => kind === 'preference' && key !== undefined);
	return Object.fromEntries(named.map(({ key, text }) => [key!, text]));
}
