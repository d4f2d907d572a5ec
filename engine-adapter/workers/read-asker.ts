import { nameAsker } from '../../core/ports';
import type { Job } from '../engine';

/** The variables that say who asks, where no caller of the service started the instance. */
export const askerVariables = ['personId', 'personGroups'];

/**
 * Returns who asks in a job: the caller of the service who started its instance, whatever its variables say. Otherwise the process speaks for
 * somebody, such as the contact of a channel, whom its variables name.
 */
export function readAsker({ startedBy, variables: { personId, personGroups } }: Job): string[] {
	if (startedBy !== undefined) return nameAsker({ person: startedBy.replace(/^oidc:/, '') });
	const groups = [personGroups].flat().filter((group) => typeof group === 'string');
	const isName = typeof personId === 'string' || typeof personId === 'number';
	return nameAsker({ ...(isName && { person: String(personId).trim() }), groups });
}
