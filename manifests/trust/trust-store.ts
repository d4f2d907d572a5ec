import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTroupeError, messageOf, TroupeError } from '../../core/errors';
import {
	approvalsFolderName,
	rootFileName,
	signerOf,
	snapshotFileName,
	type DocumentType,
	type RootDocument,
} from '../documents/documents';
import type { SeenFiles } from '../tree/seen-files';
import { keysOfRole, loadKeys, type KeyRing } from '../keys/key-ring';
import { maximumBytesOf, parseToken, readToken, verifyToken, type VerifiedToken } from '../token/read-token';
import { refusedToken } from '../token/refusal';

/** Where the documents of trust lie: `root.jwt`, `snapshot.jwt`, `approvals/*.jwt`. */
export interface TrustFolders {
	/** Put there by the ops team; its root decides when it has one. */
	pinned?: string;
	/** Somebody named the pinned folder, so it has to be there: a slip of the pen must not bring back the bundled root. */
	named?: boolean;
	/** Came with the package. */
	bundled?: string;
}

/** An approval that was found and not counted, with the reason. */
export interface DiscountedApproval {
	name: string;
	reason: string;
}

const maximumApprovals = 1000;

/** Reads the signed documents in the order in which one vouches for the next. What it hands out is verified; unverified bytes stay inside. */
export class TrustStore {
	readonly root: VerifiedToken<'troupe-root+jwt'>;
	readonly rootFrom: 'pinned' | 'bundled';
	readonly discounted: DiscountedApproval[] = [];
	readonly #folders: TrustFolders;
	readonly #seen: SeenFiles;
	readonly #nowMs: number;
	readonly #keys: KeyRing;

	/** @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID */
	constructor(folders: TrustFolders, seen: SeenFiles, nowMs: number) {
		this.#folders = folders;
		this.#seen = seen;
		this.#nowMs = nowMs;
		const { pinned, named } = folders;
		if (pinned !== undefined && named && !isFolder(pinned, seen)) throw missingRoot({ pinned });
		const found = this.#find(rootFileName);
		if (found === null) throw missingRoot(folders);
		this.rootFrom = found.from;
		const { root, keys } = verifyRoot(found.path, found.bytes, nowMs);
		this.root = root;
		this.#keys = keys;
	}

	/** @throws TroupeError TOKEN_INVALID */
	snapshot(): VerifiedToken<'troupe-snapshot+jwt'> {
		const found = this.#find(snapshotFileName);
		if (found === null) throw refusedToken(`${snapshotFileName} (in ${this.#places()})`, 'missing', 'there is none');
		return this.#verify(found.path, 'troupe-snapshot+jwt', found.bytes);
	}

	/** The approvals of one manifest, one for each approver's key. Others are noted in `discounted`. */
	approvals(manifestSha256: string): VerifiedToken<'troupe-approval+jwt'>[] {
		const byKey = new Map<string, VerifiedToken<'troupe-approval+jwt'>>();
		for (const path of this.#approvalFiles()) {
			const bytes = this.#read(path);
			if (bytes === null) continue;
			try {
				const approval = this.#verify(path, 'troupe-approval+jwt', bytes);
				if (approval.document.manifest === manifestSha256) byKey.set(approval.keyId, approval);
			} catch (error) {
				if (!isTroupeError(error)) throw error;
				this.discounted.push({ name: path, reason: error.message });
			}
		}
		return [...byKey.values()];
	}

	/** @throws TroupeError TOKEN_INVALID */
	manifest(name: string, bytes: Uint8Array): VerifiedToken<'troupe-manifest+jwt'> {
		return this.#verify(name, 'troupe-manifest+jwt', bytes);
	}

	#verify<Type extends DocumentType>(name: string, type: Type, bytes: Uint8Array): VerifiedToken<Type> {
		return readToken(name, type, bytes, keysOfRole(this.#keys, this.root.document, signerOf[type], name), this.#nowMs);
	}

	/** The pinned file if there is one, else the bundled one. */
	#find(name: string): { path: string; bytes: Buffer; from: 'pinned' | 'bundled' } | null {
		for (const from of ['pinned', 'bundled'] as const) {
			const folder = this.#folders[from];
			if (folder === undefined) continue;
			const path = join(folder, name);
			const bytes = this.#read(path);
			if (bytes !== null) return { path, bytes, from };
		}
		return null;
	}

	#approvalFiles(): string[] {
		for (const folder of [this.#folders.pinned, this.#folders.bundled]) {
			if (folder === undefined) continue;
			const approvals = join(folder, approvalsFolderName);
			if (!isFolder(approvals, this.#seen)) continue;
			const files = readable(approvals, () => readdirSync(approvals)).filter((name) => name.endsWith('.jwt'));
			if (files.length > maximumApprovals) throw refusedToken(approvals, 'size', `it holds more than ${maximumApprovals} approvals`);
			return files.sort().map((name) => join(approvals, name));
		}
		return [];
	}

	#read(path: string): Buffer | null {
		return readNoted(path, this.#seen);
	}

	#places(): string {
		return [this.#folders.pinned, this.#folders.bundled].filter(Boolean).join(' and ');
	}
}

/** The bytes of a signed document, bounded; null when there is no file. */
export function readNoted(path: string, seen: SeenFiles): Buffer | null {
	const status = readable(path, () => seen.noteTarget(path));
	if (status === undefined) return null;
	if (!status.isFile()) throw refusedToken(path, 'encoding', 'it is not a file');
	const maximumBytes = maximumBytesOf('troupe-snapshot+jwt');
	if (status.size > maximumBytes) throw refusedToken(path, 'size', `it has ${status.size} bytes, at most ${maximumBytes} are read`);
	return readable(path, () => readFileSync(path));
}

function isFolder(path: string, seen: SeenFiles): boolean {
	return readable(path, () => seen.noteTarget(path))?.isDirectory() === true;
}

/** What is there and cannot be read is refused: taken for absent, it would let another document speak in its place. */
function readable<Result>(path: string, read: () => Result): Result {
	try {
		return read();
	} catch (cause) {
		throw Object.assign(refusedToken(path, 'unreadable', `it cannot be read (${messageOf(cause)})`), { cause });
	}
}

/** A root vouches for itself: it is trusted for where it lies, and its signature proves that its keys exist (TUF specification, section 5.3). */
export function verifyRoot(name: string, bytes: Uint8Array, nowMs: number): { root: VerifiedToken<'troupe-root+jwt'>; keys: KeyRing } {
	const parsed = parseToken(name, 'troupe-root+jwt', bytes);
	const keys = loadKeys(parsed.claimed.keys, name);
	const root = verifyToken(parsed, keysOfRole(keys, parsed.claimed, 'root', name), nowMs);
	refuseSharedKeys(root.document, name);
	return { root, keys };
}

/** An author who could approve would approve his own work. */
function refuseSharedKeys(root: RootDocument, name: string): void {
	const owners = new Map<string, string>();
	for (const [role, { keyIds, threshold }] of Object.entries(root.roles)) {
		if (keyIds.length < threshold) throw refusedToken(name, 'key', `the role ${role} needs ${threshold} keys and has ${keyIds.length}`);
		for (const keyId of keyIds) {
			const owner = owners.get(keyId);
			if (owner !== undefined) throw refusedToken(name, 'key', `the key ${keyId} has two roles, ${owner} and ${role}; a key has one`);
			owners.set(keyId, role);
		}
	}
}

function missingRoot({ pinned, bundled }: TrustFolders): TroupeError {
	const places = [pinned, bundled].filter((folder) => folder !== undefined).map((folder) => join(folder, rootFileName));
	return new TroupeError({
		code: 'TRUST_ROOT_MISSING',
		message: `There is no root of trust: looked for ${places.join(' and ')}`,
		fix: 'Pin the root that the maintainers or your ops team published, or make one: `troupe manifest keys create`, `sign`, `approve`.',
		details: { expected: places },
	});
}
