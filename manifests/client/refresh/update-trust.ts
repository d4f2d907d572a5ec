import { isTroupeError } from '../../../core/base/errors';
import { getKind } from '../../documents/documents';
import type { PackageManifest } from '../../documents/package-manifest';
import type { SnapshotDocument, SnapshotEntry } from '../../documents/snapshot-document';
import { readEvidence } from '../../evidence/read-evidence';
import { reportKind } from '../../evidence/sandbox-report';
import { refusedToken } from '../../token/refused-token';
import type { RootBytes } from '../../trust/root/root-chain';
import type { TrustStore } from '../../trust/trust-store';
import { createFault } from '../registry-reader';
import type { CacheFolder } from './cache-folder';
import { fetchRoots, openTrustStore, type TrustInputs } from './fetch-roots';
import { asksForLaterRoot, computeSha256, fetchSnapshot } from './fetch-snapshot';
import type { RegistryReader } from '../registry-reader';
import type { TrustedSnapshot } from '../../trust/trust-rules';

const concurrency = 6;
/** A manifest's token, its claims again, and its approvals. */
const maxAnswerBytes = 4 * 1024 * 1024;
const maxApprovalTokens = 64;

interface MissingContext {
	http: RegistryReader;
	cache: CacheFolder;
	trust: TrustStore;
	/** Called with each refused document. The others are still fetched. */
	refuse: (error: unknown) => void;
	signal: AbortSignal;
}

/** Most used first. Leaves out revoked ones, which run nowhere. */
function listMissing(
	{ cache, trust }: Pick<MissingContext, 'cache' | 'trust'>,
	snapshot: SnapshotDocument,
	countUses: (sha256: string) => number,
) {
	const { manifests, approvals } = cache.inventory();
	const { keyIds, threshold } = trust.root.document.roles.approver;
	const isComplete = ({ sha256 }: SnapshotEntry) =>
		manifests.has(sha256) && (approvals.get(sha256.slice(0, 16)) ?? []).filter((keyId) => keyIds.includes(keyId)).length >= threshold;
	return snapshot.manifests
		.filter((entry) => entry.state !== 'revoked' && !isComplete(entry))
		.map((entry) => ({ entry, uses: countUses(entry.sha256) }))
		.sort((one, other) => other.uses - one.uses)
		.map(({ entry }) => entry);
}

/**
 * Fetches a few manifests at a time with approvals and file lists, verified before they are written. Ends early when aborted or when the registry is
 * unreachable. Returns how many are still missing.
 */
async function fetchMissing(context: MissingContext, entries: readonly SnapshotEntry[]): Promise<{ left: number; fault?: unknown }> {
	const queue = [...entries];
	let left = queue.length;
	let firstFault: unknown;
	const work = async () => {
		for (let entry = queue.shift(); entry !== undefined && !context.signal.aborted; entry = queue.shift()) {
			try {
				await fetchEntry(context, entry);
				left--;
			} catch (error) {
				if (isTroupeError(error) && error.code === 'TOKEN_INVALID') {
					context.refuse(error);
					continue;
				}
				firstFault ??= error;
				if (!isTroupeError(error) || error.details.reason !== 'not-found') queue.length = 0;
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, queue.length) }, work));
	return { left, ...(!context.signal.aborted && firstFault !== undefined && { fault: firstFault }) };
}

/** Writes the manifest last: its presence means that the rest is complete. */
async function fetchEntry(context: MissingContext, entry: SnapshotEntry): Promise<void> {
	const { http, cache, trust, signal } = context;
	const path = `manifests/${entry.sha256}`;
	const answer = await http.get({ path, accept: 'application/json', maxBytes: maxAnswerBytes, timeoutMs: 15_000, signal });
	const { token, approvalTokens, evidenceTokens } = parseAnswer(path, answer.body);
	const { document } = trust.verifyManifest(path, token, entry);
	for (const approval of approvalTokens) keepApproval(context, entry, approval);
	for (const evidence of evidenceTokens) keepReport(context, evidence);
	if (getKind(document) === 'package') await fetchFileList(context, document as PackageManifest);
	cache.writeManifest(entry.sha256, token);
}

function keepApproval({ cache, trust, refuse }: MissingContext, { sha256 }: SnapshotEntry, token: Buffer): void {
	const name = `an approval of manifests/${sha256}`;
	try {
		const approval = trust.verify(name, 'troupe-approval+jwt', token);
		if (approval.document.manifest !== sha256) {
			const details = { expected: sha256, actual: approval.document.manifest };
			throw refusedToken(name, 'claims', `it belongs to the manifest ${approval.document.manifest}`, details);
		}
		cache.writeApproval(sha256, approval.keyId, token);
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'TOKEN_INVALID') throw error;
		refuse(error);
	}
}

/** No gate reads it, so unknown evidence is left out. */
function keepReport({ cache, trust }: MissingContext, token: Buffer): void {
	try {
		const report = readEvidence('a sandbox report of the registry', reportKind, token, trust.root.document);
		cache.writeReport(report.sha256, report.token);
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'TOKEN_INVALID') throw error;
	}
}

async function fetchFileList({ http, cache, trust, signal }: MissingContext, { fileList }: PackageManifest): Promise<void> {
	if (fileList === undefined || trust.fileList(fileList.sha256) !== undefined) return;
	const path = `file-lists/${fileList.sha256}`;
	const { body } = await http.get({ path, accept: 'application/json', maxBytes: fileList.size, timeoutMs: 60_000, signal });
	const actual = computeSha256(body);
	if (actual !== fileList.sha256)
		throw refusedToken(path, 'claims', `its SHA-256 is ${actual}, expected ${fileList.sha256}`, { expected: fileList.sha256, actual });
	cache.writeFileList(fileList.sha256, body);
}

/** Nothing in the response is trusted; it only locates the tokens. */
function parseAnswer(path: string, body: Buffer): { token: Buffer; approvalTokens: Buffer[]; evidenceTokens: Buffer[] } {
	let answer: { token?: unknown; approvalTokens?: unknown; evidenceTokens?: unknown } | null;
	try {
		answer = JSON.parse(body.toString()) as typeof answer;
	} catch (cause) {
		throw createFault(path, 'encoding', 'its response is not JSON', {
			details: { expected: 'JSON', actual: `${body.length} bytes that are not JSON` },
			cause,
		});
	}
	const { token, approvalTokens = [], evidenceTokens = [] } = answer ?? {};
	if (typeof token !== 'string' || !Array.isArray(approvalTokens) || !approvalTokens.every((item) => typeof item === 'string'))
		throw createFault(path, 'encoding', 'its response contains no tokens', {
			details: { expected: 'token and approvalTokens', actual: 'others' },
		});
	const toBytes = (text: string) => Buffer.from(text);
	const evidence = Array.isArray(evidenceTokens) ? evidenceTokens.filter((item) => typeof item === 'string') : [];
	return {
		token: toBytes(token),
		approvalTokens: approvalTokens.slice(0, maxApprovalTokens).map(toBytes),
		evidenceTokens: evidence.slice(0, maxApprovalTokens).map(toBytes),
	};
}

/** Interval of root requests, in addition to new snapshots, hints and unknown keys. */
const rootsEveryMs = 60 * 60_000;

/** Multiplies the budget after a later root: it can ask for other approvals of everything. */
const rootBudgetFactor = 5;

interface UpdateContext {
	http: RegistryReader;
	cache: CacheFolder;
	inputs: TrustInputs;
	tenant: string;
	startedAt: number;
	rootsDue: boolean;
	refuse: (error: unknown) => void;
	countUses: (sha256: string) => number;
	/** Then the snapshot is written and slow manifests follow: they must not delay a revocation. */
	budgetMs: number;
	signal: AbortSignal;
}

interface Updated {
	snapshot: TrustedSnapshot;
	changed: boolean;
	warming: Promise<{ left: number; fault?: unknown }>;
}

/**
 * Follows the TUF client workflow: later roots (5.3), the snapshot (5.4, 5.5), then its documents (5.6). Verifies each before writing it; roots
 * and snapshot come last. A later root comes into force even if the rest fails. @throws TroupeError TRUST_ROOT_MISSING, REGISTRY_UNREACHABLE,
 * ACCESS_DENIED, TOKEN_INVALID, MANIFEST_ROLLED_BACK, MANIFEST_STALE
 */
export async function updateTrust(context: UpdateContext): Promise<Updated> {
	const roots = new LaterRoots(context);
	try {
		return await updateUnder(roots, context);
	} finally {
		roots.write();
	}
}

async function updateUnder(roots: LaterRoots, context: UpdateContext): Promise<Updated> {
	const { cache, http, inputs, tenant, startedAt, signal } = context;
	const state = cache.readCheck();
	if (context.rootsDue || Math.abs(startedAt - state.rootsCheckedAt) >= rootsEveryMs) await roots.tryFetch();
	const trust = () => roots.trust();
	const ask = () => fetchSnapshot(http, cache, trust, { tenant, state, nowMs: inputs.nowMs, signal });

	let current = await ask().catch(async (error: unknown) => {
		if (!asksForLaterRoot(error) || roots.wasFetched) throw error;
		await roots.fetch();
		return ask();
	});
	if (current.changed && !roots.wasFetched && (await roots.tryFetch())) {
		// The later edition may have removed the key of this snapshot.
		current = { ...current, snapshot: (await trust()).verifySnapshot(`tenants/${tenant}/snapshot`, current.token, 'registry') };
	}
	const { snapshot, token, changed, etag } = current;
	const missing = { http, cache, trust: await trust(), refuse: context.refuse, signal };
	const warming = fetchMissing(missing, listMissing(missing, snapshot.document, context.countUses));
	await within(context.budgetMs * (roots.areReceived ? rootBudgetFactor : 1), warming);
	roots.write();
	if (changed) cache.writeSnapshot(token);
	// Reads from disk, as every gate does, and notes the snapshot as accepted.
	openTrustStore(inputs).snapshot();
	cache.writeCheck({ attemptedAt: startedAt, checkedAt: startedAt, rootsCheckedAt: roots.checkedAt, etag, sha256: snapshot.sha256 });
	return { snapshot, changed, warming };
}

class LaterRoots {
	wasFetched = false;
	readonly #context: UpdateContext;
	#checkedAt: number;
	#trust?: TrustStore;
	#received: ReadonlyMap<number, RootBytes> = new Map();

	constructor(context: UpdateContext) {
		this.#context = context;
		this.#checkedAt = context.cache.readCheck().rootsCheckedAt;
	}

	get checkedAt(): number {
		return this.#checkedAt;
	}

	get areReceived(): boolean {
		return this.#received.size > 0;
	}

	/** The files on disk may be too old while the registry has newer ones. */
	async trust(): Promise<TrustStore> {
		if (this.#trust !== undefined) return this.#trust;
		try {
			this.#trust = this.#open();
		} catch (error) {
			if (this.wasFetched || !isTroupeError(error) || error.code === 'TRUST_ROOT_MISSING') throw error;
			await this.fetch();
			this.#trust = this.#open();
		}
		return this.#trust;
	}

	#open(): TrustStore {
		const { folders, rules, nowMs } = this.#context.inputs;
		return openTrustStore({ folders, rules: { ...rules, receivedRoots: this.#received }, nowMs });
	}

	async fetch(): Promise<void> {
		const { http, inputs, signal, startedAt } = this.#context;
		this.wasFetched = true;
		this.#received = await fetchRoots(http, inputs, signal);
		this.#trust = undefined;
		this.#checkedAt = startedAt;
	}

	write(): void {
		for (const [number, { bytes }] of this.#received) this.#context.cache.writeRoot(number, bytes);
		this.#received = new Map();
	}

	/** If the next root fails, updates under the current root still apply. */
	async tryFetch(): Promise<boolean> {
		try {
			await this.fetch();
			return true;
		} catch (error) {
			this.#context.refuse(error);
			return false;
		}
	}
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const timeout = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, ms).unref();
	});
	try {
		await Promise.race([work, timeout]);
	} finally {
		clearTimeout(timer);
	}
}
