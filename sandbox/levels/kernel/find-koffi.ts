import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import { findPackageFolder } from '../../../core/base/package-folder';
import { findChangedFile, koffiFolder, koffiVersion } from './koffi-files';

/**
 * Finds koffi, which calls the kernel. No manifest covers its native code: it is used only if its files equal those compared with the registry.
 * @param stateFolder an installation there survives an update of the package; one beside the package, as in the image, comes with it @returns its
 * folder @throws TroupeError DEPENDENCY_MISSING
 */
export function findKoffi(stateFolder: string, packageFolder = findPackageFolder()): string {
	const folder = lookForKoffi(stateFolder, packageFolder);
	if (folder !== undefined) return folder;
	const changed = listInstalled(packageFolder, stateFolder).map((folder) => findChangedFile(folder))[0];
	const install = `npm install --prefix "${stateFolder}" --ignore-scripts koffi@${koffiVersion}`;
	if (changed?.expected === 'none')
		throw new TroupeError({
			code: 'DEPENDENCY_MISSING',
			message: `The library koffi is not loaded, because its files for ${process.arch} were not compared with the registry.`,
			fix: 'Use a machine with an x64 or arm64 processor.',
			details: { package: 'koffi', ...changed },
		});
	throw new TroupeError({
		code: 'DEPENDENCY_MISSING',
		message: changed
			? `The library koffi is not loaded, because ${changed.path} is not that of version ${koffiVersion}: SHA-256 expected ${changed.expected}, found ${changed.actual}.`
			: 'Landlock and seccomp need the library koffi, which is not installed.',
		fix: changed
			? `Remove node_modules/koffi and node_modules/@koromix there, then run ${install}. If nobody installed another version, find out who changed the file.`
			: `Run ${install} (4 MB).`,
		details: { package: 'koffi', ...changed },
	});
}

/** Accepts unchanged files in the package's folder, beside the package or in Troupe's home. */
export function lookForKoffi(stateFolder: string, packageFolder = findPackageFolder()): string | undefined {
	return listInstalled(packageFolder, stateFolder).find((folder) => findChangedFile(folder) === undefined);
}

function listInstalled(packageFolder: string, stateFolder: string): string[] {
	const modules = [join(packageFolder, 'node_modules'), dirname(packageFolder), join(stateFolder, 'node_modules')];
	return modules.map(koffiFolder).filter((folder) => existsSync(folder));
}
