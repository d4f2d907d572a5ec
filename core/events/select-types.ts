import { TroupeError } from '../base/errors';
import type { EventType } from '../ports/events/event-facts';
import { eventTypes, isEventType } from './event-types';

/**
 * Parses event type filters: names or prefixes such as `agent.run.*`. `*` or nothing means all, also of later versions: an empty list. @throws
 * TroupeError INPUT_INVALID
 */
export function selectTypes(names: readonly string[]): EventType[] {
	if (names.length === 0 || names.includes('*')) return [];
	return [...new Set(names.flatMap(select))];
}

function select(name: string): EventType[] {
	if (isEventType(name)) return [name];
	const matches = name.endsWith('.*') ? eventTypes.filter((type) => type.startsWith(name.slice(0, -1))) : [];
	if (matches.length > 0) return matches;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${name.slice(0, 60)}" is not a type of event.`,
		fix: 'Use names of `troupe events types`, such as agent.run.failed, agent.run.* or *.',
	});
}
