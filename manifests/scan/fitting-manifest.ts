import { describePublish } from './publish-command';
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import type { ManifestFile, PackageManifest } from '../documents/package-manifest';
import { refuseUnsafePaths, type VerifiedManifest } from '../package/read-manifest';
import { compareDependencies } from '../tree/dependencies/compare-dependencies';
import { listNested, nameDependencies } from '../tree/dependencies/nested-packages';
import { compareFiles } from '../tree/compare-files';
import { readFileList } from '../tree/file-list';
import { readUnchanged } from '../tree/read-unchanged';
import type { SeenFiles } from '../tree/seen-files';
import type { TreeHasher } from '../tree/tree-cache';
import { tampered, type Difference } from '../tree/tampered';
import { refusedToken } from '../token/refused-token';
import type { TrustStore } from '../trust/trust-store';
import { hashInstalled } from './describe-installed';
import type { InstalledPackage } from './installed-packages';

type InstalledTree = Pick<InstalledPackage, 'folder'>;

/** Could not be compared, for example because it is still missing. */
export interface Unusable {
	sha256: string;
	error: TroupeError;
}

interface Misfit {
	manifest: VerifiedManifest;
	differences: [Difference, ...Difference[]];
}

/**
 * Returns the first manifest that matches every file, including dependencies. A mixture of several is refused. @param unusable other manifests of the
 * version, named if none matches @throws TroupeError MANIFEST_TAMPERED, with the differences from the closest one; TOKEN_INVALID
 */
export async function findFitting<Manifest extends VerifiedManifest>(
	installed: InstalledTree,
	manifests: readonly Manifest[],
	unusable: readonly Unusable[],
	trust: TrustStore,
	seen: SeenFiles,
	hash?: TreeHasher,
): Promise<Manifest> {
	return readUnchanged(installed.folder, seen, async (noted) => {
		const hashed = await hashInstalled(installed.folder, noted, hash);
		const misfits: Misfit[] = [];
		const faults = [...unusable];
		for (const manifest of manifests) {
			try {
				const [first, ...others] = compareInstalled(installed.folder, manifest.document, hashed, trust);
				if (first === undefined) return manifest;
				misfits.push({ manifest, differences: [first, ...others] });
			} catch (error) {
				if (!isTroupeError(error) || error.code !== 'TOKEN_INVALID') throw error;
				faults.push({ sha256: manifest.sha256, error });
			}
		}
		throw mismatch(installed, misfits, faults);
	});
}

function compareInstalled(
	folder: string,
	manifest: PackageManifest,
	hashed: Awaited<ReturnType<typeof hashInstalled>>,
	trust: TrustStore,
): Difference[] {
	const expected = expectedFiles(manifest, trust);
	refuseUnsafePaths({ files: expected, covers: manifest.covers });
	return [
		...nameDependencies(compareFiles(expected, hashed.files), manifest.nestedPackages ?? [], () => listNested(folder, hashed.files)),
		...compareDependencies(manifest.dependencies ?? [], hashed.dependencies, (sha256) => readDependencyList(sha256, trust)),
	];
}

function expectedFiles({ files, fileList, package: { name, version } }: PackageManifest, trust: TrustStore): ManifestFile[] {
	if (fileList === undefined) return files;
	const path = `file-lists/${fileList.sha256}.json`;
	const bytes = trust.fileList(fileList.sha256);
	if (bytes === undefined) {
		const details = { expected: fileList.sha256, actual: 'nothing' };
		throw refusedToken(path, 'missing', `it is missing, and it lists the files of ${name} ${version}`, details);
	}
	return readFileList(path, bytes, fileList);
}

/** Only names the differing file, so the list can be missing. */
function readDependencyList(sha256: string, trust: TrustStore): ManifestFile[] | undefined {
	const bytes = trust.fileList(sha256);
	return bytes && readFileList(`file-lists/${sha256}.json`, bytes, { sha256, size: bytes.length });
}

const maxNamed = 5;

function mismatch({ folder }: InstalledTree, misfits: readonly Misfit[], faults: readonly Unusable[]): TroupeError {
	const [closest] = [...misfits].sort((one, other) => one.differences.length - other.differences.length);
	if (closest === undefined) return faults[0]!.error;
	const { name, version } = closest.manifest.document.package;
	const count = misfits.length + faults.length;
	const named = faults.slice(0, maxNamed);
	const intro = `the installed ${name} ${version} matches none of its ${count} manifests; closest is ${closest.manifest.sha256.slice(0, 12)}: `;
	return tampered(closest.differences, {
		before: count > 1 ? intro : '',
		after: named.map(({ error }) => `; not compared: ${error.message}`).join(''),
		fix: describeFix(folder, `${name}@${version}`, closest.differences),
		details: {
			package: name,
			version,
			manifest: closest.manifest.sha256,
			manifests: count,
			...(named.length > 0 && { unusable: named.map(({ sha256, error }) => ({ sha256, code: error.code })) }),
		},
	});
}

/** If the package's own files match, npm most likely resolved another dependency version. */
function describeFix(folder: string, nameAtVersion: string, differences: readonly Difference[]): string {
	const approve = `\`${describePublish(folder)}\`, then \`troupe manifest approve package:${nameAtVersion}\`; without a registry \`sign --into\` and \`approve --into\`.`;
	return differences.every(({ file }) => file.startsWith('node_modules/'))
		? `Its own files are approved, but a dependency is not. Install the approved dependencies, or review this installation and have it approved as an additional one: ${approve}`
		: `Reinstall the package from a source you trust. Or, if the change is intended, review it and have it approved as an additional one: ${approve}`;
}
