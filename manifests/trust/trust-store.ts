import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTroupeError, messageOf, TroupeError } from '../../core/errors';
import {
	approvalsFolderName,
	audience,
	audienceOf,
	defaultTenant,
	fileListsFolderName,
	kindOf,
	laterRootsFolderName,
	manifestsFolderName,
	rootFileName,
	signerOf,
	snapshotFileName,
	type DocumentType,
	type SnapshotEntry,
} from '../documents/documents';
import type { SeenFiles } from '../tree/seen-files';
import { keysOfRole, type KeyRing } from '../keys/key-ring';
import { maximumBytesOf, parseToken, readToken, verifyToken, type VerifiedToken } from '../token/read-token';
import { refusedToken } from '../token/refusal';
import type { HighWater, SnapshotMark } from './high-water';
import { verifyRootChain, type RootBytes } from './root-chain';
import { requireSuccession, rolledBack } from './snapshot-succession';
import { freshnessOf, type Freshness, type StalePolicy } from './stale-policy';

/** Where the documents of trust lie; what stands in each is said beside `rootFileName`. */
export interface TrustFolders {
	/** Put there by the ops team; its root decides when it has one. */
	pinned?: string;
	/** Somebody named the pinned folder, so it has to be there: a slip of the pen must not bring back the bundled root. */
	named?: boolean;
	/** Kept by the registry's client. Its documents come before all others; its root is no anchor, only the later editions of one. */
	registry?: string;
	/** Came with the package. */
	bundled?: string;
}

/** By what the documents are judged besides their signatures. */
export interface TrustRules {
	/** Whose snapshot. Default `default`. */
	tenant?: string;
	/** Default deny. */
	stalePolicy?: StalePolicy;
	/** What was accepted before; absent: nothing is known of that, and nothing noted. */
	highWater?: HighWater;
	/** Told when a snapshot past its time and grace is served all the same, by the stale policy. */
	servedStale?: (snapshot: TrustedSnapshot) => void;
}

export type TrustSource = 'registry' | 'pinned' | 'bundled';

/** A snapshot that may be served, and until when. */
export interface TrustedSnapshot extends VerifiedToken<'troupe-snapshot+jwt'>, Freshness {
	from: TrustSource;
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
	/** Milliseconds since the epoch: the time that is decided by, never before one at which something was decided. */
	readonly nowMs: number;
	readonly #folders: TrustFolders;
	readonly #rules: TrustRules;
	readonly #seen: SeenFiles;
	readonly #keys: KeyRing;
	#snapshot?: TrustedSnapshot;

	/** @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_ROLLED_BACK */
	constructor(folders: TrustFolders, seen: SeenFiles, nowMs: number, rules: TrustRules = {}) {
		this.#folders = folders;
		this.#rules = rules;
		this.#seen = seen;
		this.nowMs = rules.highWater?.now(nowMs) ?? nowMs;
		const { pinned, named } = folders;
		if (pinned !== undefined && named && !isFolder(pinned, seen)) throw missingRoot({ pinned });
		const found = this.#find(rootFileName, ['pinned', 'bundled']);
		if (found === null) throw missingRoot(folders);
		this.rootFrom = found.from === 'pinned' ? 'pinned' : 'bundled';
		const { root, keys } = verifyRootChain(
			{ name: found.path, bytes: found.bytes },
			(version) => laterRoot(folders, found.from, version, seen),
			this.nowMs,
		);
		this.root = root;
		this.#keys = keys;
		this.#requireRootMark(found.path);
	}

	/**
	 * The snapshot in force, noted as accepted.
	 * @throws TroupeError TOKEN_INVALID, MANIFEST_STALE, MANIFEST_ROLLED_BACK
	 */
	snapshot(): TrustedSnapshot {
		this.#snapshot ??= this.#acceptSnapshot();
		return this.#snapshot;
	}

	/**
	 * Whether bytes from a source would be accepted as the snapshot; nothing is noted.
	 * @throws TroupeError TOKEN_INVALID, MANIFEST_STALE, MANIFEST_ROLLED_BACK
	 */
	verifySnapshot(name: string, bytes: Uint8Array, from: TrustSource): TrustedSnapshot {
		const verified = this.#verifyAged(name, bytes, from === 'bundled' ? audience : audienceOf(this.#rules.tenant ?? defaultTenant));
		const mark = this.#snapshotMark(from);
		if (mark !== undefined) this.#requireSnapshotMark(name, verified, mark, from);
		const freshness = freshnessOf(name, verified.document, this.nowMs, {
			policy: this.#rules.stalePolicy ?? 'deny',
			acceptedBefore: mark?.sha256 === verified.sha256,
			registry: this.#folders.registry !== undefined,
		});
		return { ...verified, ...freshness, from };
	}

	/** The approvals of one manifest, one for each approver's key. Others are noted in `discounted`. */
	approvals(manifestSha256: string): VerifiedToken<'troupe-approval+jwt'>[] {
		const byKey = new Map<string, VerifiedToken<'troupe-approval+jwt'>>();
		for (const path of this.#approvalFiles(manifestSha256)) {
			const bytes = this.#read(path);
			if (bytes === null) continue;
			try {
				const approval = this.verify(path, 'troupe-approval+jwt', bytes);
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
		return this.verify(name, 'troupe-manifest+jwt', bytes);
	}

	/**
	 * The manifest that an entry of the snapshot names, from `manifests/<sha256>.jwt`; undefined when it lies nowhere (yet).
	 * Its approvals are not looked at.
	 * @throws TroupeError TOKEN_INVALID, also when it is of something else than the entry says
	 */
	manifestOf(entry: SnapshotEntry): VerifiedToken<'troupe-manifest+jwt'> | undefined {
		const found = this.#find(join(manifestsFolderName, `${entry.sha256}.jwt`));
		return found === null ? undefined : this.verifyManifest(found.path, found.bytes, entry);
	}

	/** As `manifestOf`, for bytes that were just received. @throws TroupeError TOKEN_INVALID */
	verifyManifest(name: string, bytes: Uint8Array, entry: SnapshotEntry): VerifiedToken<'troupe-manifest+jwt'> {
		requireSha256(name, bytes, entry.sha256);
		const manifest = this.manifest(name, bytes);
		const [expected, actual] = [identityOf(entry), identityOf({ kind: manifest.document.kind, ...manifest.document.package })];
		if (expected !== actual) throw refusedToken(name, 'claims', `it is of ${actual}, the snapshot says ${expected}`, { expected, actual });
		return manifest;
	}

	/** The bytes of a detached list of files, from `file-lists/<sha256>.json`; undefined when it lies nowhere. @throws TroupeError TOKEN_INVALID */
	fileList(sha256: string): Buffer | undefined {
		const found = this.#find(join(fileListsFolderName, `${sha256}.json`), everywhere, maximumFileListBytes);
		if (found === null) return undefined;
		requireSha256(found.path, found.bytes, sha256);
		return found.bytes;
	}

	/** A document of any type that a key of its role signed. @throws TroupeError TOKEN_INVALID */
	verify<Type extends DocumentType>(name: string, type: Type, bytes: Uint8Array, expectedAudience = audience): VerifiedToken<Type> {
		return readToken(name, type, bytes, this.#keysFor(type, name), this.nowMs, expectedAudience);
	}

	/** Verified as of its own time where it has expired since: how old it may be is the stale policy's to say. */
	#verifyAged(name: string, bytes: Uint8Array, expectedAudience: string): VerifiedToken<'troupe-snapshot+jwt'> {
		const parsed = parseToken(name, 'troupe-snapshot+jwt', bytes);
		const asOf = Math.min(this.nowMs, (parsed.claimed.exp - 1) * 1000);
		return verifyToken(parsed, this.#keysFor('troupe-snapshot+jwt', name), asOf, expectedAudience);
	}

	#keysFor(type: DocumentType, name: string): KeyRing {
		return keysOfRole(this.#keys, this.root.document, signerOf[type], name);
	}

	#acceptSnapshot(): TrustedSnapshot {
		const found = this.#find(snapshotFileName);
		if (found === null) throw this.#noSnapshot();
		if (found.from !== 'registry') this.#requireNoneOfRegistry(found.path);
		const snapshot = this.verifySnapshot(found.path, found.bytes, found.from);
		if (snapshot.kind === 'stale') this.#rules.servedStale?.(snapshot);
		else this.#note(snapshot, found.bytes);
		return snapshot;
	}

	#noSnapshot(): TroupeError {
		const where = `${snapshotFileName} (in ${this.#places()})`;
		if (this.#folders.registry === undefined) return refusedToken(where, 'missing', 'there is none');
		return new TroupeError({
			code: 'TOKEN_INVALID',
			message: `${where} is refused: the registry gave none for the tenant ${this.#rules.tenant ?? defaultTenant} so far`,
			fix: "Look at what the registry answered (a warning says it, and audit/manifests.jsonl in Troupe's home): check TROUPE_REGISTRY_URL, TROUPE_REGISTRY_TOKEN and TROUPE_TENANT.",
			details: { document: where, reason: 'missing' },
		});
	}

	#note({ document, sha256, keyId, from }: TrustedSnapshot, snapshotToken: Uint8Array): void {
		const { highWater } = this.#rules;
		const rootSource = this.#rootSource();
		if (rootSource !== undefined) highWater?.advance(rootSource, { root: this.#rootMark() }, this.nowMs);
		const source = this.#sourceOf(from);
		if (source === undefined) return;
		const snapshot = { version: document.ver, sha256, keyId, rootVersion: this.root.document.ver };
		highWater?.advance(source, { snapshot, snapshotToken }, this.nowMs);
	}

	/** The mark that speaks for a source's snapshot; none once the key behind it is trusted no more. */
	#snapshotMark(from: TrustSource): SnapshotMark | undefined {
		const source = this.#sourceOf(from);
		const mark = source === undefined ? undefined : this.#rules.highWater?.marks(source).snapshot;
		if (mark === undefined) return undefined;
		const { roles, revokedKeyIds = [] } = this.root.document;
		return roles.snapshot.keyIds.includes(mark.keyId) && !revokedKeyIds.includes(mark.keyId) ? mark : undefined;
	}

	/** TUF specification, section 5.5: neither older than the last one, nor another of the same version, nor one that takes an entry back. */
	#requireSnapshotMark(
		name: string,
		{ document, sha256 }: VerifiedToken<'troupe-snapshot+jwt'>,
		mark: SnapshotMark,
		from: TrustSource,
	): void {
		if (document.ver < mark.version) {
			const details = { expected: mark.version, actual: document.ver };
			throw rolledBack(name, 'rollback', `it is snapshot ${document.ver}, and ${mark.version} was accepted before`, details);
		}
		if (sha256 === mark.sha256) return;
		if (document.ver === mark.version) {
			const details = { expected: mark.sha256, actual: sha256 };
			throw rolledBack(name, 'equivocation', `another snapshot ${document.ver} was accepted before`, details);
		}
		const last = this.#rules.highWater?.acceptedSnapshot(this.#sourceOf(from) ?? '');
		if (last) requireSuccession(name, parseToken(name, 'troupe-snapshot+jwt', last).claimed, document);
	}

	/** Once a registry's snapshot was accepted, an older one from elsewhere does not stand in for it. */
	#requireNoneOfRegistry(name: string): void {
		const mark = this.#snapshotMark('registry');
		if (mark === undefined) return;
		const { registry } = this.#folders;
		throw new TroupeError({
			code: 'MANIFEST_STALE',
			message: `${name} is refused: the registry's snapshot ${mark.version} was accepted before, and ${registry} holds none`,
			fix: 'Bring the registry back within reach. If it is gone for good: `troupe manifest trust reset`.',
			retryable: true,
			details: { document: name, reason: 'missing', expected: `snapshot ${mark.version} or later of the registry`, actual: 'none' },
		});
	}

	#requireRootMark(name: string): void {
		const source = this.#rootSource();
		const mark = source === undefined ? undefined : this.#rules.highWater?.marks(source).root;
		if (mark === undefined) return;
		const { version, sha256 } = this.#rootMark();
		if (version < mark.version) {
			const details = { expected: mark.version, actual: version };
			throw rolledBack(name, 'rollback', `it leads to edition ${version} of the root, and ${mark.version} was accepted before`, details);
		}
		if (version === mark.version && sha256 !== mark.sha256) {
			const details = { expected: mark.sha256, actual: sha256 };
			throw rolledBack(name, 'equivocation', `another edition ${version} of the root was accepted before`, details);
		}
	}

	/** Of the claims: signatures may be added to an edition. */
	#rootMark(): { version: number; sha256: string } {
		const { document } = this.root;
		return { version: document.ver, sha256: createHash('sha256').update(JSON.stringify(document)).digest('hex') };
	}

	#rootSource(): string | undefined {
		return this.#sourceOf(this.#folders.registry !== undefined ? 'registry' : this.rootFrom);
	}

	/** The name under which marks are kept. What came with a package has none: another version of the package brings its own. */
	#sourceOf(from: TrustSource): string | undefined {
		const folder = from === 'bundled' ? undefined : this.#folders[from];
		return folder === undefined ? undefined : `${from} ${this.#rules.tenant ?? defaultTenant} ${folder}`;
	}

	#find(name: string, sources?: readonly TrustSource[], maximumBytes?: number): Found | null {
		return findFile(this.#folders, this.#seen, name, sources, maximumBytes);
	}

	/** The registry's, by name: there may be many thousands. Of the others those that an ops team pinned, else those that came along. */
	#approvalFiles(manifestSha256: string): string[] {
		const { registry } = this.#folders;
		const { keyIds } = this.root.document.roles.approver;
		const ofRegistry = registry === undefined ? [] : keyIds.map((keyId) => join(registry, approvalFileOf(manifestSha256, keyId)));
		for (const folder of [this.#folders.pinned, this.#folders.bundled]) {
			if (folder === undefined) continue;
			const approvals = join(folder, approvalsFolderName);
			if (!isFolder(approvals, this.#seen)) continue;
			// Named as we name them, those of other manifests are passed over: a bundle brings many thousands.
			const files = readable(approvals, () => readdirSync(approvals)).filter(
				(name) => name.endsWith('.jwt') && (!/^[0-9a-f]{16}-/.test(name) || name.startsWith(manifestSha256.slice(0, 16))),
			);
			if (files.length > maximumApprovals) throw refusedToken(approvals, 'size', `it holds more than ${maximumApprovals} approvals`);
			return [...ofRegistry, ...files.sort().map((name) => join(approvals, name))];
		}
		return ofRegistry;
	}

	#read(path: string): Buffer | null {
		return readNoted(path, this.#seen);
	}

	#places(): string {
		const { registry, pinned, bundled } = this.#folders;
		return [registry, pinned, bundled].filter(Boolean).join(' and ');
	}
}

interface Found {
	path: string;
	bytes: Buffer;
	from: TrustSource;
}

const everywhere: readonly TrustSource[] = ['registry', 'pinned', 'bundled'];
const maximumFileListBytes = 2 ** 25;

/** The first of these folders' files of that name. */
function findFile(
	folders: TrustFolders,
	seen: SeenFiles,
	name: string,
	sources: readonly TrustSource[] = everywhere,
	maximumBytes?: number,
): Found | null {
	for (const from of sources) {
		const folder = folders[from];
		if (folder === undefined) continue;
		const path = join(folder, name);
		const bytes = readNoted(path, seen, maximumBytes);
		if (bytes !== null) return { path, bytes, from };
	}
	return null;
}

/** An edition after the anchor: beside it, or handed on by the registry. */
function laterRoot(folders: TrustFolders, anchor: TrustSource, version: number, seen: SeenFiles): RootBytes | undefined {
	const found = findFile(folders, seen, join(laterRootsFolderName, `${version}.jwt`), ['registry', anchor]);
	return found === null ? undefined : { name: found.path, bytes: found.bytes };
}

/** The anchor as it was put there, and what follows it on the disk; nothing is verified. @throws TroupeError TRUST_ROOT_MISSING */
export function rootFilesOf(
	folders: TrustFolders,
	seen: SeenFiles,
): { anchor: RootBytes; find: (version: number) => RootBytes | undefined } {
	const found = findFile(folders, seen, rootFileName, ['pinned', 'bundled']);
	if (found === null) throw missingRoot(folders);
	return { anchor: { name: found.path, bytes: found.bytes }, find: (version) => laterRoot(folders, found.from, version, seen) };
}

/** Where an approval lies in a trust folder. */
export const approvalFileOf = (manifestSha256: string, keyId: string): string =>
	join(approvalsFolderName, `${manifestSha256.slice(0, 16)}-${keyId}.jwt`);

const identityOf = (of: { kind?: SnapshotEntry['kind']; name?: string; package?: string; version: string }) =>
	`the ${kindOf(of)} ${of.package ?? of.name} ${of.version}`;

function requireSha256(name: string, bytes: Uint8Array, expected: string): void {
	const actual = createHash('sha256').update(bytes).digest('hex');
	if (actual !== expected) throw refusedToken(name, 'claims', `its SHA-256 is ${actual}, expected ${expected}`, { expected, actual });
}

/** The bytes of a signed document, bounded; null when there is no file. */
export function readNoted(path: string, seen: SeenFiles, maximumBytes = maximumBytesOf('troupe-snapshot+jwt')): Buffer | null {
	const status = readable(path, () => seen.noteTarget(path));
	if (status === undefined) return null;
	if (!status.isFile()) throw refusedToken(path, 'encoding', 'it is not a file');
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

export { verifyRoot } from './root-chain';

function missingRoot({ pinned, bundled }: TrustFolders): TroupeError {
	const places = [pinned, bundled].filter((folder) => folder !== undefined).map((folder) => join(folder, rootFileName));
	return new TroupeError({
		code: 'TRUST_ROOT_MISSING',
		message: `There is no root of trust: looked for ${places.join(' and ')}`,
		fix: 'Pin the root that the maintainers or your ops team published, or make one: `troupe manifest keys create`, `sign`, `approve`.',
		details: { document: rootFileName, reason: 'missing', expected: places, actual: 'nothing' },
	});
}
