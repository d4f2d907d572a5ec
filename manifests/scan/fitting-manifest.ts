import { isTroupeError, type TroupeError } from '../../core/base/errors';
import type { ManifestFile, PackageManifest } from '../documents/documents';
import { refuseUnsafePaths, type VerifiedManifest } from '../package/read-manifest';
import { compareDependencies } from '../tree/dependencies/compare-dependencies';
import { compareFiles } from '../tree/compare-files';
import { readFileList } from '../tree/file-list';
import { readStill } from '../tree/read-still';
import type { SeenFiles } from '../tree/seen-files';
import type { TreeHasher } from '../tree/tree-cache';
import { tampered, type Difference } from '../tree/tampered';
import { refusedToken } from '../token/refused-token';
import type { TrustStore } from '../trust/trust-store';
import { hashInstalled } from './describe-installed';
import type { InstalledPackage } from './installed-packages';

/** A package as it lies in an installation. */
type InstalledTree = Pick<InstalledPackage, 'folder' | 'installation'>;

/** A manifest that could not be compared, such as one that did not arrive yet. */
export interface Unusable {
	sha256: string;
	error: TroupeError;
}

interface Misfit {
	manifest: VerifiedManifest;
	differences: [Difference, ...Difference[]];
}

/**
 * The first of several manifests of a version that an installed tree is, with every file, its own and of what it loads: all of one manifest,
 * never some of one and some of another.
 * @param unusable others of the version: where none fits they are named
 * @throws TroupeError MANIFEST_TAMPERED, with in what the tree departs from the closest one; TOKEN_INVALID
 */
export async function findFitting<Manifest extends VerifiedManifest>(
	installed: InstalledTree,
	manifests: readonly Manifest[],
	unusable: readonly Unusable[],
	trust: TrustStore,
	seen: SeenFiles,
	hash?: TreeHasher,
): Promise<Manifest> {
	return readStill(installed.folder, seen, async (noted) => {
		const found = await hashInstalled(installed.folder, installed.installation, noted, hash);
		const misfits: Misfit[] = [];
		const faults = [...unusable];
		for (const manifest of manifests) {
			try {
				const [first, ...others] = differencesOf(manifest.document, found, trust);
				if (first === undefined) return manifest;
				misfits.push({ manifest, differences: [first, ...others] });
			} catch (error) {
				if (!isTroupeError(error) || error.code !== 'TOKEN_INVALID') throw error;
				faults.push({ sha256: manifest.sha256, error });
			}
		}
		throw noneFits(installed, misfits, faults);
	});
}

function differencesOf(manifest: PackageManifest, found: Awaited<ReturnType<typeof hashInstalled>>, trust: TrustStore): Difference[] {
	const expected = expectedFiles(manifest, trust);
	refuseUnsafePaths({ files: expected, covers: manifest.covers });
	return [
		...compareFiles(expected, found.files),
		...compareDependencies(manifest.dependencies ?? [], found.dependencies, (sha256) => listOf(sha256, trust)),
	];
}

function expectedFiles({ files, fileList, package: { name, version } }: PackageManifest, trust: TrustStore): ManifestFile[] {
	if (fileList === undefined) return files;
	const path = `file-lists/${fileList.sha256}.json`;
	const bytes = trust.fileList(fileList.sha256);
	if (bytes === undefined) {
		const details = { expected: fileList.sha256, actual: 'nothing' };
		throw refusedToken(path, 'missing', `it is not there, and holds the files of ${name} ${version}`, details);
	}
	return readFileList(path, bytes, fileList);
}

/** Of a package that others load: only to say which file of it differs, so it may be missing. */
function listOf(sha256: string, trust: TrustStore): ManifestFile[] | undefined {
	const bytes = trust.fileList(sha256);
	return bytes && readFileList(`file-lists/${sha256}.json`, bytes, { sha256, size: bytes.length });
}

const mostNamed = 5;

function noneFits({ folder }: InstalledTree, misfits: readonly Misfit[], faults: readonly Unusable[]): TroupeError {
	const [closest] = [...misfits].sort((one, other) => one.differences.length - other.differences.length);
	if (closest === undefined) return faults[0]!.error;
	const { name, version } = closest.manifest.document.package;
	const count = misfits.length + faults.length;
	const named = faults.slice(0, mostNamed);
	const intro = `${name} ${version} as it is installed is none of its ${count} manifests; closest is ${closest.manifest.sha256.slice(0, 12)}: `;
	return tampered(closest.differences, {
		before: count > 1 ? intro : '',
		after: named.map(({ error }) => `; not compared: ${error.message}`).join(''),
		fix: fixFor(folder, `${name}@${version}`, closest.differences),
		details: {
			package: name,
			version,
			manifest: closest.manifest.sha256,
			manifests: count,
			...(named.length > 0 && { unusable: named.map(({ sha256, error }) => ({ sha256, code: error.code })) }),
		},
	});
}

/** Where the package itself is as it was reviewed, npm most likely resolved another version of what it loads. */
function fixFor(folder: string, nameAtVersion: string, differences: readonly Difference[]): string {
	const approve = `\`troupe manifest publish ${folder} --as-installed\`, then \`troupe manifest approve package:${nameAtVersion}\`; without a registry \`sign --into\` and \`approve --into\`.`;
	return differences.every(({ file }) => file.startsWith('node_modules/'))
		? `Its own files are as approved, what it loads is not. Install what was approved; or review this installation and have it approved beside the others: ${approve}`
		: `Reinstall the package from a source you trust. Or, if it is meant to be as it is, review it and have it approved beside the others: ${approve}`;
}
