import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import type { TroupeError } from '../../core/base/errors';
import {
	approvalsFolderName,
	fileListsFolderName,
	laterRootsFolderName,
	manifestsFolderName,
	rootFileName,
	snapshotFileName,
} from '../documents/documents';
import { refusal } from '../refusal';
import { parseToken } from '../token/read-token';
import { refusedToken } from '../token/refused-token';
import { getApprovalPath } from '../trust/trust-folders';
import { writeAtomically } from '../write-file';
import type { AcceptRequest } from './accepted-bundle';
import { computeSha256 } from './bundle-schema';

export function layOut(draft: string, { bundle, into, root }: AcceptRequest): void {
	const own = join(into, rootFileName);
	const pinned = existsSync(own) ? readFileSync(own) : root;
	if (pinned === undefined) throw missingRoot(into);
	writeAtomically(join(draft, rootFileName), Buffer.from(pinned).toString('latin1'));
	const first = readVersion(Buffer.from(pinned).toString('latin1'));
	for (const edition of bundle.roots) {
		if (readVersion(edition.tokens) !== edition.version)
			throw refusedToken(
				`its root ${edition.version} claims to be another edition`,
				'claims',
				`its root ${edition.version} claims to be another edition`,
				{
					expected: edition.version,
					actual: readVersion(edition.tokens),
				},
			);
		if (edition.version === first && readPayload(edition.tokens) !== readPayload(Buffer.from(pinned).toString('latin1')))
			throw refusedToken(
				`its root differs from the root that is trusted in ${into}`,
				'claims',
				`its root is another one than the one that is trusted in ${into}`,
				{
					expected: computeSha256(readPayload(Buffer.from(pinned).toString('latin1'))),
					actual: computeSha256(readPayload(edition.tokens)),
				},
			);
		if (edition.version > first) writeAtomically(join(draft, laterRootsFolderName, `${edition.version}.jwt`), edition.tokens);
	}
	for (const manifest of bundle.manifests) writeAtomically(join(draft, manifestsFolderName, `${computeSha256(manifest)}.jwt`), manifest);
	for (const list of bundle.fileLists) writeAtomically(join(draft, fileListsFolderName, `${computeSha256(list)}.json`), list);
	for (const approval of bundle.approvals) writeAtomically(join(draft, findApprovalPath(approval)), approval);
	writeAtomically(join(draft, snapshotFileName), bundle.snapshot);
}

/** New documents have new names. One rename of the snapshot makes them effective. */
export function commit(draft: string, into: string): void {
	createFolder(into);
	// Root editions take effect immediately, so they are written right before the snapshot.
	for (const folder of [fileListsFolderName, manifestsFolderName, approvalsFolderName, laterRootsFolderName]) {
		for (const name of listFiles(join(draft, folder)))
			writeAtomically(join(into, folder, name), readFileSync(join(draft, folder, name), 'utf8'));
	}
	// A new root is written last: a root without a snapshot would be pinned, and refuse everything.
	writeAtomically(join(into, snapshotFileName), readFileSync(join(draft, snapshotFileName), 'latin1'));
	if (!existsSync(join(into, rootFileName))) cpSync(join(draft, rootFileName), join(into, rootFileName));
}

function readVersion(tokens: string): number {
	return parseToken('a root', 'troupe-root+jwt', Buffer.from(tokens.split('\n')[0] ?? '', 'latin1')).claimed.ver;
}

function findApprovalPath(approval: string): string {
	const { claimed, keyId } = parseToken('an approval of the bundle', 'troupe-approval+jwt', Buffer.from(approval, 'latin1'));
	return getApprovalPath(claimed.manifest, keyId);
}

export const listFiles = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

const readPayload = (tokens: string): string => tokens.trim().split('\n')[0]?.split('.')[1] ?? '';

function missingRoot(into: string): TroupeError {
	return refusal({
		code: 'TRUST_ROOT_MISSING',
		message: `${join(into, rootFileName)} is missing, and a bundle cannot vouch for itself`,
		fix: 'Get the root that your ops team trusts in another way, and specify it with --root.',
		details: { document: rootFileName, reason: 'missing', expected: join(into, rootFileName), actual: 'nothing' },
	});
}
