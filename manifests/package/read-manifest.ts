import { describePublish } from '../scan/publish-command';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import { getKind, type ManifestDocument, manifestFileName } from '../documents/documents';
import type { PackageManifest } from '../documents/package-manifest';
import type { SnapshotEntry } from '../documents/snapshot-document';
import { revokesVersion } from '../documents/several-manifests';
import type { VerifiedToken } from '../token/read-token';
import { refusedToken } from '../token/refused-token';
import { brief } from '../token/strict-token';
import { findTwin, unsafePath } from '../tree/safe-path';
import type { SeenFiles } from '../tree/seen-files';
import { readNoted } from '../trust/trust-folders';
import type { TrustStore } from '../trust/trust-store';
import { refusal, type RefusalOptions } from '../refusal';
import { stripBom } from '../../core/base/text/strip-bom';

export type VerifiedManifest = VerifiedToken<'troupe-manifest+jwt'> & { document: PackageManifest };

/**
 * Prefers the package's own manifest if the snapshot lists it, else the listed one from the trust folder. An ops team can so approve a release under
 * its own root without changing its files. @throws TroupeError MANIFEST_MISSING, MANIFEST_REVOKED, TOKEN_INVALID
 */
export function findManifestInForce(packageFolder: string, trust: TrustStore, seen: SeenFiles): VerifiedManifest {
	const entries = listEntries(packageFolder, trust, seen);
	const revoked = entries.find(revokesVersion);
	if (revoked !== undefined) throw revokedVersion(revoked);
	if (!entries.some(({ sha256 }) => sha256 === hashOwnManifest(packageFolder, seen))) {
		for (const entry of entries.filter(({ state }) => state !== 'revoked').reverse()) {
			const manifest = trust.findManifest(entry);
			if (manifest !== undefined) return requirePackage(manifest);
		}
	}
	return readOwn(packageFolder, trust, seen);
}

function listEntries(packageFolder: string, trust: TrustStore, seen: SeenFiles): SnapshotEntry[] {
	const { name, version } = readIdentity(readNoted(join(packageFolder, 'package.json'), seen));
	return trust
		.snapshot()
		.document.manifests.filter((entry) => getKind(entry) === 'package' && entry.package === name && entry.version === version);
}

function readIdentity(packageJson: Buffer | null): { name?: unknown; version?: unknown } {
	try {
		return JSON.parse(stripBom(packageJson?.toString() ?? '{}')) as { name?: unknown; version?: unknown };
	} catch {
		return {}; // The comparison of the files reports it.
	}
}

function hashOwnManifest(packageFolder: string, seen: SeenFiles): string | undefined {
	const bytes = readNoted(join(packageFolder, manifestFileName), seen);
	return bytes === null ? undefined : createHash('sha256').update(bytes).digest('hex');
}

/** A person who pins a root also decides about Troupe. Otherwise the package is not at fault. */
function readOwn(packageFolder: string, trust: TrustStore, seen: SeenFiles): VerifiedManifest {
	try {
		return readManifest(packageFolder, trust, seen);
	} catch (error) {
		if (!isTroupeError(error) || error.details.reason !== 'key' || trust.rootFrom !== 'pinned') throw error;
		throw refusal({
			code: error.code,
			message: `${error.message}, by the pinned root`,
			fix: `Approve this package under that root: \`${describePublish(packageFolder)}\`, then \`troupe manifest approve\`. Or pin the root of its publisher.`,
			details: { ...(error.details as RefusalOptions['details']) },
			cause: error,
		});
	}
}

export function readManifest(packageFolder: string, trust: TrustStore, seen: SeenFiles): VerifiedManifest {
	const path = join(packageFolder, manifestFileName);
	const bytes = readNoted(path, seen);
	if (bytes === null) {
		throw refusal({
			code: 'MANIFEST_MISSING',
			message: `The package has no manifest: ${path} does not exist`,
			fix: 'Install a released package, or create a manifest: `troupe manifest sign`, then `troupe manifest approve`.',
			details: { document: path, reason: 'missing', expected: path, actual: 'nothing' },
		});
	}
	return requirePackage(trust.manifest(manifestFileName, bytes));
}

function requirePackage(manifest: VerifiedToken<'troupe-manifest+jwt'>): VerifiedManifest {
	const { document } = manifest;
	if (!isPackage(document)) {
		const kind = getKind(document);
		throw refusedToken(manifestFileName, 'schema', `it is the manifest of a ${kind}, not of a package`, {
			expected: 'package',
			actual: kind,
		});
	}
	refuseUnsafePaths(document);
	return { ...manifest, document };
}

export const isPackage = (document: ManifestDocument): document is PackageManifest => getKind(document) === 'package';

export function refuseUnsafePaths({ files, covers }: Pick<PackageManifest, 'files' | 'covers'>): void {
	const paths = files.map(({ path }) => path);
	for (const path of [...paths, ...covers.filter((entry) => entry !== '.')]) {
		const reason = unsafePath(path);
		if (reason === null) continue;
		const details = { expected: 'plain paths that stay in the folder', actual: brief(path) };
		throw refusedToken(manifestFileName, 'schema', `it lists ${JSON.stringify(path)}: ${reason}`, details);
	}
	const twins = findTwin(paths);
	if (twins !== null) {
		const details = { expected: 'names that differ on every file system', actual: `${brief(twins.twin)} and ${brief(twins.path)}` };
		throw refusedToken(
			manifestFileName,
			'schema',
			`it lists ${twins.twin} and ${twins.path}, which are the same name on some file systems`,
			details,
		);
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
			document: `${name} ${version}`,
			reason: 'revoked',
			expected: 'approved',
			actual: 'revoked',
			package: name,
			version,
			...details,
		},
	});
}
