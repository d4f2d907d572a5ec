import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { rootFileName, snapshotFileName, type Role, type RootDocument, type SnapshotEntry } from '../documents/documents';
import { readSigner } from '../keys/key-files';
import { SeenFiles } from '../tree/seen-files';
import { keysOfRole, loadKeys } from '../token/key-ring';
import { parseToken, verifyToken } from '../token/read-token';
import { signDocument } from '../token/sign-token';
import type { Signer } from '../token/signer';
import { verifyRoot } from '../trust/root/root-chain';
import { readNoted } from '../trust/trust-folders';
import { writeWhole } from '../write-file';

export interface EditRequest {
	/** The folder that holds the signers' keys and root.jwt. */
	keysFolder: string;
	passphrase?: string;
	/** Which of several keys of approvers, see `readSigner`. */
	keyName?: string;
	/** The trust folder that is written. */
	into: string;
	/** For how long the snapshot is good. */
	days: number;
	nowMs: number;
}

/** The root of a trust folder, and the folder that it lies in: the one of the keys until the first snapshot is written. */
export function findRoot({ keysFolder, into, nowMs }: EditRequest): { root: RootDocument; folder: string } {
	for (const folder of [into, keysFolder]) {
		const path = join(folder, rootFileName);
		const bytes = readNoted(path, new SeenFiles());
		if (bytes !== null) return { root: verifyRoot(path, bytes, nowMs).root.document, folder };
	}
	throw invalid(
		`There is no root of trust: looked for ${join(into, rootFileName)} and ${join(keysFolder, rootFileName)}`,
		'Make keys first: `troupe manifest keys create`.',
	);
}

/**
 * A role's key, if the root gives it that role.
 * @throws TroupeError INPUT_INVALID
 */
export function keyUnderRoot(root: RootDocument, role: Role, { keysFolder, passphrase, keyName, into }: EditRequest): Signer {
	const signer = readSigner(keysFolder, role, { passphrase, name: role === 'approver' ? keyName : undefined });
	if (root.roles[role].keyIds.includes(signer.keyId)) return signer;
	const message = `The ${role} key in ${keysFolder} (${signer.keyId}) has no such role under the root in ${into}`;
	throw invalid(message, 'Use the keys that belong to this root, or another trust folder.');
}

/** Writes the next edition of a trust folder's snapshot; says its version. The root comes last: a root alone would be pinned, and refuse everything. */
export async function editSnapshot(
	root: RootDocument,
	request: EditRequest,
	edit: (entries: SnapshotEntry[]) => SnapshotEntry[],
): Promise<number> {
	const signer = keyUnderRoot(root, 'snapshot', request);
	const last = lastSnapshot(root, request.into);
	const document = { ver: last.ver + 1, manifests: edit(last.manifests) };
	writeWhole(join(request.into, snapshotFileName), await signDocument('troupe-snapshot+jwt', document, signer, request));
	const rootFile = join(request.into, rootFileName);
	if (!existsSync(rootFile)) writeWhole(rootFile, readFileSync(join(request.keysFolder, rootFileName), 'latin1'));
	return document.ver;
}

/** The last edition, judged as of its issue: one that has expired is still the one to go on from. */
export function lastSnapshot(root: RootDocument, into: string): { ver: number; manifests: SnapshotEntry[] } {
	const path = join(into, snapshotFileName);
	const bytes = readNoted(path, new SeenFiles());
	if (bytes === null) return { ver: 0, manifests: [] };
	const parsed = parseToken(path, 'troupe-snapshot+jwt', bytes);
	const keys = keysOfRole(loadKeys(root.keys, path), root, 'snapshot', path);
	return verifyToken(parsed, keys, parsed.claimed.iat * 1000).document;
}

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}
