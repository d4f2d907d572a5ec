import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import type { Environment } from '../../core/base/settings';

/** Who runs the command, and who owns a folder; undefined for a folder that does not exist or cannot be reached. */
export interface Users {
	current: number | undefined;
	ownerOf: (folder: string) => number | undefined;
}

const ofThisProcess: Users = {
	get current() {
		return process.getuid?.();
	},
	ownerOf(folder) {
		try {
			return statSync(folder).uid;
		} catch {
			return undefined; // The command itself tells why its home cannot be used.
		}
	},
};

/**
 * Refuses to run as root in the home of another user. Files of a home are readable by their owner alone: one that root creates there, with any
 * command, stops the service whose home it is. `doctor` changes nothing, and tells the same.
 * @throws TroupeError INPUT_INVALID
 */
export function refuseHomeOfAnother(command: string, environment: Environment, { current, ownerOf }: Users = ofThisProcess): void {
	if (current !== 0 || command === 'doctor') return;
	const home = troupeHome(environment);
	const owner = findOwner(home, ownerOf);
	if (owner === 0) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `Troupe's home ${home} belongs to the user with the number ${owner}, and this command runs as root. That user could not read what root creates there.`,
		fix: `Run it as that user: sudo -u '#${owner}' troupe …. For a separate home of root, set TROUPE_HOME.`,
		details: { home, owner },
	});
}

/** Returns the owner of a folder, or of the nearest folder above it that exists. */
const findOwner = (folder: string, ownerOf: Users['ownerOf']): number =>
	ownerOf(folder) ?? (folder === dirname(folder) ? 0 : findOwner(dirname(folder), ownerOf));
