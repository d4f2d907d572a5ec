import { createHash } from 'node:crypto';
import { satisfies } from 'semver';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { describeMisfit } from '../../documents/document-schemas';
import { type DetachedFileList, fileList } from '../../documents/package-manifest';
import { getKind, type ManifestDocument } from '../../documents/documents';
import type { AgentManifest } from '../../documents/published-manifests';
import { readToken } from '../../token/read-token';
import { parseStrictJson } from '../../token/strict-json';
import { findOwner } from '../../trust/count-approvals';
import type { Change } from '../changes/change';
import { refuseRetired, selectKeys } from '../changes/root-keeper';
import type { PublishRequest } from '../registry-api';
import type { CheckContent } from '../rules/check-content';
import { readDefinition } from '../rules/read-definition';
import { checkPublished, type PreviousVersion } from '../rules/check-published';
import type { ManifestRow } from '../store/tables';
import { about, listVersions } from '../find/find-manifest';
import { listRejected } from '../find/reviews';
import { listReplaced, removeDraft } from './review-draft';
import { findSame, readDocument, refuseTaken, type Origin } from './same-version';

interface PublishOptions {
	origin?: Origin;
	checkContent?: CheckContent;
}

/**
 * Stores a draft. The same bytes, or the same content re-signed by its author, change nothing. Other content under the same version is refused if a
 * version can have only one manifest, unless that one was rejected: the corrected one replaces it.
 */
export async function publish(
	change: Change,
	request: PublishRequest,
	{ origin = 'caller', checkContent }: PublishOptions = {},
): Promise<string> {
	const { connection, caller, root, at, head } = change;
	const name = 'The manifest';
	const bytes = Buffer.from(request.token, 'latin1');
	const manifest = readToken(name, 'troupe-manifest+jwt', bytes, selectKeys(root, 'author', name), change.nowMs);
	const { document, keyId, sha256 } = manifest;
	const identity = { kind: getKind(document), name: document.package.name, version: document.package.version };
	change.identify(identity);
	const versions = await listVersions(connection, identity.kind, identity.name);
	const ofVersion = versions.filter(({ version }) => version === identity.version);
	const rejected = await listRejected(connection, identity);
	const rejectedHere = rejected.filter(({ version }) => version === identity.version);
	const replaced = await listReplaced(change, document, rejectedHere, origin);
	const same = await findSame(change, manifest, ofVersion, origin);
	if (same !== undefined) return same;
	if (origin === 'caller') refuseRetired(root, 'author', keyId, name);
	const standing = versions.filter((one) => !rejected.some((draft) => draft.sha256 === one.sha256));
	refuseTaken(identity, replaced.length > 0 ? [] : ofVersion, sha256);
	const list = readFileList(document, request.fileList);
	// The other registry accepted them in order. Versions in between can be missing here.
	const previous = (origin === 'bundle' ? [] : standing).map((one): PreviousVersion => ({
		...one,
		manifest: () => readDocument(change, one.sha256),
	}));
	await checkPublished(document, previous, checkContent, (call) => readAgents(change, call));

	for (const draft of replaced) await removeDraft(connection, draft);
	const row: ManifestRow = {
		sha256,
		sequence: ++head.last_sequence,
		...identity,
		state: 'draft',
		revision: 1,
		token: request.token,
		key_id: keyId,
		author: findOwner(root.document, keyId) ?? caller.subject,
		publisher: caller.subject,
		purpose: 'purpose' in document ? document.purpose : null,
		capabilities: JSON.stringify('capabilities' in document ? document.capabilities : []),
		file_list: list?.named.sha256 ?? null,
		successor: null,
		reason: null,
		scope: null,
		published_at: at,
	};
	await connection.insertInto('manifests').values(row).execute();
	if (list)
		await connection
			.insertInto('file_lists')
			.values({ sha256: list.named.sha256, content: list.content })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	if (document.notes !== undefined)
		await connection
			.insertInto('reviews')
			.values({ manifest: sha256, notes: document.notes, rejected_at: null, rejected_by: null, reason: null })
			.execute();
	change.note({ keyId, ...(replaced[0] && { replaced: replaced[0].sha256 }) });
	change.event('manifest.published', about(row));
	return sha256;
}

async function readAgents(change: Change, { agent, range }: { agent: string; range: string }): Promise<unknown[]> {
	const versions = await listVersions(change.connection, 'agent', agent);
	const wanted = versions.filter(({ version, state }) => state !== 'revoked' && satisfies(version, range, { includePrerelease: true }));
	return Promise.all(
		wanted.map(async ({ sha256, version }) =>
			readDefinition(((await readDocument(change, sha256)) as AgentManifest).content, `The agent ${agent} ${version}`),
		),
	);
}

/** A detached list must come with the manifest, byte for byte. */
function readFileList(document: ManifestDocument, content: string | undefined): { named: DetachedFileList; content: string } | undefined {
	const named = 'fileList' in document ? document.fileList : undefined;
	if (named === undefined && content === undefined) return undefined;
	if (named === undefined) throw invalid('A list of files came with a manifest that does not name one', 'Send the manifest alone.');
	const fix = 'Send the list that was written when the manifest was signed.';
	if (content === undefined) throw invalid(`The manifest names the list of files ${named.sha256}, which is missing`, fix);
	const bytes = Buffer.from(content);
	const actual = createHash('sha256').update(bytes).digest('hex');
	if (actual !== named.sha256 || bytes.length !== named.size)
		throw invalid(`The list of files has the hash ${actual}, expected ${named.sha256}`, fix, { expected: named.sha256, actual });
	let files: unknown;
	try {
		files = parseStrictJson(bytes);
	} catch (cause) {
		throw invalid(`The list of files cannot be read: ${getErrorMessage(cause)}`, fix);
	}
	const problem = describeMisfit(files, fileList);
	if (problem !== null) throw invalid(`The list of files does not fit its schema: ${problem}`, fix);
	const { length } = files as unknown[];
	if (length !== named.count) throw invalid(`The list names ${length} files, expected ${named.count}`, fix);
	return { named, content };
}

function invalid(message: string, fix: string, details: Record<string, unknown> = {}): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix, details });
}
