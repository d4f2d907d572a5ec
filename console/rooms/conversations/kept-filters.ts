import { place, setQuery } from '../../app/router';
import { readPreference, writePreference } from '../../words/preferences';

/** Enumerations and channel names: no customer data. */
export const filters = ['day', 'channel', 'mode', 'origin', 'hot'] as const;

export function changeFilters(changes: Record<string, string | undefined>): void {
	setQuery(changes);
	writePreference('talks', new URLSearchParams(place.value.query).toString() || undefined);
}

export function restoreFilters(): void {
	if (Object.keys(place.value.query).length > 0) return;
	const kept = Object.fromEntries(new URLSearchParams(readPreference('talks') ?? ''));
	const known = Object.fromEntries(filters.flatMap((name) => (kept[name] === undefined ? [] : [[name, kept[name]]])));
	if (Object.keys(known).length > 0) setQuery(known);
}
