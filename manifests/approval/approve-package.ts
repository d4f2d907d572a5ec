import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { approvalsFolderName, kindOf, manifestFileName, type SnapshotEntry } from '../documents/documents';
import { mayHaveSeveral, mostManifestsOfVersion, revokesVersion } from '../documents/several-manifests';
import { SeenFiles } from '../tree/seen-files';
import { editSnapshot, findRoot, keyUnderRoot, lastSnapshot, type EditRequest } from './snapshot-editor';
import { signDocument } from '../token/sign-token';
import { TrustStore } from '../trust/trust-store';
import { installationOf } from '../scan/describe-installed';
import { findSigned, signedOf } from '../scan/find-signed';
import { findFitting } from '../scan/fitting-manifest';
import { readManifest, type VerifiedManifest } from '../package/read-manifest';
import { requireFiles } from '../package/verify-package';
import { writeWhole } from '../write-file';
import { refusal } from '../refusal';

interface ApproveRequest extends EditRequest {
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
	const isOfVersion = (entry: SnapshotEntry) => kindOf(entry) === 'package' && entry.package === name && entry.version === version;
	const known = anew ? [] : lastSnapshot(root, into).manifests;
	const ofVersion = known.filter(isOfVersion);
	if (ofVersion.some((entry) => revokesVersion(entry) || (entry.state === 'revoked' && entry.sha256 === sha256)))
		throw revoked(name, version);
	// Of a package that is described as installed the others stay: each is how it lies in another installation.
	const several = mayHaveSeveral({ name }) && !bringsManifest(packageFolder);
	const isReplaced = (entry: SnapshotEntry) => isOfVersion(entry) && entry.state !== 'revoked' && (!several || entry.sha256 === sha256);
	const kept = known.filter((entry) => !isReplaced(entry));
	refuseTooMany(name, version, kept.filter((entry) => isOfVersion(entry) && entry.state !== 'revoked').length);

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

const bringsManifest = (packageFolder: string): boolean => existsSync(join(packageFolder, manifestFileName));

/** The package's own manifest, or the one that somebody signed of it into the trust folder; its files have to be the manifest's. */
async function readReviewed(packageFolder: string, trust: TrustStore, into: string, seen: SeenFiles): Promise<VerifiedManifest> {
	if (bringsManifest(packageFolder)) {
		const manifest = readUnderRoot(packageFolder, trust, into, seen);
		await requireFiles(packageFolder, manifest.document, seen);
		return manifest;
	}
	// Others may have signed what another installation resolved to: the one that this one is.
	const signed = signedOf(packageFolder, trust, into).slice(0, mostManifestsOfVersion);
	return findFitting({ folder: packageFolder, installation: installationOf(packageFolder) }, signed, [], trust, seen);
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

function refuseTooMany(name: string, version: string, others: number): void {
	if (others < mostManifestsOfVersion) return;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `${name} ${version} has ${others} manifests, at most ${mostManifestsOfVersion} of a version are compared with what is installed`,
		fix: `Revoke one that no installation is as any more: \`troupe manifest revoke ${name}@${version}#HASH --into\`.`,
		details: { expected: mostManifestsOfVersion, actual: others },
	});
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
