import { relative, sep } from 'node:path';
import type { LoadedCode } from '../../../core/base/modules/loaded-code';
import type { PackageManifest } from '../../documents/package-manifest';
import { tampered, type Difference } from '../../tree/tampered';

/**
 * Compares the loaded code with the manifest. They differ if a file was changed, loaded and changed back, or a package was replaced while the process
 * runs. @throws TroupeError MANIFEST_TAMPERED
 */
export function requireLoaded(packageFolder: string, manifest: PackageManifest, loaded: LoadedCode): void {
	if (loaded.size === 0) return;
	const signed = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]));
	const isCovered = (file: string) => manifest.covers.some((entry) => entry === '.' || entry === file.split('/')[0]);
	const differences: Difference[] = [];
	for (const [path, hashes] of loaded) {
		const file = relative(packageFolder, path).replaceAll(sep, '/');
		const expected = signed.get(file);
		for (const actual of hashes) {
			if (actual !== expected && isCovered(file)) differences.push({ file, problem: 'in-memory', expected, actual });
		}
	}
	const [first, ...others] = differences;
	if (first === undefined) return;
	const { name, version } = manifest.package;
	throw tampered([first, ...others], {
		fix: `Restart n8n, the worker or the service: it then loads the installed ${name} ${version}.`,
		details: { package: name, version },
	});
}
