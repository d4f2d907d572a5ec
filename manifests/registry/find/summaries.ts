import { inspectDocument } from '../../token/inspect-document';
import { findManifest } from './find-manifest';
import type { ManifestAnswer, ManifestSummary } from '../registry-api';
import type { Connection, Database, ManifestRow } from '../store/tables';

/** Manifests as they are shown, each with its approvals: one query, however many. */
export async function summaries(
	connection: Database | Connection,
	threshold: number,
	rows: Array<Omit<ManifestRow, 'token'>>,
): Promise<ManifestSummary[]> {
	return withApprovals(
		connection,
		rows.map((row) => summaryWithout(threshold, row)),
	);
}

/** All of it but the approvals. */
export function summaryWithout(threshold: number, row: Omit<ManifestRow, 'token'>): ManifestSummary {
	return {
		sha256: row.sha256,
		kind: row.kind,
		name: row.name,
		version: row.version,
		state: row.state,
		revision: row.revision,
		keyId: row.key_id,
		author: row.author,
		approvals: [],
		threshold,
		capabilities: JSON.parse(row.capabilities) as string[],
		...(row.purpose !== null && { purpose: row.purpose }),
		...(row.successor !== null && { successor: row.successor }),
		...(row.reason !== null && { reason: row.reason }),
		publishedAt: row.published_at,
	};
}

export async function withApprovals(connection: Database | Connection, manifests: ManifestSummary[]): Promise<ManifestSummary[]> {
	if (manifests.length === 0) return [];
	const approvals = await connection
		.selectFrom('approvals')
		.select(['manifest', 'approver', 'key_id', 'at'])
		.where(
			'manifest',
			'in',
			manifests.map(({ sha256 }) => sha256),
		)
		.orderBy('at')
		.execute();
	const byManifest = Map.groupBy(approvals, ({ manifest }) => manifest);
	return manifests.map((manifest) => ({
		...manifest,
		approvals: (byManifest.get(manifest.sha256) ?? []).map(({ approver, key_id: keyId, at }) => ({ approver, keyId, at })),
	}));
}

/** All but the bytes. */
export const summaryColumns = [
	'sha256',
	'sequence',
	'kind',
	'name',
	'version',
	'state',
	'revision',
	'key_id',
	'author',
	'publisher',
	'purpose',
	'capabilities',
	'file_list',
	'successor',
	'reason',
	'published_at',
] as const satisfies Array<keyof ManifestRow>;

/** @throws TroupeError MANIFEST_NOT_FOUND */
export async function summaryOf(connection: Database | Connection, threshold: number, sha256: string): Promise<ManifestSummary> {
	const [summary] = await summaries(connection, threshold, [await findManifest(connection, sha256)]);
	return summary!;
}

/** The whole of it. The fields beside the token are for reading: who trusts a manifest verifies the token. */
export async function manifestAnswer(connection: Database | Connection, threshold: number, sha256: string): Promise<ManifestAnswer> {
	const { token, key_id: keyId } = await findManifest(connection, sha256);
	const approvals = await connection
		.selectFrom('approvals')
		.select('token')
		.where('manifest', '=', sha256)
		.orderBy('at')
		.orderBy('key_id')
		.execute();
	const { claimed } = inspectDocument(`The manifest ${sha256}`, Buffer.from(token, 'latin1'));
	const fileList = 'fileList' in claimed ? claimed.fileList : undefined;
	return {
		...(await summaryOf(connection, threshold, sha256)),
		token,
		manifest: { ...claimed },
		checksum: `sha256:${sha256}`,
		signature: token.slice(token.lastIndexOf('.') + 1),
		signature_key_id: keyId,
		approvalTokens: approvals.map((approval) => approval.token),
		...(fileList && { fileList }),
	};
}
