import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { TroupeError } from '../../core/errors';
import { approvalsFolderName, type SnapshotEntry } from '../documents/documents';
import { SeenFiles } from '../tree/seen-files';
import { editSnapshot, findRoot, keyUnderRoot, lastSnapshot, type EditRequest } from './snapshot-editor';
import { signToken } from '../token/sign-token';
import { TrustStore } from '../trust/trust-store';
import { readManifest, requireFiles } from './verify-package';
import { writeWhole } from '../write-file';

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
	const key = keyUnderRoot(root, 'approver', request);
	const seen = new SeenFiles();
	const { document, sha256 } = readManifest(packageFolder, new TrustStore({ pinned: folder }, seen, nowMs), seen);
	await requireFiles(packageFolder, document, seen);
	const { name, version } = document.package;
	const kept = anew
		? []
		: lastSnapshot(root, into).manifests.filter(
				(entry) => entry.package !== name || entry.version !== version || entry.state === 'revoked',
			);
	if (kept.some((entry) => entry.package === name && entry.version === version)) throw revoked(name, version);

	const approval = join(into, approvalsFolderName, `${sha256.slice(0, 16)}-${key.keyId}.jwt`);
	const yes = { ver: document.ver, manifest: sha256, package: name, version, approver, jti: randomUUID() };
	writeWhole(approval, signToken('troupe-approval+jwt', yes, key, { nowMs, days: approvalDays }));
	const entry: SnapshotEntry = { sha256, package: name, version, state: 'approved' };
	const snapshotVersion = editSnapshot(root, request, () => [...kept, entry]);
	return { package: name, version, manifest: sha256, approval, snapshotVersion };
}

function revoked(name: string, version: string): TroupeError {
	const message = `${name} ${version} was revoked, and nothing leaves that state`;
	return new TroupeError({
		code: 'MANIFEST_REVOKED',
		message,
		fix: 'Release a new version, and have that approved.',
		details: { package: name, version },
	});
}
