import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { type Role, rootFileName, snapshotFileName } from '../documents/documents';
import type { RootDocument } from '../documents/root-document';
import type { SnapshotEntry } from '../documents/snapshot-document';
import { readSigner } from '../keys/key-files';
import { SeenFiles } from '../tree/seen-files';
import { listActiveKeys, selectRoleKeys, loadKeys } from '../token/key-ring';
import { parseToken, verifyToken } from '../token/read-token';
import { signDocument } from '../token/sign-token';
import type { Signer } from '../token/signer';
import { verifyRoot } from '../trust/root/root-chain';
import { readNoted } from '../trust/trust-folders';
import { writeAtomically } from '../write-file';

export interface EditRequest {
	keysFolder: string;
	passphrase?: string;
	keyName?: string;
	into: string;
	days: number;
	nowMs: number;
}

/** Uses the keys' folder until the first snapshot is written. */
export function findRoot({ keysFolder, into, nowMs }: EditRequest): { root: RootDocument; folder: string } {
	for (const folder of [into, keysFolder]) {
		const path = join(folder, rootFileName);
		const bytes = readNoted(path, new SeenFiles());
		if (bytes !== null) return { root: verifyRoot(path, bytes, nowMs).root.document, folder };
	}
	throw invalid(
		`No root of trust found in ${join(into, rootFileName)} and ${join(keysFolder, rootFileName)}`,
		'Create keys first: `troupe manifest keys create`.',
	);
}

/** @throws TroupeError INPUT_INVALID if the root does not give the key that role */
export function keyUnderRoot(root: RootDocument, role: Role, { keysFolder, passphrase, keyName, into }: EditRequest): Signer {
	const signer = readSigner(keysFolder, role, { passphrase, name: role === 'approver' ? keyName : undefined });
	if (listActiveKeys(root, role).includes(signer.keyId)) return signer;
	const problem = root.roles[role].keyIds.includes(signer.keyId) ? 'is retired by' : 'does not have this role under';
	const message = `The ${role} key in ${keysFolder} (${signer.keyId}) ${problem} the root in ${into}`;
	throw invalid(message, 'Use the keys that belong to this root, or another trust folder.');
}

/** Returns the version of the new snapshot. The root is written last: a root without a snapshot would be pinned, and refuse everything. */
export async function editSnapshot(
	root: RootDocument,
	request: EditRequest,
	edit: (entries: SnapshotEntry[]) => SnapshotEntry[],
): Promise<number> {
	const signer = keyUnderRoot(root, 'snapshot', request);
	const last = lastSnapshot(root, request.into);
	const document = { ver: last.ver + 1, manifests: edit(last.manifests) };
	writeAtomically(join(request.into, snapshotFileName), await signDocument('troupe-snapshot+jwt', document, signer, request));
	const rootFile = join(request.into, rootFileName);
	if (!existsSync(rootFile)) writeAtomically(rootFile, readFileSync(join(request.keysFolder, rootFileName), 'latin1'));
	return document.ver;
}

/** Verifies the last edition as of its issue: an expired one is still the one to continue from. */
export function lastSnapshot(root: RootDocument, into: string): { ver: number; manifests: SnapshotEntry[] } {
	const path = join(into, snapshotFileName);
	const bytes = readNoted(path, new SeenFiles());
	if (bytes === null) return { ver: 0, manifests: [] };
	const parsed = parseToken(path, 'troupe-snapshot+jwt', bytes);
	const keys = selectRoleKeys(loadKeys(root, path), root, 'snapshot', path);
	return verifyToken(parsed, keys, parsed.claimed.iat * 1000).document;
}

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}
