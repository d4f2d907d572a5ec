import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { TroupeError } from '../../core/base/errors';
import { isTroupeError } from '../../core/base/errors';
import { kindOf, manifestFileName, type ManifestDocument, type PackageManifest, type SnapshotEntry } from '../documents/documents';
import { revokesVersion } from '../documents/several-manifests';
import type { VerifiedToken } from '../token/read-token';
import { refusedToken } from '../token/refused-token';
import { brief } from '../token/strict-token';
import { findTwin, unsafePath } from '../tree/safe-path';
import type { SeenFiles } from '../tree/seen-files';
import { readNoted } from '../trust/trust-folders';
import type { TrustStore } from '../trust/trust-store';
import { refusal, type RefusalOptions } from '../refusal';

export type VerifiedManifest = VerifiedToken<'troupe-manifest+jwt'> & { document: PackageManifest };

/**
 * The manifest that speaks for a package: the one that it brings along where the snapshot lists that, else the listed one from the
 * trust folder. So an ops team approves a release under its own root, and the released files stay as they are.
 * @throws TroupeError MANIFEST_MISSING, MANIFEST_REVOKED, TOKEN_INVALID
 */
export function manifestInForce(packageFolder: string, trust: TrustStore, seen: SeenFiles): VerifiedManifest {
	const listed = entriesOf(packageFolder, trust, seen);
	const revoked = listed.find(revokesVersion);
	if (revoked !== undefined) throw revokedVersion(revoked);
	if (!listed.some(({ sha256 }) => sha256 === sha256OfOwn(packageFolder, seen))) {
		for (const entry of listed.filter(({ state }) => state !== 'revoked').reverse()) {
			const manifest = trust.manifestOf(entry);
			if (manifest !== undefined) return ofPackage(manifest);
		}
	}
	return readOwn(packageFolder, trust, seen);
}

/** What the snapshot says of the version that lies there; nothing yet, where its package.json says no name or version. */
function entriesOf(packageFolder: string, trust: TrustStore, seen: SeenFiles): SnapshotEntry[] {
	const { name, version } = identityOf(readNoted(join(packageFolder, 'package.json'), seen));
	return trust
		.snapshot()
		.document.manifests.filter((entry) => kindOf(entry) === 'package' && entry.package === name && entry.version === version);
}

function identityOf(packageJson: Buffer | null): { name?: unknown; version?: unknown } {
	try {
		return JSON.parse(packageJson?.toString() ?? '{}') as { name?: unknown; version?: unknown };
	} catch {
		return {}; // The comparison of the files says so.
	}
}

function sha256OfOwn(packageFolder: string, seen: SeenFiles): string | undefined {
	const bytes = readNoted(join(packageFolder, manifestFileName), seen);
	return bytes === null ? undefined : createHash('sha256').update(bytes).digest('hex');
}

/** Whoever pins a root decides about Troupe as well: that nobody did is no fault of the package. */
function readOwn(packageFolder: string, trust: TrustStore, seen: SeenFiles): VerifiedManifest {
	try {
		return readManifest(packageFolder, trust, seen);
	} catch (error) {
		if (!isTroupeError(error) || error.details.reason !== 'key' || trust.rootFrom !== 'pinned') throw error;
		throw refusal({
			code: error.code,
			message: `${error.message}, by the root that is pinned here`,
			fix: `Approve this package under that root: \`troupe manifest publish ${packageFolder} --as-installed\`, then \`troupe manifest approve\`. Or pin the root of those who released it.`,
			details: { ...(error.details as RefusalOptions['details']) },
			cause: error,
		});
	}
}

/** The package's own manifest, signed by an author; its state is not looked at. */
export function readManifest(packageFolder: string, trust: TrustStore, seen: SeenFiles): VerifiedManifest {
	const path = join(packageFolder, manifestFileName);
	const bytes = readNoted(path, seen);
	if (bytes === null) {
		throw refusal({
			code: 'MANIFEST_MISSING',
			message: `The package has no manifest: there is no ${path}`,
			fix: 'Install a released package, or make a manifest: `troupe manifest sign`, then `troupe manifest approve`.',
			details: { document: path, reason: 'missing', expected: path, actual: 'nothing' },
		});
	}
	return ofPackage(trust.manifest(manifestFileName, bytes));
}

function ofPackage(manifest: VerifiedToken<'troupe-manifest+jwt'>): VerifiedManifest {
	const { document } = manifest;
	if (!isPackage(document)) {
		const kind = kindOf(document);
		throw refusedToken(manifestFileName, 'schema', `it is the manifest of a ${kind}, not of a package`, {
			expected: 'package',
			actual: kind,
		});
	}
	refuseUnsafePaths(document);
	return { ...manifest, document };
}

export const isPackage = (document: ManifestDocument): document is PackageManifest => kindOf(document) === 'package';

export function refuseUnsafePaths({ files, covers }: Pick<PackageManifest, 'files' | 'covers'>): void {
	const paths = files.map(({ path }) => path);
	for (const path of [...paths, ...covers.filter((entry) => entry !== '.')]) {
		const reason = unsafePath(path);
		if (reason === null) continue;
		const details = { expected: 'paths that stay in the folder, plainly written', actual: brief(path) };
		throw refusedToken(manifestFileName, 'schema', `it lists ${JSON.stringify(path)}: ${reason}`, details);
	}
	const twins = findTwin(paths);
	if (twins !== null) {
		const details = { expected: 'names that every file system tells apart', actual: `${brief(twins.twin)} and ${brief(twins.path)}` };
		throw refusedToken(manifestFileName, 'schema', `it lists ${twins.twin} and ${twins.path}, one name on some file systems`, details);
	}
	if (paths.includes('package.json')) return;
	const details = { expected: 'package.json among its files', actual: `${paths.length} others` };
	throw refusedToken(manifestFileName, 'schema', 'it does not list package.json', details);
}

export function revokedVersion(
	{ package: name, version, reason, scope, sha256 }: SnapshotEntry,
	details: Record<string, unknown> = {},
): TroupeError {
	return refusal({
		code: 'MANIFEST_REVOKED',
		message: `${scope === 'manifest' ? `The manifest ${sha256.slice(0, 12)} of ` : ''}${name} ${version} was revoked${reason === undefined ? '' : `: ${reason}`}`,
		fix: 'Install a version that is approved.',
		details: {
			...{ document: `${name} ${version}`, reason: 'revoked', expected: 'approved', actual: 'revoked' },
			...{ package: name, version, ...details },
		},
	});
}
