import { createHash } from 'node:crypto';
import { messageOf, TroupeError } from '../../../core/base/errors';
import { fileListSchema, misfit } from '../../documents/document-schemas';
import { kindOf, type DetachedFileList, type ManifestDocument } from '../../documents/documents';
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
import { findSame, readDocument, refuseTaken, type Origin } from './same-version';

interface PublishOptions {
	origin?: Origin;
	checkAgent?: CheckAgent;
}

/**
 * Takes a manifest in as a draft. The same bytes again change nothing, nor does the same content that its author signed again; other content
 * under the same version is refused where a version has one manifest.
 */
export async function publish(
	change: Change,
	request: PublishRequest,
	{ origin = 'caller', checkAgent }: PublishOptions = {},
): Promise<string> {
	const { connection, caller, root, at, head } = change;
	const name = 'The manifest';
	const bytes = Buffer.from(request.token, 'latin1');
	const manifest = readToken(name, 'troupe-manifest+jwt', bytes, ringOf(root, 'author', name), change.nowMs);
	const { document, keyId, sha256 } = manifest;
	const identity = { kind: kindOf(document), name: document.package.name, version: document.package.version };
	const versions = await versionsOf(connection, identity.kind, identity.name);
	const ofVersion = versions.filter(({ version }) => version === identity.version);
	const same = await findSame(change, manifest, ofVersion, origin);
	if (same !== undefined) return same;
	refuseTaken(identity, ofVersion, sha256);
	const list = readFileList(document, request.fileList);
	// Another registry let them through in their order; the ones between may be missing here.
	const previous = (origin === 'bundle' ? [] : versions).map((one): PreviousVersion => ({
		...one,
		manifest: () => readDocument(change, one.sha256),
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
	change.note({ ...identity, keyId });
	change.event('manifest.published', about(row));
	return sha256;
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

function invalid(message: string, fix: string, details: Record<string, unknown> = {}): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix, details });
}
