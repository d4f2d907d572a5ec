import type { TroupeError } from '../../core/errors';
import type { ManifestReference } from '../../core/ports';
import type { PackageManifest, SnapshotEntry } from '../documents/documents';
import { isPackage, refuseUnsafePaths, revokedVersion, type VerifiedManifest } from '../package/read-manifest';
import { findEntry, referenceTo, requireApprovals } from '../package/verify-package';
import { compareDependencies } from '../tree/compare-dependencies';
import { compareFiles } from '../tree/compare-files';
import { readFileList } from '../tree/file-list';
import { readStill } from '../tree/read-still';
import type { SeenFiles } from '../tree/seen-files';
import type { TreeHasher } from '../tree/tree-cache';
import { tampered } from '../tree/tampered';
import { refusedToken } from '../token/refusal';
import type { TrustStore } from '../trust/trust-store';
import { hashInstalled } from './describe-installed';
import type { InstalledPackage } from './installed-packages';
import { notThePackage, unknownPackage } from './refusals';
import { refusal } from '../refusal';

/** A package of somebody else's that is, to the byte and with all that it loads, what was reviewed and approved. */
export interface VerifiedInstalled {
	reference: ManifestReference;
	manifest: PackageManifest;
	deprecated: boolean;
	/** Milliseconds since the epoch. */
	expiresAt: number;
}

/**
 * Whether an installed package is as approved: entry, manifest, approvals, then every file, its own and of what it loads.
 * @throws TroupeError MANIFEST_UNKNOWN when no manifest names the package, MANIFEST_*, TOKEN_INVALID
 */
export async function verifyInstalled(
	installed: InstalledPackage,
	trust: TrustStore,
	seen: SeenFiles,
	hash?: TreeHasher,
): Promise<VerifiedInstalled> {
	const snapshot = trust.snapshot();
	const entries = entriesOf(installed, snapshot.document.manifests);
	if (installed.problem !== undefined) throw notThePackage(installed, installed.problem);
	const manifest = manifestOf(installed, entries, trust);
	const entry = findEntry(snapshot.document.manifests, manifest);
	const approvals = requireApprovals(trust, manifest);
	await requireTree(installed, manifest.document, trust, seen, hash);
	const ends = [trust.root, manifest, ...approvals].map(({ document }) => document.exp * 1000);
	return {
		reference: referenceTo(manifest, entry, trust),
		manifest: manifest.document,
		deprecated: entry.state === 'deprecated',
		expiresAt: Math.min(snapshot.goodUntilMs, ...ends),
	};
}

/** All of the package's name. A name that is listed is decided upon: its other versions are not unknown, they are not approved. */
function entriesOf({ name, folder }: InstalledPackage, entries: readonly SnapshotEntry[]): SnapshotEntry[] {
	const ofName = entries.filter((entry) => entry.package === name && (entry.kind ?? 'package') === 'package');
	if (ofName.length > 0) return ofName;
	throw unknownPackage({ name, folder });
}

function manifestOf(installed: InstalledPackage, ofName: readonly SnapshotEntry[], trust: TrustStore): VerifiedManifest {
	const { name, version } = installed;
	const ofVersion = ofName.filter((entry) => entry.version === version);
	const details = {
		document: `${name} ${version}`,
		reason: 'unlisted',
		package: name,
		version,
		expected: ofName.map((entry) => entry.version),
		actual: version,
	};
	// A revoked one first: its version stays revoked, whatever was signed under its number since.
	const entry = ofVersion.find(({ state }) => state === 'revoked') ?? ofVersion.at(-1);
	if (entry === undefined) {
		const versions = [...new Set(details.expected)].slice(0, 10).join(', ');
		const message = `${name} ${version} is not approved: of this package the snapshot lists ${versions}`;
		throw refusal({
			code: 'MANIFEST_NOT_APPROVED',
			message,
			fix: 'Install a version that is approved, or have this one approved.',
			details,
		});
	}
	if (entry.state === 'revoked') throw revokedVersion(entry);
	const manifest = trust.manifestOf(entry);
	if (manifest === undefined) throw missing(installed, entry);
	const { document } = manifest;
	if (!isPackage(document)) {
		const kinds = { expected: 'package', actual: document.kind };
		throw refusedToken(`manifests/${entry.sha256}.jwt`, 'schema', 'it is not the manifest of a package', kinds);
	}
	return { ...manifest, document };
}

function missing({ name, version }: InstalledPackage, { sha256 }: SnapshotEntry): TroupeError {
	return refusal({
		code: 'MANIFEST_MISSING',
		message: `The manifest of ${name} ${version} is approved, and lies nowhere: there is no manifests/${sha256}.jwt in the trust folder`,
		fix: 'Put the manifest there, or connect this machine to the registry (TROUPE_REGISTRY_URL).',
		details: { document: `${name} ${version}`, reason: 'missing', package: name, version, expected: sha256, actual: 'nothing' },
	});
}

/** Every file, the package's own and of what it loads. @throws TroupeError MANIFEST_TAMPERED, TOKEN_INVALID */
export async function requireTree(
	installed: Pick<InstalledPackage, 'folder' | 'installation'>,
	manifest: PackageManifest,
	trust: TrustStore,
	seen: SeenFiles,
	hash?: TreeHasher,
): Promise<void> {
	const expected = expectedFiles(manifest, trust);
	refuseUnsafePaths({ files: expected, covers: manifest.covers });
	await readStill(installed.folder, seen, async (noted) => {
		const { files, dependencies } = await hashInstalled(installed.folder, installed.installation, noted, hash);
		const [first, ...others] = [
			...compareFiles(expected, files),
			...compareDependencies(manifest.dependencies ?? [], dependencies, (sha256) => listOf(sha256, trust)),
		];
		if (first !== undefined) throw tampered([first, ...others]);
	});
}

function expectedFiles({ files, fileList, package: { name, version } }: PackageManifest, trust: TrustStore) {
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
function listOf(sha256: string, trust: TrustStore) {
	const bytes = trust.fileList(sha256);
	return bytes && readFileList(`file-lists/${sha256}.json`, bytes, { sha256, size: bytes.length });
}
