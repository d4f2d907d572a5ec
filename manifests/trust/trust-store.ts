import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { TroupeError } from '../../core/base/errors';
import { isTroupeError } from '../../core/base/errors';
import {
	audience,
	audienceOf,
	defaultTenant,
	fileListsFolderName,
	kindOf,
	manifestsFolderName,
	signerOf,
	snapshotFileName,
	type DocumentType,
	type SnapshotDocument,
	type SnapshotEntry,
} from '../documents/documents';
import { keysOfRole, type KeyRing } from '../token/key-ring';
import { refusedToken } from '../token/refused-token';
import { parseToken, readToken, verifyToken, type VerifiedToken } from '../token/read-token';
import { maximumListBytes } from '../tree/file-list';
import type { SeenFiles } from '../tree/seen-files';
import { AcceptedBefore } from './accepted-before';
import type { HighWater } from './high-water';
import { requireUse } from './offline-use';
import { verifyRootChain } from './root/root-chain';
import { freshnessOf, type Freshness, type StalePolicy } from './stale-policy';
import { TrustFiles, type AnchorSource, type TrustFolders, type TrustSource } from './trust-folders';
import { refusal } from '../refusal';

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

/** A snapshot that may be served, and until when. */
export interface TrustedSnapshot extends VerifiedToken<'troupe-snapshot+jwt'>, Freshness {
	from: TrustSource;
}

export type TimeNoter = (nowMs: number) => void;

/** An approval that was found and not counted, with the reason. */
interface DiscountedApproval {
	name: string;
	reason: string;
}

/** Reads the signed documents in the order in which one vouches for the next. What it hands out is verified; unverified bytes stay inside. */
export class TrustStore {
	readonly root: VerifiedToken<'troupe-root+jwt'>;
	readonly rootFrom: AnchorSource;
	readonly discounted: DiscountedApproval[] = [];
	/** Milliseconds since the epoch: the time that is decided by, never before one at which something was decided. */
	readonly nowMs: number;
	readonly #files: TrustFiles;
	readonly #rules: TrustRules;
	readonly #keys: KeyRing;
	readonly #before: AcceptedBefore;
	readonly #hasRegistry: boolean;
	#snapshot?: TrustedSnapshot;

	/** @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_ROLLED_BACK */
	constructor(folders: TrustFolders, seen: SeenFiles, nowMs: number, rules: TrustRules = {}) {
		this.#rules = rules;
		this.nowMs = rules.highWater?.now(nowMs) ?? nowMs;
		this.#files = new TrustFiles(folders, seen);
		this.#hasRegistry = folders.registry !== undefined;
		const { path, bytes, from } = this.#files.anchor();
		const { root, keys } = verifyRootChain({ name: path, bytes }, (version) => this.#files.laterRoot(version, from), this.nowMs);
		this.root = root;
		this.rootFrom = from;
		this.#keys = keys;
		this.#before = new AcceptedBefore({ ...rules, folders, root: root.document, rootFrom: from });
		this.#before.requireRoot(path);
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
		requireUse(name, verified.document, { from, hasRegistry: this.#hasRegistry });
		const acceptedBefore = this.#before.requireSnapshot(name, verified, from);
		this.#before.requireOtherWay(name, verified, from);
		const policy = this.#rules.stalePolicy ?? 'deny';
		const freshness = freshnessOf(name, verified.document, this.nowMs, { policy, acceptedBefore, registry: this.#hasRegistry });
		return { ...verified, ...freshness, from, warnings: [...freshness.warnings, ...this.#standIn(from, verified.document)] };
	}

	/**
	 * For who goes on deciding by the snapshot in force: notes the time while that is good, so that a clock that is set back afterwards brings
	 * none of it back. Does not hold on to the documents.
	 */
	timeNoter(): TimeNoter {
		const { goodUntilMs } = this.snapshot();
		const { highWater } = this.#rules;
		return (nowMs) => {
			if (nowMs < goodUntilMs) highWater?.noteTime(nowMs);
		};
	}

	/** The approvals of one manifest, one for each approver's key. Others are noted in `discounted`. */
	approvals(manifestSha256: string): VerifiedToken<'troupe-approval+jwt'>[] {
		const byKey = new Map<string, VerifiedToken<'troupe-approval+jwt'>>();
		for (const path of this.#files.approvalFiles(manifestSha256, this.root.document.roles.approver.keyIds)) {
			const bytes = this.#files.read(path);
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
		const found = this.#files.find(join(manifestsFolderName, `${entry.sha256}.jwt`));
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
		const found = this.#files.find(join(fileListsFolderName, `${sha256}.json`), undefined, maximumListBytes);
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
		const found = this.#files.find(snapshotFileName);
		if (found === null) throw this.#noSnapshot();
		if (found.from !== 'registry') this.#before.requireNoneOfRegistry(found.path);
		const snapshot = this.verifySnapshot(found.path, found.bytes, found.from);
		if (snapshot.kind === 'stale') this.#rules.servedStale?.(snapshot);
		else this.#before.note(snapshot, found.from, found.bytes, this.nowMs);
		return snapshot;
	}

	/** For people: before its registry was reached for the first time, a machine goes by what it has. */
	#standIn(from: TrustSource, { exp }: SnapshotDocument): string[] {
		if (!this.#hasRegistry || from === 'registry') return [];
		const what = from === 'pinned' ? 'what is pinned' : 'what came with the package';
		return [`The registry was not reached yet: ${what} decides, until ${new Date(exp * 1000).toISOString()} at the latest`];
	}

	#noSnapshot(): TroupeError {
		const where = `${snapshotFileName} (in ${this.#files.places})`;
		if (!this.#hasRegistry) return refusedToken(where, 'missing', 'there is none', { expected: 'a snapshot', actual: 'nothing' });
		return refusal({
			code: 'TOKEN_INVALID',
			message: `${where} is refused: the registry gave none for the tenant ${this.#rules.tenant ?? defaultTenant} so far`,
			fix: "Look at what the registry answered (a warning says it, and audit/manifests.jsonl in Troupe's home): check TROUPE_REGISTRY_URL, TROUPE_REGISTRY_TOKEN and TROUPE_TENANT.",
			details: { document: where, reason: 'missing', expected: 'a snapshot that the registry gave', actual: 'nothing' },
		});
	}
}

const identityOf = (of: { kind?: SnapshotEntry['kind']; name?: string; package?: string; version: string }) =>
	`the ${kindOf(of)} ${of.package ?? of.name} ${of.version}`;

function requireSha256(name: string, bytes: Uint8Array, expected: string): void {
	const actual = createHash('sha256').update(bytes).digest('hex');
	if (actual !== expected) throw refusedToken(name, 'claims', `its SHA-256 is ${actual}, expected ${expected}`, { expected, actual });
}
