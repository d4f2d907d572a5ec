import { isTroupeError } from '../../../core/base/errors';
import { kindOf, type PackageManifest, type SnapshotDocument, type SnapshotEntry } from '../../documents/documents';
import { refusedToken } from '../../token/refused-token';
import type { TrustStore } from '../../trust/trust-store';
import type { CacheFolder } from './cache-folder';
import { fault, type RegistryHttp } from '../registry-reader';
import { sha256Of } from './fetch-snapshot';

const concurrency = 6;
/** A manifest's token, its claims once more, and its approvals. */
const maximumAnswerBytes = 4 * 1024 * 1024;
const maximumApprovalTokens = 64;

interface MissingContext {
	http: RegistryHttp;
	cache: CacheFolder;
	trust: TrustStore;
	/** Told of each document that was refused; the others are fetched all the same. */
	refuse: (error: unknown) => void;
	signal: AbortSignal;
}

/** The entries whose documents are not all here, those used most first. Revoked ones run nowhere, so nobody needs them. */
export function missingEntries(
	{ cache, trust }: Pick<MissingContext, 'cache' | 'trust'>,
	snapshot: SnapshotDocument,
	usesOf: (sha256: string) => number,
) {
	const { manifests, approvals } = cache.inventory();
	const { keyIds, threshold } = trust.root.document.roles.approver;
	const isComplete = ({ sha256 }: SnapshotEntry) =>
		manifests.has(sha256) && (approvals.get(sha256.slice(0, 16)) ?? []).filter((keyId) => keyIds.includes(keyId)).length >= threshold;
	return snapshot.manifests
		.filter((entry) => entry.state !== 'revoked' && !isComplete(entry))
		.map((entry) => ({ entry, uses: usesOf(entry.sha256) }))
		.sort((one, other) => other.uses - one.uses)
		.map(({ entry }) => entry);
}

/**
 * Fetches manifests with their approvals and lists of files, a few at a time, each verified before it is written.
 * Ends early when the signal is aborted or the registry cannot be asked; answers with how many are still missing.
 */
export async function fetchMissing(context: MissingContext, entries: readonly SnapshotEntry[]): Promise<{ left: number; fault?: unknown }> {
	const queue = [...entries];
	let left = queue.length;
	let trouble: unknown;
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
				trouble ??= error;
				if (!isTroupeError(error) || error.details.reason !== 'not-found') queue.length = 0;
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, queue.length) }, work));
	return { left, ...(!context.signal.aborted && trouble !== undefined && { fault: trouble }) };
}

/** The manifest is written last: it is what says that the rest is here. */
async function fetchEntry(context: MissingContext, entry: SnapshotEntry): Promise<void> {
	const { http, cache, trust, signal } = context;
	const path = `manifests/${entry.sha256}`;
	const answer = await http.get({ path, accept: 'application/json', maximumBytes: maximumAnswerBytes, timeoutMs: 15_000, signal });
	const { token, approvalTokens } = parseAnswer(path, answer.body);
	const { document } = trust.verifyManifest(path, token, entry);
	for (const approval of approvalTokens) keepApproval(context, entry, approval);
	if (kindOf(document) === 'package') await fetchFileList(context, document as PackageManifest);
	cache.writeManifest(entry.sha256, token);
}

/** One approval that does not hold takes nothing from the others. */
function keepApproval({ cache, trust, refuse }: MissingContext, { sha256 }: SnapshotEntry, token: Buffer): void {
	const name = `an approval of manifests/${sha256}`;
	try {
		const approval = trust.verify(name, 'troupe-approval+jwt', token);
		if (approval.document.manifest !== sha256) {
			const details = { expected: sha256, actual: approval.document.manifest };
			throw refusedToken(name, 'claims', `it is of the manifest ${approval.document.manifest}`, details);
		}
		cache.writeApproval(sha256, approval.keyId, token);
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'TOKEN_INVALID') throw error;
		refuse(error);
	}
}

async function fetchFileList({ http, cache, trust, signal }: MissingContext, { fileList }: PackageManifest): Promise<void> {
	if (fileList === undefined || trust.fileList(fileList.sha256) !== undefined) return;
	const path = `file-lists/${fileList.sha256}`;
	const { body } = await http.get({ path, accept: 'application/json', maximumBytes: fileList.size, timeoutMs: 60_000, signal });
	const actual = sha256Of(body);
	if (actual !== fileList.sha256)
		throw refusedToken(path, 'claims', `its SHA-256 is ${actual}, expected ${fileList.sha256}`, { expected: fileList.sha256, actual });
	cache.writeFileList(fileList.sha256, body);
}

/** The envelope is believed for nothing but where the tokens stand. */
function parseAnswer(path: string, body: Buffer): { token: Buffer; approvalTokens: Buffer[] } {
	let answer: { token?: unknown; approvalTokens?: unknown } | null;
	try {
		answer = JSON.parse(body.toString()) as typeof answer;
	} catch (cause) {
		throw fault(path, 'encoding', 'its answer is no JSON', {
			details: { expected: 'JSON', actual: `${body.length} bytes of something else` },
			cause,
		});
	}
	const { token, approvalTokens = [] } = answer ?? {};
	if (typeof token !== 'string' || !Array.isArray(approvalTokens) || !approvalTokens.every((item) => typeof item === 'string'))
		throw fault(path, 'encoding', 'its answer holds no tokens', { details: { expected: 'token and approvalTokens', actual: 'others' } });
	const bytesOf = (text: string) => Buffer.from(text);
	return { token: bytesOf(token), approvalTokens: approvalTokens.slice(0, maximumApprovalTokens).map(bytesOf) };
}
