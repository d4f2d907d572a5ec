import type { Bump, Change, RuledChange } from './bump';
import { jsonChanges } from './json-changes';

/**
 * Lists the changes between two versions of an evaluation set. Its contract is what it demands: whoever gates by `^1.2` gets a set that demands no
 * less. Recordings answer for the outside world and demand nothing.
 */
export function evaluationChanges(from: unknown, to: unknown): RuledChange[] {
	return jsonChanges(from, to).map((change) => ({ ...change, ...classify(change) }));
}

function classify({ path, kind }: Change): { bump: Bump; reason: string } {
	if (/^\/(?:version|\$schema)$/.test(path)) return { bump: 'none', reason: 'says nothing of what it demands' };
	if (/^\/(?:name|purpose)$/.test(path)) return { bump: 'patch', reason: 'wording' };
	if (/^\/recordings(?:\/|$)/.test(path)) return { bump: 'patch', reason: 'recordings' };
	const isMore = kind === 'added' && /^(?:\/cases\/\d+|\/expect\/\d+|\/cases\/\d+\/expect\/\d+)$/.test(path);
	return isMore ? { bump: 'minor', reason: 'demands more' } : { bump: 'major', reason: 'can demand something else' };
}
