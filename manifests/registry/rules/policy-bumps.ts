import type { Bump, Change, RuledChange } from './bump';
import { jsonChanges } from './json-changes';

/**
 * Lists the changes between two versions of a guardrail policy. Its contract is what it stops: a range such as `^1.2` never brings a policy that
 * stops less. A change that is not clearly stricter counts as weaker.
 */
export function policyChanges(from: unknown, to: unknown): RuledChange[] {
	return jsonChanges(from, to).map((change) => ({ ...change, ...classify(change) }));
}

function classify({ path, kind, to }: Change): { bump: Bump; reason: string } {
	if (/^\/(?:version|\$schema)$/.test(path)) return { bump: 'none', reason: 'says nothing of what it stops' };
	if (/^\/purpose$|^\/checks\/\d+\/text/.test(path)) return { bump: 'patch', reason: 'wording' };
	const isStricter = (/^\/checks\/\d+$/.test(path) && kind === 'added') || (path === '/onFailure' && (to ?? 'block') === 'block');
	return isStricter ? { bump: 'minor', reason: 'stops more' } : { bump: 'major', reason: 'can stop less' };
}
