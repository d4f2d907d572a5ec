import { TroupeError } from '../../../core/base/errors';
import type { ManifestDocument } from '../../documents/documents';
import { inspectDocument } from '../../token/inspect-document';
import { findManifest } from './find-manifest';
import type { ManifestSummary, ResolveRequest } from '../registry-api';
import type { Connection, Database } from '../store/tables';
import type { Judge } from './judge-manifest';
import { summaryColumns, summaryWithout } from './summaries';

/** The manifest was verified on arrival. @throws TroupeError MANIFEST_NOT_FOUND */
export async function readDocument(connection: Database | Connection, sha256: string): Promise<ManifestDocument> {
	const { token } = await findManifest(connection, sha256);
	return inspectDocument(`The manifest ${sha256}`, Buffer.from(token, 'latin1')).claimed as ManifestDocument;
}

/** @throws TroupeError MANIFEST_NOT_FOUND */
export async function readFileList(connection: Database | Connection, sha256: string): Promise<string> {
	const row = await connection.selectFrom('file_lists').select('content').where('sha256', '=', sha256).executeTakeFirst();
	if (row) return row.content;
	throw new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: `Your tenant has no list of files with the hash ${sha256.slice(0, 64)}`,
		fix: 'Request the list that a manifest names in its fileList.',
		details: { sha256: sha256.slice(0, 64) },
	});
}

/** Lists runnable manifests without approvals, as only few of them are shown. */
export async function candidates(
	connection: Database | Connection,
	judge: Judge,
	{ kind, name }: ResolveRequest,
): Promise<ManifestSummary[]> {
	let query = connection.selectFrom('manifests').select(summaryColumns).where('state', 'in', ['approved', 'deprecated']);
	if (kind !== undefined) query = query.where('kind', '=', kind);
	if (name !== undefined) query = query.where('name', '=', name);
	return (await query.execute()).map((row) => summaryWithout(judge, row));
}
