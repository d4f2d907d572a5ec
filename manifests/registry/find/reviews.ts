import type { ExpressionBuilder } from 'kysely';
import type { ManifestSummary } from '../registry-api';
import type { Connection, Database, ManifestRow, ReviewRow, Tables } from '../store/tables';

export async function readReviews(connection: Database | Connection, manifests: readonly string[]): Promise<Map<string, ReviewRow>> {
	const rows = await connection
		.selectFrom('reviews')
		.select(['manifest', 'notes', 'rejected_at', 'rejected_by', 'reason'])
		.where('manifest', 'in', manifests)
		.execute();
	return new Map(rows.map((row) => [row.manifest, row]));
}

export const selectRejected = (query: ExpressionBuilder<Tables, 'manifests'>) =>
	query.selectFrom('reviews').select('manifest').where('rejected_at', 'is not', null);

export function listRejected(connection: Connection, { kind, name }: Pick<ManifestRow, 'kind' | 'name'>) {
	return connection
		.selectFrom('manifests')
		.select(['sha256', 'name', 'version', 'file_list', 'author', 'key_id', 'publisher'])
		.where('kind', '=', kind)
		.where('name', '=', name)
		.where('state', '=', 'draft')
		.where('sha256', 'in', selectRejected)
		.execute();
}

export type RejectedDraft = Awaited<ReturnType<typeof listRejected>>[number];

/** The database stores a rejected draft as a draft. */
export function describeReview(
	{ state }: Pick<ManifestSummary, 'state'>,
	review: ReviewRow | undefined,
): Pick<ManifestSummary, 'notes' | 'rejectedAt' | 'rejectedBy'> & Partial<Pick<ManifestSummary, 'state' | 'reason'>> {
	if (review === undefined) return {};
	const { notes, rejected_at: rejectedAt, rejected_by: rejectedBy, reason } = review;
	const isRejected = state === 'draft' && rejectedAt !== null;
	return {
		...(notes !== null && { notes }),
		...(isRejected && { state: 'rejected', rejectedAt, rejectedBy: rejectedBy ?? '', reason: reason ?? '' }),
	};
}
