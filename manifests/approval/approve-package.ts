import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { approvalsFolderName, getKind, manifestFileName, reportsFolderName } from '../documents/documents';
import type { RootDocument } from '../documents/root-document';
import type { SnapshotEntry } from '../documents/snapshot-document';
import { canHaveSeveralManifests, maxManifestsPerVersion, revokesVersion } from '../documents/several-manifests';
import type { Evidence } from '../evidence/read-evidence';
import { requireReport } from '../evidence/require-report';
import type { SandboxReportFacts } from '../evidence/sandbox-report';
import { SeenFiles } from '../tree/seen-files';
import { editSnapshot, findRoot, keyUnderRoot, lastSnapshot, type EditRequest } from './snapshot-editor';
import { signDocument } from '../token/sign-token';
import { TrustStore } from '../trust/trust-store';
import { findSigned, listSigned } from '../scan/find-signed';
import { findFitting } from '../scan/fitting-manifest';
import { readManifest, type VerifiedManifest } from '../package/read-manifest';
import { requireFiles } from '../package/verify-package';
import { writeAtomically } from '../write-file';
import { refusal } from '../refusal';

interface ApproveRequest extends EditRequest {
	packageFolder: string;
	approver: string;
	/** The sandbox report behind the approval. Checked and stored in the trust folder. */
	readReport?: (root: RootDocument) => Evidence<SandboxReportFacts>;
	reset?: boolean;
}

export interface ApprovedPackage {
	package: string;
	version: string;
	/** SHA-256 of the manifest token, hex. */
	manifest: string;
	approval: string;
	snapshotVersion: number;
}

const approvalDays = 3650;

/**
 * Requires an author's signature on the manifest, and files that match it. @throws TroupeError as verifyPackage does, and MANIFEST_REVOKED, because a
 * revocation is final
 */
export async function approvePackage(request: ApproveRequest): Promise<ApprovedPackage> {
	const { packageFolder, into, nowMs, approver, readReport, reset: anew = false } = request;
	const { root, folder } = findRoot(request);
	const signer = keyUnderRoot(root, 'approver', request);
	const seen = new SeenFiles();
	const { document, sha256, keyId } = await readReviewed(
		packageFolder,
		new TrustStore({ pinned: folder, bundled: into }, seen, nowMs),
		into,
		seen,
	);
	const { name, version } = document.package;
	const isOfVersion = (entry: SnapshotEntry) => getKind(entry) === 'package' && entry.package === name && entry.version === version;
	const entries = anew ? [] : lastSnapshot(root, into).manifests;
	const versionEntries = entries.filter(isOfVersion);
	if (versionEntries.some((entry) => revokesVersion(entry) || (entry.state === 'revoked' && entry.sha256 === sha256)))
		throw revoked(name, version);
	// A third-party package keeps its other manifests: each describes another installation.
	const several = canHaveSeveralManifests({ name }) && !hasOwnManifest(packageFolder);
	const isReplaced = (entry: SnapshotEntry) => isOfVersion(entry) && entry.state !== 'revoked' && (!several || entry.sha256 === sha256);
	const remaining = entries.filter((entry) => !isReplaced(entry));
	refuseTooMany(name, version, remaining.filter((entry) => isOfVersion(entry) && entry.state !== 'revoked').length);

	const report = readReport?.(root);
	requireReport({ version: { manifest: document, sha256, authorKeyId: keyId }, report, demand: undefined, root, nowMs });
	if (report !== undefined) writeAtomically(join(into, reportsFolderName, `${report.sha256}.jwt`), report.token);
	const approval = join(into, approvalsFolderName, `${sha256.slice(0, 16)}-${signer.keyId}.jwt`);
	const approvalDocument = {
		ver: document.ver,
		manifest: sha256,
		package: name,
		version,
		approver,
		jti: randomUUID(),
		...(report !== undefined && { report: report.sha256 }),
	};
	writeAtomically(approval, await signDocument('troupe-approval+jwt', approvalDocument, signer, { nowMs, days: approvalDays }));
	// A replacement needs a higher revision: a missing entry would be refused as rolled back.
	const before = entries.filter(isReplaced).map(({ revision = 1 }) => revision);
	const revision = before.length === 0 ? {} : { revision: Math.max(...before) + 1 };
	const entry: SnapshotEntry = { sha256, package: name, version, state: 'approved', ...revision };
	const snapshotVersion = await editSnapshot(root, request, () => [...remaining, entry]);
	return { package: name, version, manifest: sha256, approval, snapshotVersion };
}

const hasOwnManifest = (packageFolder: string): boolean => existsSync(join(packageFolder, manifestFileName));

/** Takes the package's own manifest, or the one signed for it in the trust folder. */
async function readReviewed(packageFolder: string, trust: TrustStore, into: string, seen: SeenFiles): Promise<VerifiedManifest> {
	if (hasOwnManifest(packageFolder)) {
		const manifest = readUnderRoot(packageFolder, trust, into, seen);
		await requireFiles(packageFolder, manifest.document, seen);
		return manifest;
	}
	// Manifests of other installations can exist: find the match.
	const manifests = listSigned(packageFolder, trust, into).slice(0, maxManifestsPerVersion);
	return findFitting({ folder: packageFolder }, manifests, [], trust, seen);
}

/** The publisher signed the package's own manifest. Under another root, a reviewer signs one in the trust folder. */
function readUnderRoot(packageFolder: string, trust: TrustStore, into: string, seen: SeenFiles): VerifiedManifest {
	try {
		return readManifest(packageFolder, trust, seen);
	} catch (error) {
		if (!isTroupeError(error) || error.details.reason !== 'key') throw error;
		return findSigned(packageFolder, trust, into);
	}
}

function refuseTooMany(name: string, version: string, count: number): void {
	if (count < maxManifestsPerVersion) return;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `${name} ${version} has ${count} manifests; the max per version is ${maxManifestsPerVersion}`,
		fix: `Revoke one that no installation matches any longer: \`troupe manifest revoke ${name}@${version}#HASH --into\`.`,
		details: { expected: maxManifestsPerVersion, actual: count },
	});
}

function revoked(name: string, version: string): TroupeError {
	const message = `${name} ${version} was revoked, and a revocation is final`;
	return refusal({
		code: 'MANIFEST_REVOKED',
		message,
		fix: 'Release a new version and have it approved.',
		details: {
			document: `${name} ${version}`,
			reason: 'revoked',
			expected: 'a version that was never revoked',
			actual: 'revoked',
			package: name,
			version,
		},
	});
}
