import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TroupeError } from '../../core/base/errors';
import type { ManifestReference } from '../../core/ports';
import { compareFiles } from '../tree/compare-files';
import { kindOf, trustFolderName, type PackageManifest, type SnapshotEntry } from '../documents/documents';
import { deprecationOf } from '../documents/deprecation';
import { revokesVersion } from '../documents/several-manifests';
import { hashTree } from '../tree/hash-tree';
import { readStill } from '../tree/read-still';
import { SeenFiles } from '../tree/seen-files';
import type { TreeHasher } from '../tree/tree-cache';
import { tampered, type Difference } from '../tree/tampered';
import type { VerifiedToken } from '../token/read-token';
import { countApprovals } from '../trust/count-approvals';
import { TrustStore, type TrustRules } from '../trust/trust-store';
import { manifestInForce, revokedVersion, type VerifiedManifest } from './read-manifest';
import { refusal, type RefusalOptions } from '../refusal';

export interface VerifyRequest {
	packageFolder: string;
	/** Where an ops team pins its root; the package's own `trust/` comes after it. */
	pinnedTrust?: string;
	/** Somebody named that folder, so it has to be there. */
	trustNamed?: boolean;
	/** The trust folder that the registry's client keeps. */
	registryTrust?: string;
	/** Tenant, stale policy, marks against rollback. */
	trustRules?: TrustRules;
	/** Milliseconds since the epoch. */
	nowMs: number;
	/** Notes everything that the decision rests on, also when it is a refusal. */
	seen?: SeenFiles;
	/** How trees are hashed; one that remembers spares reading again what has not changed. Default hashTree. */
	hash?: TreeHasher;
}

/** A package that is, to the byte, what its author signed and its approvers let run. */
export interface VerifiedPackage {
	reference: ManifestReference;
	manifest: PackageManifest;
	deprecated: boolean;
	approvers: string[];
	snapshotVersion: number;
	/** What it was verified under. */
	trust: TrustStore;
	/** Milliseconds since the epoch at which the first of the documents expires. */
	expiresAt: number;
}

/**
 * Whether a package may run: root, snapshot, manifest, approvals, then every file.
 * @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_*
 */
export async function verifyPackage(request: VerifyRequest): Promise<VerifiedPackage> {
	const { packageFolder, seen = new SeenFiles() } = request;
	const trust = openTrust({ ...request, seen });
	const snapshot = trust.snapshot();
	const manifest = manifestInForce(packageFolder, trust, seen);
	const entry = findEntry(snapshot.document.manifests, manifest);
	const approvals = requireApprovals(trust, manifest);
	await requireFiles(packageFolder, manifest.document, seen, request.hash);
	requireSameIdentity(packageFolder, manifest.document);
	return {
		reference: referenceTo(manifest, entry, trust),
		manifest: manifest.document,
		deprecated: entry.state === 'deprecated',
		approvers: approvals.map(({ document }) => document.approver),
		snapshotVersion: snapshot.document.ver,
		trust,
		expiresAt: Math.min(snapshot.goodUntilMs, ...[trust.root, manifest, ...approvals].map(({ document }) => document.exp * 1000)),
	};
}

/** The trust that a package is verified under. @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_ROLLED_BACK */
export function openTrust({ packageFolder, pinnedTrust, trustNamed, registryTrust, nowMs, seen, trustRules }: VerifyRequest): TrustStore {
	const folders = { pinned: pinnedTrust, named: trustNamed, registry: registryTrust, bundled: join(packageFolder, trustFolderName) };
	return new TrustStore(folders, seen ?? new SeenFiles(), nowMs, trustRules);
}

/** A version that was revoked once stays so, whatever was signed under its number since. */
export function findEntry(entries: readonly SnapshotEntry[], { document, sha256 }: VerifiedManifest): SnapshotEntry {
	const { name, version } = document.package;
	const ofVersion = entries.filter((entry) => entry.package === name && entry.version === version && kindOf(entry) === 'package');
	const details = { package: name, version, sha256, approved: ofVersion.map((entry) => entry.sha256) };
	const entry = ofVersion.find((candidate) => candidate.sha256 === sha256);
	const revoked = ofVersion.find(revokesVersion) ?? (entry?.state === 'revoked' ? entry : undefined);
	if (revoked !== undefined) throw revokedVersion(revoked, details);
	if (entry !== undefined) return entry;
	const expected = ofVersion.length === 0 ? 'the snapshot lists no manifest of it' : `approved is the manifest ${ofVersion[0]?.sha256}`;
	const listed = ofVersion[0]?.sha256 ?? 'nothing';
	throw notApproved(`${name} ${version} is not approved: ${expected}, found ${sha256}`, {
		...{ document: `${name} ${version}`, reason: 'unlisted', expected: listed, actual: sha256 },
		...details,
	});
}

export function requireApprovals(
	trust: TrustStore,
	{ document, sha256, keyId }: VerifiedToken<'troupe-manifest+jwt'>,
): VerifiedToken<'troupe-approval+jwt'>[] {
	const { name, version } = document.package;
	// What was passed over for another manifest is no reason here.
	const ofOthers = trust.discounted.length;
	const approvals = trust
		.approvals(sha256)
		.filter((approval) => approval.document.package === name && approval.document.version === version);
	const { counted, threshold, enough, discounted: uncounted } = countApprovals(trust.root.document, keyId, approvals);
	if (enough) return counted;
	const discounted = [
		...uncounted.map(({ approval, reason }) => ({ name: approval.keyId, reason })),
		...trust.discounted.slice(ofOthers),
	].slice(0, 5);
	const reasons = discounted.map(({ reason }) => `; not counted: ${reason}`).join('');
	const message = `${name} ${version} is not approved: it has ${counted.length} of ${threshold} approvals${reasons}`;
	throw notApproved(message, {
		...{ document: `${name} ${version}`, reason: 'approvals', expected: threshold, actual: counted.length },
		...{ package: name, version, sha256, discounted },
	});
}

function notApproved(message: string, details: RefusalOptions['details']): TroupeError {
	const fix = 'Have it approved (`troupe manifest approve`), or install a version that is.';
	return refusal({ code: 'MANIFEST_NOT_APPROVED', message, fix, details });
}

/**
 * Compares the folder with the manifest: every listed file, and nothing else below what it covers.
 * @throws TroupeError MANIFEST_TAMPERED
 */
export async function requireFiles(
	packageFolder: string,
	manifest: PackageManifest,
	seen: SeenFiles,
	hash: TreeHasher = hashTree,
): Promise<void> {
	await readStill(packageFolder, seen, async (noted) => {
		const found = await hash(packageFolder, manifest.covers, noted);
		const [first, ...others]: Difference[] = compareFiles(manifest.files, found);
		if (first !== undefined) throw tampered([first, ...others]);
	});
}

/** The manifest of one package, put into another's folder, must not speak for it. */
function requireSameIdentity(packageFolder: string, manifest: PackageManifest): void {
	const { name, version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { name?: unknown; version?: unknown };
	if (name === manifest.package.name && version === manifest.package.version) return;
	throw refusal({
		code: 'MANIFEST_INVALID',
		message: `The manifest is of ${manifest.package.name} ${manifest.package.version}, the folder holds ${String(name)} ${String(version)}`,
		fix: 'Sign the package again with `troupe manifest sign`.',
		details: {
			...{ document: `${manifest.package.name} ${manifest.package.version}`, reason: 'identity' },
			...{ expected: manifest.package, actual: { name, version } },
		},
	});
}

export function referenceTo({ document, sha256, keyId }: VerifiedManifest, entry: SnapshotEntry, trust: TrustStore): ManifestReference {
	const warnings = [...deprecationOf({ ...entry, name: entry.package }), ...trust.snapshot().warnings];
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
