import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import type { Environment } from '../../core/base/settings/setting-names';
import { listMoved } from '../backup/outside-home';

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
 * Refuses to run as root in the home of another user, or with a database in a folder of one. Only their owner can read the files of a home: a file
 * that root creates there, with any command, stops the service whose home it is. `doctor` changes nothing, and reports the same.
 * @throws TroupeError INPUT_INVALID
 */
export function refuseHomeOfAnother(command: string, environment: Environment, { current, ownerOf }: Users = ofThisProcess): void {
	if (current !== 0 || command === 'doctor') return;
	const home = troupeHome(environment);
	const places = [{ what: "Troupe's home", setting: 'TROUPE_HOME', folder: home }];
	for (const { setting, from } of listMoved(home, environment))
		places.push({ what: `The folder of ${setting}`, setting, folder: dirname(resolve(from)) });
	for (const { what, setting, folder } of places) {
		const owner = findOwner(folder, ownerOf);
		if (owner === 0) continue;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${what}, ${folder}, belongs to the user with the number ${owner}, and this command runs as root. That user could not read what root creates there.`,
			fix: `Run it as that user: sudo -u '#${owner}' troupe …. For separate state of root, set ${setting}.`,
			details: { home, folder, owner },
		});
	}
}

const findOwner = (folder: string, ownerOf: Users['ownerOf']): number =>
	ownerOf(folder) ?? (folder === dirname(folder) ? 0 : findOwner(dirname(folder), ownerOf));
