import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import { findInstalled } from '../../../core/base/modules/find-installed';
import { findPackageFolder } from '../../../core/base/package-folder';

const packageName = 'koffi';

/**
 * Finds the library that calls the kernel. It is native code, which the package cannot contain.
 * @param stateFolder an installation there survives an update of the package
 * @throws TroupeError DEPENDENCY_MISSING
 */
export function findKoffi(stateFolder: string): string {
	const library = lookForKoffi(stateFolder);
	if (library !== undefined) return library;
	throw new TroupeError({
		code: 'DEPENDENCY_MISSING',
		message: `Landlock and seccomp need the library ${packageName}, which is not installed.`,
		fix: `Run npm install --prefix "${stateFolder}" --ignore-scripts ${packageName}@3 (4 MB).`,
		details: { package: packageName },
	});
}

/** Returns the file to load, if the library is installed in the package's folder or in Troupe's home. */
export function lookForKoffi(stateFolder: string): string | undefined {
	return findInstalled(packageName, [findPackageFolder(), stateFolder]);
}

/** Returns the folders of the library: its JavaScript, and its native code for this system in a package of its own. */
export function listKoffiFolders(koffiFile: string): string[] {
	const folder = dirname(koffiFile);
	const natives = join(dirname(folder), '@koromix');
	return [folder, ...(existsSync(natives) ? readdirSync(natives).map((name) => join(natives, name)) : [])];
}
