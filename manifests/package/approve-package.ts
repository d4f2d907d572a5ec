import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TroupeError } from '../../core/errors';
import { isTroupeError } from '../../core/errors';
import { approvalsFolderName, manifestFileName, type SnapshotEntry } from '../documents/documents';
import { SeenFiles } from '../tree/seen-files';
import { editSnapshot, findRoot, keyUnderRoot, lastSnapshot, type EditRequest } from './snapshot-editor';
import { signDocument } from '../token/sign-token';
import { TrustStore } from '../trust/trust-store';
import { installationOf } from '../scan/describe-installed';
import { findSigned } from '../scan/find-signed';
import { requireTree } from '../scan/verify-installed';
import { readManifest, type VerifiedManifest } from './read-manifest';
import { requireFiles } from './verify-package';
import { writeWhole } from '../write-file';
import { refusal } from '../refusal';

export interface ApproveRequest extends EditRequest {
	packageFolder: string;
	/** Who approves, by name. */
	approver: string;
	/** Forgets what the trust folder approved so far, as a development root does at each build. */
	anew?: boolean;
}

export interface ApprovedPackage {
	package: string;
	version: string;
	/** Of the manifest token, hex. */
	manifest: string;
	approval: string;
	snapshotVersion: number;
}

const approvalDays = 3650;

/**
 * Approves a package as it lies there: its manifest has to be an author's, its files have to be the manifest's.
 * @throws TroupeError as verifyPackage does, and MANIFEST_REVOKED: nothing leaves that state
 */
export async function approvePackage(request: ApproveRequest): Promise<ApprovedPackage> {
	const { packageFolder, into, nowMs, approver, anew = false } = request;
	const { root, folder } = findRoot(request);
	const signer = keyUnderRoot(root, 'approver', request);
	const seen = new SeenFiles();
	const { document, sha256 } = await readReviewed(
		packageFolder,
		new TrustStore({ pinned: folder, bundled: into }, seen, nowMs),
		into,
		seen,
	);
	const { name, version } = document.package;
	const isReplaced = (entry: SnapshotEntry) => entry.package === name && entry.version === version && entry.state !== 'revoked';
	const known = anew ? [] : lastSnapshot(root, into).manifests;
	const kept = known.filter((entry) => !isReplaced(entry));
	if (kept.some((entry) => entry.package === name && entry.version === version)) throw revoked(name, version);

	const approval = join(into, approvalsFolderName, `${sha256.slice(0, 16)}-${signer.keyId}.jwt`);
	const yes = { ver: document.ver, manifest: sha256, package: name, version, approver, jti: randomUUID() };
	writeWhole(approval, await signDocument('troupe-approval+jwt', yes, signer, { nowMs, days: approvalDays }));
	// What takes the place of another says so: an entry that just vanished would be refused as rolled back.
	const before = known.filter(isReplaced).map(({ revision = 1 }) => revision);
	const revision = before.length === 0 ? {} : { revision: Math.max(...before) + 1 };
	const entry: SnapshotEntry = { sha256, package: name, version, state: 'approved', ...revision };
	const snapshotVersion = await editSnapshot(root, request, () => [...kept, entry]);
	return { package: name, version, manifest: sha256, approval, snapshotVersion };
}

/** The package's own manifest, or the one that somebody signed of it into the trust folder; its files have to be the manifest's. */
async function readReviewed(packageFolder: string, trust: TrustStore, into: string, seen: SeenFiles): Promise<VerifiedManifest> {
	if (existsSync(join(packageFolder, manifestFileName))) {
		const manifest = readUnderRoot(packageFolder, trust, into, seen);
		await requireFiles(packageFolder, manifest.document, seen);
		return manifest;
	}
	const manifest = findSigned(packageFolder, trust, into);
	await requireTree({ folder: packageFolder, installation: installationOf(packageFolder) }, manifest.document, trust, seen);
	return manifest;
}

/** The one that a package brings is of those who released it: under another root somebody else signs what was reviewed. */
function readUnderRoot(packageFolder: string, trust: TrustStore, into: string, seen: SeenFiles): VerifiedManifest {
	try {
		return readManifest(packageFolder, trust, seen);
	} catch (error) {
		if (!isTroupeError(error) || error.details.reason !== 'key') throw error;
		return findSigned(packageFolder, trust, into);
	}
}

function revoked(name: string, version: string): TroupeError {
	const message = `${name} ${version} was revoked, and nothing leaves that state`;
	return refusal({
		code: 'MANIFEST_REVOKED',
		message,
		fix: 'Release a new version, and have that approved.',
		details: {
			...{ document: `${name} ${version}`, reason: 'revoked', expected: 'a version that was never revoked', actual: 'revoked' },
			...{ package: name, version },
		},
	});
}
