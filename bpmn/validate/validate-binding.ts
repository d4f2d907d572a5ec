import type { Binding } from '../reading/process-model';
import type { Reason } from '../reason';

const bindings = ['latest', 'deployment', 'versionTag'];

/** Zeebe's documentation, resource binding: which version is called; a version tag belongs to its binding alone (recorded from 8.6). */
export function validateBinding({ binding = 'latest', versionTag }: Partial<Binding>): Reason[] {
	if (!bindings.includes(binding)) return [{ message: `has the unknown binding "${binding}"`, fix: `Use ${bindings.join(', ')}.` }];
	if (binding === 'versionTag' && versionTag === undefined)
		return [{ message: 'is bound to a version tag and names none', fix: 'Set the version tag.' }];
	if (binding !== 'versionTag' && versionTag !== undefined)
		return [{ message: `names a version tag and is bound to "${binding}"`, fix: 'Use the binding versionTag, or remove the version tag.' }];
	return [];
}
