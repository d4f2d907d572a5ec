import type { TroupeError } from '../../core/base/errors';
import { getErrorMessage } from '../../core/base/errors';
import type { InstalledPackage } from './installed-packages';
import { refusal } from '../refusal';

/** No manifest names the package: a policy decides. */
export function unknownPackage({ name, folder }: Pick<InstalledPackage, 'name' | 'folder'>): TroupeError {
	return refusal({
		code: 'MANIFEST_UNKNOWN',
		message: `No manifest names the package ${name} (${folder})`,
		fix: 'Review the package, then have it approved: `troupe manifest sign`, `troupe manifest approve`.',
		details: {
			document: name,
			reason: 'unknown',
			package: name,
			expected: 'a package that a manifest names',
			actual: 'no manifest names it',
		},
	});
}

/** The name is listed, but the folder cannot be that package. */
export function notThePackage({ name, folder }: Pick<InstalledPackage, 'name' | 'folder'>, problem: string): TroupeError {
	return refusal({
		code: 'MANIFEST_TAMPERED',
		message: `${folder} is not the package ${name}: ${problem}`,
		fix: 'Remove it, or reinstall the package from a source you trust.',
		details: {
			document: name,
			reason: 'changed',
			package: name,
			file: 'package.json',
			problem: 'changed',
			expected: `the package ${name}`,
			actual: problem,
		},
	});
}

export function unlistedNode(name: string, version: string, type: string): TroupeError {
	return refusal({
		code: 'MANIFEST_NOT_LISTED',
		message: `The manifest of ${name} ${version} does not list the node ${type}`,
		fix: 'Use a node that it lists (`troupe manifest show`), or have a manifest approved that lists it.',
		details: {
			document: `${name} ${version}`,
			reason: 'unlisted',
			package: name,
			version,
			expected: 'a node that the manifest lists',
			actual: type,
		},
	});
}

export function unreadablePackage({ name, folder }: InstalledPackage, error: unknown): TroupeError {
	const message = `The package ${name} could not be checked: ${getErrorMessage(error)}`;
	const details = { document: name, reason: 'unreadable', expected: 'a readable package', actual: getErrorMessage(error) };
	return refusal({ code: 'MANIFEST_INVALID', message, fix: `Make ${folder} readable, then try again.`, details, cause: error });
}
