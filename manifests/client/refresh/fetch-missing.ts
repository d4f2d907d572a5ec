import { isTroupeError } from '../../../core/base/errors';
import { getKind } from '../../documents/documents';
import type { PackageManifest } from '../../documents/package-manifest';
import type { SnapshotDocument, SnapshotEntry } from '../../documents/snapshot-document';
import { readEvidence } from '../../evidence/read-evidence';
import { reportKind } from '../../evidence/sandbox-report';
import { refusedToken } from '../../token/refused-token';
import type { TrustStore } from '../../trust/trust-store';
import type { CacheFolder } from './cache-folder';
import { createFault, type RegistryReader } from '../registry-reader';
import { computeSha256 } from './fetch-snapshot';

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
export function listMissing(
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
export async function fetchMissing(context: MissingContext, entries: readonly SnapshotEntry[]): Promise<{ left: number; fault?: unknown }> {
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
