import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TroupeError } from '../../core/base/errors';
import type { ManifestReference } from '../../core/ports/manifests';
import { compareFiles } from '../tree/compare-files';
import { getKind, trustFolderName } from '../documents/documents';
import type { PackageManifest } from '../documents/package-manifest';
import type { SnapshotEntry } from '../documents/snapshot-document';
import { describeDeprecation } from '../documents/deprecation';
import { revokesVersion } from '../documents/several-manifests';
import { hashTree } from '../tree/hash-tree';
import { readUnchanged } from '../tree/read-unchanged';
import { SeenFiles } from '../tree/seen-files';
import type { TreeHasher } from '../tree/tree-cache';
import { tampered, type Difference } from '../tree/tampered';
import type { VerifiedToken } from '../token/read-token';
import { countApprovals } from '../trust/count-approvals';
import { findNextNotice, warnOfExpiry, type Lifetime } from '../trust/expiry';
import { TrustStore } from '../trust/trust-store';
import { findManifestInForce, revokedVersion, type VerifiedManifest } from './read-manifest';
import { refusal, type RefusalOptions } from '../refusal';
import { stripBom } from '../../core/base/text/strip-bom';
import type { TrustRules } from '../trust/trust-rules';

export interface VerifyRequest {
	packageFolder: string;
	/** Precedes the package's own `trust/`. */
	pinnedTrust?: string;
	trustNamed?: boolean;
	registryTrust?: string;
	trustRules?: TrustRules;
	nowMs: number;
	/** Notes every file behind the decision, even for a refusal. */
	seen?: SeenFiles;
	/** A hasher with a cache skips unchanged files. Default hashTree. */
	hash?: TreeHasher;
}

export interface VerifiedPackage {
	reference: ManifestReference;
	manifest: PackageManifest;
	deprecated: boolean;
	approvers: string[];
	snapshotVersion: number;
	trust: TrustStore;
	/** When the first document expires or its warning begins, in milliseconds since the epoch. */
	expiresAt: number;
	lifetimes: Lifetime[];
}

/** Verifies root, snapshot, manifest, approvals, then every file. @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_* */
export async function verifyPackage(request: VerifyRequest): Promise<VerifiedPackage> {
	const { packageFolder, seen = new SeenFiles() } = request;
	const trust = openTrust({ ...request, seen });
	const snapshot = trust.snapshot();
	const manifest = findManifestInForce(packageFolder, trust, seen);
	const entry = findEntry(snapshot.document.manifests, manifest);
	const approvals = requireApprovals(trust, manifest);
	await requireFiles(packageFolder, manifest.document, seen, request.hash);
	requireSameIdentity(packageFolder, manifest.document);
	const lifetimes = listLifetimes(trust, manifest, approvals);
	const { warnings = [], ...reference } = createReference(manifest, entry, trust);
	const allWarnings = [...warnings, ...warnOfExpiry(lifetimes, trust.nowMs)];
	const ends = [snapshot.goodUntilMs, findNextNotice(lifetimes, trust.nowMs), ...lifetimes.map(({ endMs }) => endMs)];
	return {
		reference: { ...reference, ...(allWarnings.length > 0 && { warnings: allWarnings }) },
		manifest: manifest.document,
		deprecated: entry.state === 'deprecated',
		approvers: approvals.map(({ document }) => document.approver),
		snapshotVersion: snapshot.document.ver,
		trust,
		expiresAt: Math.min(...ends),
		lifetimes,
	};
}

/** Leaves out snapshots: a registry renews them every few minutes; offline and expired ones have their own warnings. */
function listLifetimes(trust: TrustStore, manifest: VerifiedManifest, approvals: VerifiedToken<'troupe-approval+jwt'>[]): Lifetime[] {
	const { document: snapshot } = trust.snapshot();
	const { name, version } = manifest.document.package;
	const end = 'after that nothing of it runs';
	const renew = 'Sign and approve it again: `troupe manifest sign`, `troupe manifest approve`';
	const toLifetime = (document: Lifetime['document'], title: string, { iat, exp }: { iat: number; exp: number }, consequence: string) => ({
		document,
		name: title,
		startMs: iat * 1000,
		endMs: exp * 1000,
		consequence,
	});
	return [
		toLifetime(
			'root',
			'The root of trust',
			trust.root.document,
			'after that nothing runs. Have its holders sign the next edition: `troupe manifest keys rotate`',
		),
		...(trust.hasRegistry || snapshot.offline !== undefined || snapshot.exp * 1000 <= trust.nowMs
			? []
			: [toLifetime('snapshot', `The snapshot ${snapshot.ver}`, snapshot, `after that nothing runs. ${renew}`)]),
		toLifetime('manifest', `The manifest of ${name} ${version}`, manifest.document, `${end}. ${renew}`),
		...approvals.map(({ document }) =>
			toLifetime('approval', `The approval of ${name} ${version} by ${document.approver}`, document, `${end}. ${renew}`),
		),
	];
}

/** @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_ROLLED_BACK */
export function openTrust({ packageFolder, pinnedTrust, trustNamed, registryTrust, nowMs, seen, trustRules }: VerifyRequest): TrustStore {
	const folders = { pinned: pinnedTrust, named: trustNamed, registry: registryTrust, bundled: join(packageFolder, trustFolderName) };
	return new TrustStore(folders, seen ?? new SeenFiles(), nowMs, trustRules);
}

/** A revoked version stays revoked, even if signed again. */
export function findEntry(entries: readonly SnapshotEntry[], { document, sha256 }: VerifiedManifest): SnapshotEntry {
	const { name, version } = document.package;
	const versionEntries = entries.filter((entry) => entry.package === name && entry.version === version && getKind(entry) === 'package');
	const details = { package: name, version, sha256, approved: versionEntries.map((entry) => entry.sha256) };
	const entry = versionEntries.find((candidate) => candidate.sha256 === sha256);
	const revoked = versionEntries.find(revokesVersion) ?? (entry?.state === 'revoked' ? entry : undefined);
	if (revoked !== undefined) throw revokedVersion(revoked, details);
	if (entry !== undefined) return entry;
	const expected = versionEntries.length === 0 ? 'the snapshot does not list it' : `the approved manifest is ${versionEntries[0]?.sha256}`;
	const listed = versionEntries[0]?.sha256 ?? 'nothing';
	throw notApproved(`${name} ${version} is not approved: ${expected}, found ${sha256}`, {
		document: `${name} ${version}`,
		reason: 'unlisted',
		expected: listed,
		actual: sha256,
		...details,
	});
}

export function requireApprovals(
	trust: TrustStore,
	{ document, sha256, keyId }: VerifiedToken<'troupe-manifest+jwt'>,
): VerifiedToken<'troupe-approval+jwt'>[] {
	const { name, version } = document.package;
	const countBefore = trust.discounted.length;
	const approvals = trust
		.approvals(sha256)
		.filter((approval) => approval.document.package === name && approval.document.version === version);
	const { counted, threshold, enough, discounted: uncounted } = countApprovals(trust.root.document, keyId, approvals);
	if (enough) return counted;
	const discounted = [
		...uncounted.map(({ approval, reason }) => ({ name: approval.keyId, reason })),
		...trust.discounted.slice(countBefore),
	].slice(0, 5);
	const reasons = discounted.map(({ reason }) => `; not counted: ${reason}`).join('');
	const message = `${name} ${version} is not approved: it has ${counted.length} of ${threshold} approvals${reasons}`;
	throw notApproved(message, {
		document: `${name} ${version}`,
		reason: 'approvals',
		expected: threshold,
		actual: counted.length,
		package: name,
		version,
		sha256,
		discounted,
	});
}

function notApproved(message: string, details: RefusalOptions['details']): TroupeError {
	const fix = 'Have it approved (`troupe manifest approve`), or install an approved version.';
	return refusal({ code: 'MANIFEST_NOT_APPROVED', message, fix, details });
}

/** Requires every listed file, and no others in the covered entries. @throws TroupeError MANIFEST_TAMPERED */
export async function requireFiles(
	packageFolder: string,
	manifest: PackageManifest,
	seen: SeenFiles,
	hash: TreeHasher = hashTree,
): Promise<void> {
	await readUnchanged(packageFolder, seen, async (noted) => {
		const files = await hash(packageFolder, manifest.covers, noted);
		const [first, ...others]: Difference[] = compareFiles(manifest.files, files);
		if (first !== undefined) throw tampered([first, ...others]);
	});
}

/** A manifest copied from another package must not apply. */
function requireSameIdentity(packageFolder: string, manifest: PackageManifest): void {
	const { name, version } = JSON.parse(stripBom(readFileSync(join(packageFolder, 'package.json'), 'utf8'))) as {
		name?: unknown;
		version?: unknown;
	};
	if (name === manifest.package.name && version === manifest.package.version) return;
	throw refusal({
		code: 'MANIFEST_INVALID',
		message: `The manifest is for ${manifest.package.name} ${manifest.package.version}, but the folder contains ${String(name)} ${String(version)}`,
		fix: 'Sign the package again with `troupe manifest sign`.',
		details: {
			document: `${manifest.package.name} ${manifest.package.version}`,
			reason: 'identity',
			expected: manifest.package,
			actual: { name, version },
		},
	});
}

export function createReference({ document, sha256, keyId }: VerifiedManifest, entry: SnapshotEntry, trust: TrustStore): ManifestReference {
	const warnings = [...describeDeprecation({ ...entry, name: entry.package }), ...trust.snapshot().warnings];
	return {
		package: document.package.name,
		version: document.package.version,
		sha256,
		keyId,
		root: trust.rootFrom,
		development: trust.root.document.development,
		...(warnings.length > 0 && { warnings }),
	};
}
