import type { Bump, Change, RuledChange } from './bump';
import { jsonChanges } from './json-changes';

/**
 * Lists the changes between two versions of a template. Its contract is how it is installed: values that fitted the older version must fit the newer
 * one, and what it installed must be in it.
 */
export function templateChanges(from: unknown, to: unknown): RuledChange[] {
	return jsonChanges(from, to).map((change) => ({ ...change, ...classify(change) }));
}

function classify({ path, kind, to }: Change): { bump: Bump; reason: string } {
	if (/^\/(?:version|\$schema)$/.test(path)) return { bump: 'none', reason: 'says nothing of what it installs' };
	if (/^\/parameters\/\d+$/.test(path) && kind === 'added') {
		const isOptional = (to as { default?: unknown } | undefined)?.default !== undefined;
		return isOptional ? { bump: 'minor', reason: 'a parameter with a default' } : { bump: 'major', reason: 'a value that must be given' };
	}
	if (/^\/parameters\/\d+(?:\/(?:type|choices.*))?$/.test(path) || (/^\/parameters\/\d+\/default$/.test(path) && kind === 'removed'))
		return { bump: 'major', reason: 'values that fitted may not fit any more' };
	if (/^\/files\/\d+$/.test(path))
		return kind === 'added' ? { bump: 'minor', reason: 'a new file' } : { bump: 'major', reason: 'a file is gone' };
	return { bump: 'patch', reason: 'content or wording' };
}
