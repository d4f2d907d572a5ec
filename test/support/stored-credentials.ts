import { TroupeError } from '../../core/base/errors';
import type { Credential, Credentials } from '../../core/ports/access/credentials';

/** A store of credentials in memory. */
export function storedCredentials(...stored: Array<Omit<Credential, 'revision'>>): Credentials & { stored: Map<string, Credential> } {
	const all = new Map(stored.map((one) => [one.name, { ...one, revision: 1 }]));
	const resolve = async (name: string): Promise<Credential> => {
		const found = all.get(name);
		if (found) return structuredClone(found);
		throw new TroupeError({ code: 'CREDENTIAL_NOT_FOUND', message: `There is no credential "${name}"`, fix: 'Add it.' });
	};
	return {
		stored: all,
		resolve,
		renew: ({ name }) => resolve(name),
		writeBack: async (changed) => {
			const next = { ...changed, revision: changed.revision + 1 };
			all.set(changed.name, next);
			return next;
		},
	};
}
