import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import { audience } from '../documents/document-words';
import {
	defaultTenant,
	type DocumentType,
	fileListsFolderName,
	getAudience,
	getKind,
	manifestsFolderName,
	reportsFolderName,
	signerRoles,
	snapshotFileName,
} from '../documents/documents';
import type { SnapshotDocument, SnapshotEntry } from '../documents/snapshot-document';
import { type Evidence, readEvidence } from '../evidence/read-evidence';
import { reportKind, type SandboxReportFacts } from '../evidence/sandbox-report';
import { refusal } from '../refusal';
import { type KeyRing, selectRoleKeys } from '../token/key-ring';
import { parseToken, readToken, type VerifiedToken, verifyToken } from '../token/read-token';
import { refusedToken } from '../token/refused-token';
import { maxListBytes } from '../tree/file-list';
import type { SeenFiles } from '../tree/seen-files';
import { AcceptedBefore } from './accepted-before';
import { requireUse } from './offline-use';
import { verifyRootChain } from './root/root-chain';
import { explainPinned, requireRealRoot } from './root/root-demand';
import { judgeFreshness } from './stale-policy';
import { type AnchorSource, type TrustFile, TrustFiles, type TrustFolders, type TrustSource } from './trust-folders';
import type { TimeNoter, TrustedSnapshot, TrustRules } from './trust-rules';

interface DiscountedApproval {
	name: string;
	reason: string;
}

/** Reads documents in the order in which one vouches for the next. All results are verified; unverified bytes stay inside. */
export class TrustStore {
	readonly root: VerifiedToken<'troupe-root+jwt'>;
	readonly rootFrom: AnchorSource;
	readonly discounted: DiscountedApproval[] = [];
	/** Decision time, in milliseconds since the epoch. Never earlier than an earlier decision. */
	readonly nowMs: number;
	readonly #files: TrustFiles;
	readonly #urgentFiles: TrustFiles;
	readonly #rules: TrustRules;
	readonly #keys: KeyRing;
	readonly #before: AcceptedBefore;
	readonly hasRegistry: boolean;
	#snapshot?: TrustedSnapshot;

	/** @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID, MANIFEST_ROLLED_BACK */
	constructor(folders: TrustFolders, seen: SeenFiles, nowMs: number, rules: TrustRules = {}) {
		this.#rules = rules;
		this.nowMs = rules.highWater?.now(nowMs) ?? nowMs;
		this.#files = new TrustFiles(folders, seen);
		this.#urgentFiles = new TrustFiles(folders, seen.urgent);
		this.hasRegistry = folders.registry !== undefined;
		const accepted = rules.highWater?.acceptedRoot() ?? {};
		const { path, bytes, from } = this.#urgentFiles.anchor(explainPinned(rules.requireRoot, accepted));
		const later = (version: number) => this.#urgentFiles.laterRoot(version, from) ?? rules.receivedRoots?.get(version);
		const { root, keys } = verifyRootChain({ name: path, bytes }, later, this.nowMs);
		this.root = root;
		this.rootFrom = from;
		this.#keys = keys;
		this.#before = new AcceptedBefore({ ...rules, folders, root: root.document, rootFrom: from });
		this.#before.requireRoot(path);
		requireRealRoot(path, root.document, rules.requireRoot, accepted);
	}

	/** Also notes it as accepted. @throws TroupeError TOKEN_INVALID, MANIFEST_STALE, MANIFEST_ROLLED_BACK */
	snapshot(): TrustedSnapshot {
		this.#snapshot ??= this.#acceptSnapshot();
		return this.#snapshot;
	}

	/** Notes nothing as accepted. @throws TroupeError TOKEN_INVALID, MANIFEST_STALE, MANIFEST_ROLLED_BACK */
	verifySnapshot(name: string, bytes: Uint8Array, from: TrustSource): TrustedSnapshot {
		return this.#judgeSnapshot(name, bytes, from);
	}

	#judgeSnapshot(name: string, bytes: Uint8Array, from: TrustSource, onExpired?: (endMs: number) => void): TrustedSnapshot {
		const verified = this.#verifyAged(name, bytes, from === 'bundled' ? audience : getAudience(this.#rules.tenant ?? defaultTenant));
		requireUse(name, verified.document, { from, hasRegistry: this.hasRegistry });
		const acceptedBefore = this.#before.requireSnapshot(name, verified, from);
		this.#before.requireOtherSource(name, verified, from);
		const policy = this.#rules.stalePolicy ?? 'deny';
		const freshness = judgeFreshness(name, verified.document, this.nowMs, {
			policy,
			acceptedBefore,
			registry: this.hasRegistry,
			onExpired,
		});
		return { ...verified, ...freshness, from, warnings: [...freshness.warnings, ...this.#warnOfSubstitute(from, verified.document)] };
	}

	/**
	 * For repeated decisions: notes the time while the snapshot is valid, so that setting the clock back later does not revive it. Keeps no documents
	 * in memory.
	 */
	timeNoter(): TimeNoter {
		const { goodUntilMs } = this.snapshot();
		const { highWater } = this.#rules;
		return (nowMs) => {
			if (nowMs < goodUntilMs) highWater?.noteTime(nowMs);
		};
	}

	/** One per approver key. Others go to `discounted`. */
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
	 * Reads `manifests/<sha256>.jwt`; undefined if it is not there (yet). Does not check approvals. @throws TroupeError TOKEN_INVALID, also when it
	 * does not match the entry
	 */
	findManifest(entry: SnapshotEntry): VerifiedToken<'troupe-manifest+jwt'> | undefined {
		const file = this.#files.find(join(manifestsFolderName, `${entry.sha256}.jwt`));
		return file === null ? undefined : this.verifyManifest(file.path, file.bytes, entry);
	}

	/** `findManifest` for received bytes. @throws TroupeError TOKEN_INVALID */
	verifyManifest(name: string, bytes: Uint8Array, entry: SnapshotEntry): VerifiedToken<'troupe-manifest+jwt'> {
		requireSha256(name, bytes, entry.sha256);
		const manifest = this.manifest(name, bytes);
		const expected = describeIdentity(entry);
		const actual = describeIdentity({ kind: manifest.document.kind, ...manifest.document.package });
		if (expected !== actual)
			throw refusedToken(name, 'claims', `it is for ${actual}, but the snapshot names ${expected}`, { expected, actual });
		return manifest;
	}

	/** Reads `file-lists/<sha256>.json`; undefined if missing. @throws TroupeError TOKEN_INVALID */
	fileList(sha256: string): Buffer | undefined {
		const file = this.#files.find(join(fileListsFolderName, `${sha256}.json`), undefined, maxListBytes);
		if (file === null) return undefined;
		requireSha256(file.path, file.bytes, sha256);
		return file.bytes;
	}

	/** Reads `reports/<sha256>.jwt`; undefined if missing or another one. */
	report(sha256: string): Evidence<SandboxReportFacts> | undefined {
		const file = this.#files.find(join(reportsFolderName, `${sha256}.jwt`));
		if (file === null) return undefined;
		try {
			const report = readEvidence(file.path, reportKind, file.bytes, this.root.document);
			return report.sha256 === sha256 ? report : undefined;
		} catch (error) {
			if (!isTroupeError(error)) throw error;
			return undefined;
		}
	}

	/** Uses the keys of its role. @throws TroupeError TOKEN_INVALID */
	verify<Type extends DocumentType>(name: string, type: Type, bytes: Uint8Array, expectedAudience = audience): VerifiedToken<Type> {
		return readToken(name, type, bytes, this.#keysFor(type, name), this.nowMs, expectedAudience);
	}

	/** Verifies an expired snapshot as of its own time: the stale policy decides how old it may be. */
	#verifyAged(name: string, bytes: Uint8Array, expectedAudience: string): VerifiedToken<'troupe-snapshot+jwt'> {
		const parsed = parseToken(name, 'troupe-snapshot+jwt', bytes);
		const asOf = Math.min(this.nowMs, (parsed.claimed.exp - 1) * 1000);
		return verifyToken(parsed, this.#keysFor('troupe-snapshot+jwt', name), asOf, expectedAudience);
	}

	#keysFor(type: DocumentType, name: string): KeyRing {
		return selectRoleKeys(this.#keys, this.root.document, signerRoles[type], name);
	}

	#acceptSnapshot(): TrustedSnapshot {
		const file = this.#urgentFiles.find(snapshotFileName);
		if (file === null) throw this.#noSnapshot();
		if (file.from !== 'registry') this.#before.requireNoRegistrySnapshot(file.path);
		const onExpired = (endMs: number) => this.#rules.highWater?.noteExpired(endMs);
		const snapshot = this.#judgeFirst(file, onExpired);
		if (snapshot.kind === 'stale') this.#rules.servedStale?.(snapshot);
		else this.#before.note(snapshot, file.from, file.bytes, this.nowMs);
		return snapshot;
	}

	/** A package snapshot that the root does not vouch for does not matter: the machine still waits for its registry's. */
	#judgeFirst({ path, bytes, from }: TrustFile<TrustSource>, onExpired: (endMs: number) => void): TrustedSnapshot {
		try {
			return this.#judgeSnapshot(path, bytes, from, onExpired);
		} catch (error) {
			const isForeign = isTroupeError(error) && error.code === 'TOKEN_INVALID' && from === 'bundled' && this.hasRegistry;
			throw isForeign ? this.#noSnapshot(error) : error;
		}
	}

	#warnOfSubstitute(from: TrustSource, { exp }: SnapshotDocument): string[] {
		if (!this.hasRegistry || from === 'registry') return [];
		const substitute = from === 'pinned' ? 'the pinned snapshot' : 'the snapshot of the package';
		return [`The registry was not reached yet: ${substitute} is used, until ${new Date(exp * 1000).toISOString()} at the latest`];
	}

	#noSnapshot(cause?: unknown): TroupeError {
		const where = `${snapshotFileName} (in ${this.#files.places})`;
		if (!this.hasRegistry) return refusedToken(where, 'missing', 'it does not exist', { expected: 'a snapshot', actual: 'nothing' });
		return refusal({
			code: 'TOKEN_INVALID',
			message: `${where} is refused: the registry has sent no snapshot for the tenant ${this.#rules.tenant ?? defaultTenant} so far`,
			fix: "Check the registry's response (in a warning, and in audit/manifests.jsonl in Troupe's home), TROUPE_REGISTRY_URL, TROUPE_REGISTRY_TOKEN and TROUPE_TENANT.",
			details: { document: where, reason: 'missing', expected: 'a snapshot from the registry', actual: 'nothing' },
			cause,
		});
	}
}

const describeIdentity = (identity: { kind?: SnapshotEntry['kind']; name?: string; package?: string; version: string }) =>
	`the ${getKind(identity)} ${identity.package ?? identity.name} ${identity.version}`;

function requireSha256(name: string, bytes: Uint8Array, expected: string): void {
	const actual = createHash('sha256').update(bytes).digest('hex');
	if (actual !== expected) throw refusedToken(name, 'claims', `its SHA-256 is ${actual}, expected ${expected}`, { expected, actual });
}
