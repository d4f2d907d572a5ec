import { place, setQuery } from '../../app/router';
import { readPreference, writePreference } from '../../words/preferences';

/** Enumerations, and names that an operator gave to channels: nothing of customers. */
export const filters = ['day', 'channel', 'mode', 'origin', 'hot'] as const;

/** Changes the filters, and keeps them for this person. */
export function changeFilters(changes: Record<string, string | undefined>): void {
	setQuery(changes);
	writePreference('talks', new URLSearchParams(place.value.query).toString() || undefined);
}

/** An address with filters of its own is left as it is. */
export function restoreFilters(): void {
	if (Object.keys(place.value.query).length > 0) return;
	const kept = Object.fromEntries(new URLSearchParams(readPreference('talks') ?? ''));
	const known = Object.fromEntries(filters.flatMap((name) => (kept[name] === undefined ? [] : [[name, kept[name]]])));
	if (Object.keys(known).length > 0) setQuery(known);
}
