import { isTroupeError, type TroupeError } from '../../core/base/errors';
import type { ManifestReference } from '../../core/ports/manifests';
import { snapshotFileName } from '../documents/documents';
import type { PackageManifest } from '../documents/package-manifest';
import type { SnapshotEntry } from '../documents/snapshot-document';
import { maxManifestsPerVersion, revokesVersion } from '../documents/several-manifests';
import { isPackage, revokedVersion, type VerifiedManifest } from '../package/read-manifest';
import { findEntry, createReference, requireApprovals } from '../package/verify-package';
import type { SeenFiles } from '../tree/seen-files';
import type { TreeHasher } from '../tree/tree-cache';
import { refusedToken } from '../token/refused-token';
import type { TrustStore } from '../trust/trust-store';
import { findFitting, type Unusable } from './fitting-manifest';
import type { InstalledPackage } from './installed-packages';
import { notThePackage, unknownPackage } from './refused-packages';
import { refusal } from '../refusal';

/** Identical, with all dependencies, to what was reviewed and approved. */
interface VerifiedInstalled {
	reference: ManifestReference;
	manifest: PackageManifest;
	/** Runnable manifests of this version, one per reviewed installation. */
	manifests: number;
	deprecated: boolean;
	expiresAt: number;
}

interface InstalledRules {
	hash?: TreeHasher;
	/** Hash prefix of the only accepted manifest. Default: any approved one. */
	only?: string;
}

/**
 * Verifies entries, manifests, approvals, then every file of the package and its dependencies. @throws TroupeError MANIFEST_UNKNOWN when no manifest
 * names the package, MANIFEST_*, TOKEN_INVALID
 */
export async function verifyInstalled(
	installed: InstalledPackage,
	trust: TrustStore,
	seen: SeenFiles,
	{ hash, only = '' }: InstalledRules = {},
): Promise<VerifiedInstalled> {
	const snapshot = trust.snapshot();
	const entries = listEntries(installed, snapshot.document.manifests);
	if (installed.problem !== undefined) throw notThePackage(installed, installed.problem);
	const runnable = listRunnable(installed, entries, only);
	const { approved, unusable } = collectApproved(installed, runnable, trust);
	if (approved.length === 0) throw unusable[0]!.error;
	const manifest = await findFitting(installed, approved, unusable, trust, seen, hash);
	const entry = findEntry(snapshot.document.manifests, manifest);
	return {
		reference: createReference(manifest, entry, trust),
		manifest: manifest.document,
		manifests: runnable.length,
		deprecated: entry.state === 'deprecated',
		expiresAt: Math.min(snapshot.goodUntilMs, trust.root.document.exp * 1000, manifest.expiresAt),
	};
}

/** Other versions of a listed name count as not approved, not as unknown. */
function listEntries({ name, folder }: InstalledPackage, entries: readonly SnapshotEntry[]): SnapshotEntry[] {
	const ofName = entries.filter((entry) => entry.package === name && (entry.kind ?? 'package') === 'package');
	if (ofName.length > 0) return ofName;
	throw unknownPackage({ name, folder });
}

/** Newest first. @throws TroupeError MANIFEST_REVOKED, MANIFEST_NOT_APPROVED, TOKEN_INVALID */
function listRunnable(installed: InstalledPackage, ofName: readonly SnapshotEntry[], only: string): SnapshotEntry[] {
	const { name, version } = installed;
	const ofVersion = ofName.filter((entry) => entry.version === version);
	if (ofVersion.length === 0) throw notApproved(installed, ofName);
	const revoked = ofVersion.find(revokesVersion);
	if (revoked !== undefined) throw revokedVersion(revoked);
	const runnable = ofVersion.filter(({ state }) => state !== 'revoked').reverse();
	if (runnable.length === 0) throw revokedVersion(ofVersion.at(-1)!);
	if (runnable.length > maxManifestsPerVersion) {
		const expected = `at most ${maxManifestsPerVersion} manifests per version`;
		const reason = `it lists ${runnable.length} manifests of ${name} ${version}; the max is ${maxManifestsPerVersion}`;
		throw refusedToken(snapshotFileName, 'size', reason, { expected, actual: runnable.length });
	}
	if (only === '') return runnable;
	const [selected, ...more] = ofVersion.filter(({ sha256 }) => sha256.startsWith(only));
	if (selected === undefined)
		throw notTheOne(installed, `No manifest of ${name} ${version} that may run begins with ${only}`, only, runnable);
	if (more.length > 0) throw notTheOne(installed, `${only} matches more than one manifest of ${name} ${version}`, only, runnable);
	if (selected.state === 'revoked') throw revokedVersion(selected);
	return [selected];
}

type ApprovedManifest = VerifiedManifest & { expiresAt: number };

/** A missing or invalid manifest does not affect the others. */
function collectApproved(installed: InstalledPackage, entries: readonly SnapshotEntry[], trust: TrustStore) {
	const approved: ApprovedManifest[] = [];
	const unusable: Unusable[] = [];
	for (const entry of entries) {
		try {
			const manifest = requireManifest(installed, entry, trust);
			const approvals = requireApprovals(trust, manifest);
			approved.push({ ...manifest, expiresAt: Math.min(...[manifest, ...approvals].map(({ document }) => document.exp * 1000)) });
		} catch (error) {
			if (!isTroupeError(error)) throw error;
			unusable.push({ sha256: entry.sha256, error });
		}
	}
	return { approved, unusable };
}

function requireManifest(installed: InstalledPackage, entry: SnapshotEntry, trust: TrustStore): VerifiedManifest {
	const manifest = trust.findManifest(entry);
	if (manifest === undefined) throw missing(installed, entry);
	const { document } = manifest;
	if (!isPackage(document)) {
		const kinds = { expected: 'package', actual: document.kind };
		throw refusedToken(`manifests/${entry.sha256}.jwt`, 'schema', 'it is not the manifest of a package', kinds);
	}
	return { ...manifest, document };
}

function notApproved({ name, version }: InstalledPackage, ofName: readonly SnapshotEntry[]): TroupeError {
	const expected = [...new Set(ofName.map((entry) => entry.version))];
	return refusal({
		code: 'MANIFEST_NOT_APPROVED',
		message: `${name} ${version} is not approved: the snapshot lists only ${expected.slice(0, 10).join(', ')} of this package`,
		fix: 'Install an approved version, or have this one approved.',
		details: { document: `${name} ${version}`, reason: 'unlisted', package: name, version, expected, actual: version },
	});
}

function notTheOne({ name, version }: InstalledPackage, message: string, only: string, runnable: readonly SnapshotEntry[]): TroupeError {
	const expected = runnable.map(({ sha256 }) => sha256);
	return refusal({
		code: 'MANIFEST_NOT_APPROVED',
		message: `${message}: there are ${expected.map((sha256) => sha256.slice(0, 12)).join(', ')}`,
		fix: 'Specify one of these.',
		details: { document: `${name} ${version}`, reason: 'unlisted', package: name, version, expected, actual: only },
	});
}

function missing({ name, version }: InstalledPackage, { sha256 }: SnapshotEntry): TroupeError {
	return refusal({
		code: 'MANIFEST_MISSING',
		message: `The manifest of ${name} ${version} is approved but missing: manifests/${sha256}.jwt is not in the trust folder`,
		fix: 'Put the manifest there, or connect this machine to the registry (TROUPE_REGISTRY_URL).',
		details: { document: `${name} ${version}`, reason: 'missing', package: name, version, expected: sha256, actual: 'nothing' },
	});
}
