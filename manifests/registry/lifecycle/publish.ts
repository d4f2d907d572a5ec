import { createHash } from 'node:crypto';
import { messageOf, TroupeError } from '../../../core/errors';
import { fileListSchema, misfit } from '../../documents/document-schemas';
import { kindOf, type DetachedFileList, type ManifestDocument } from '../../documents/documents';
import { inspectDocument } from '../../token/inspect-document';
import { readToken } from '../../token/read-token';
import { parseStrictJson } from '../../token/strict-json';
import { ownerOf } from '../../trust/count-approvals';
import type { Change } from '../changes/change';
import { ringOf } from '../changes/root-keeper';
import type { PublishRequest } from '../registry-api';
import type { CheckAgent } from '../rules/check-content';
import { checkPublished, type PreviousVersion } from '../rules/check-published';
import type { ManifestRow } from '../store/tables';
import { about, versionsOf } from '../find/find-manifest';

/** Whether the caller vouches for it, or hands on what was published elsewhere. */
export type Origin = 'caller' | 'bundle';

export interface PublishOptions {
	origin?: Origin;
	checkAgent?: CheckAgent;
}

/** Takes a manifest in as a draft. The same bytes again change nothing; other bytes under the same version are refused. */
export async function publish(
	change: Change,
	request: PublishRequest,
	{ origin = 'caller', checkAgent }: PublishOptions = {},
): Promise<string> {
	const { connection, caller, root, at, head } = change;
	const name = 'The manifest';
	const bytes = Buffer.from(request.token, 'latin1');
	const { document, keyId, sha256 } = readToken(name, 'troupe-manifest+jwt', bytes, ringOf(root, 'author', name), change.nowMs);
	const identity = { kind: kindOf(document), name: document.package.name, version: document.package.version };
	const versions = await versionsOf(connection, identity.kind, identity.name);
	const same = versions.find((one) => one.version === identity.version);
	if (same?.sha256 === sha256) return sha256;
	if (same) throw exists(same, sha256);
	const list = readFileList(document, request.fileList);
	// Another registry let them through in their order; the ones between may be missing here.
	const previous = (origin === 'bundle' ? [] : versions).map((one): PreviousVersion => ({
		...one,
		manifest: () => readManifest(change, one.sha256),
	}));
	await checkPublished(document, previous, checkAgent);

	const row: ManifestRow = {
		sha256,
		sequence: ++head.last_sequence,
		...identity,
		state: 'draft',
		revision: 1,
		token: request.token,
		key_id: keyId,
		author: ownerOf(root.document, keyId) ?? caller.subject,
		publisher: caller.subject,
		purpose: 'purpose' in document ? document.purpose : null,
		capabilities: JSON.stringify('capabilities' in document ? document.capabilities : []),
		file_list: list?.named.sha256 ?? null,
		successor: null,
		reason: null,
		published_at: at,
	};
	await connection.insertInto('manifests').values(row).execute();
	if (list)
		await connection
			.insertInto('file_lists')
			.values({ sha256: list.named.sha256, content: list.content })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	change.note({ ...identity, keyId });
	change.event('manifest.published', about(row));
	return sha256;
}

/** One that was verified when it came in. */
async function readManifest({ connection }: Change, sha256: string): Promise<ManifestDocument> {
	const { token } = await connection.selectFrom('manifests').select('token').where('sha256', '=', sha256).executeTakeFirstOrThrow();
	return inspectDocument(`The manifest ${sha256}`, Buffer.from(token, 'latin1')).claimed as ManifestDocument;
}

/** The list that a manifest of many files names has to come with it, byte for byte. */
function readFileList(document: ManifestDocument, content: string | undefined): { named: DetachedFileList; content: string } | undefined {
	const named = 'fileList' in document ? document.fileList : undefined;
	if (named === undefined && content === undefined) return undefined;
	if (named === undefined) throw invalid('A list of files came with a manifest that names none', 'Send the manifest alone.');
	const fix = 'Send the list as it was written when the manifest was signed.';
	if (content === undefined) throw invalid(`The manifest names the list of files ${named.sha256}, which did not come with it`, fix);
	const bytes = Buffer.from(content);
	const actual = createHash('sha256').update(bytes).digest('hex');
	if (actual !== named.sha256 || bytes.length !== named.size)
		throw invalid(`The list of files has the hash ${actual}, expected ${named.sha256}`, fix, { expected: named.sha256, actual });
	let files: unknown;
	try {
		files = parseStrictJson(bytes);
	} catch (cause) {
		throw invalid(`The list of files cannot be read: ${messageOf(cause)}`, fix);
	}
	const problem = misfit(files, fileListSchema);
	if (problem !== null) throw invalid(`The list of files does not fit its schema: ${problem}`, fix);
	const { length } = files as unknown[];
	if (length !== named.count) throw invalid(`The list names ${length} files, expected ${named.count}`, fix);
	return { named, content };
}

function exists({ sha256, name, version, state }: Pick<ManifestRow, 'sha256' | 'name' | 'version' | 'state'>, actual: string): TroupeError {
	return new TroupeError({
		code: 'MANIFEST_EXISTS',
		message: `${name} ${version} is published already, as ${state}, with the hash ${sha256}; what was published cannot be changed, this one has ${actual}`,
		fix: 'Publish it under the next version, and have that approved.',
		details: { expected: sha256, actual, state },
	});
}

function invalid(message: string, fix: string, details: Record<string, unknown> = {}): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix, details });
}
