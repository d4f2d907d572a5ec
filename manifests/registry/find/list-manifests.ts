import { sql } from 'kysely';
import { TroupeError } from '../../../core/base/errors';
import type { ManifestFilter, ManifestSummary, Page } from '../registry-api';
import type { Connection, Database } from '../store/tables';
import { decodePlace, toPage } from '../../../service/http/page';
import { checkLimit } from './check-limit';
import type { Judge } from './judge-manifest';
import { selectRejected } from './reviews';
import { summaries, summaryColumns } from './summaries';

/** Newest first. */
export async function listManifests(
	connection: Database | Connection,
	judge: Judge,
	{ kind, name, version, sha256, state, text, cursor, limit }: ManifestFilter,
): Promise<Page<ManifestSummary>> {
	const length = checkLimit(limit);
	let query = connection.selectFrom('manifests').select(summaryColumns);
	if (kind !== undefined) query = query.where('kind', '=', kind);
	if (name !== undefined) query = query.where('name', '=', name);
	if (version !== undefined) query = query.where('version', '=', version);
	if (sha256 !== undefined) query = query.where('sha256', 'like', `${checkPrefix(sha256)}%`);
	if (state !== undefined) query = query.where('state', '=', state === 'rejected' ? 'draft' : state);
	if (state === 'draft') query = query.where('sha256', 'not in', selectRejected);
	if (state === 'rejected') query = query.where('sha256', 'in', selectRejected);
	if (text !== undefined) {
		if (text.length > 200)
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: 'The search text is longer than 200 characters',
				fix: 'Shorten the text.',
			});
		const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
		query = query.where((expression) =>
			expression.or(
				(['name', 'purpose', 'capabilities'] as const).map((column) => sql<boolean>`lower(${sql.ref(column)}) like ${pattern} escape '\\'`),
			),
		);
	}
	const last = decodePlace(cursor, 0);
	if (last) query = query.where('sequence', '<', last[0]);
	const rows = await query
		.orderBy('sequence', 'desc')
		.limit(length + 1)
		.execute();
	const { items, ...more } = toPage(rows, length, ({ sequence }) => [sequence]);
	return { items: await summaries(connection, judge, items), ...more };
}

/** Refuses patterns and short prefixes. @throws TroupeError INPUT_INVALID */
function checkPrefix(prefix: string): string {
	if (/^[0-9a-f]{4,64}$/.test(prefix)) return prefix;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The beginning of a hash must have 4 to 64 characters from 0-9 and a-f',
		fix: 'Specify the first digits of the SHA-256, as shown in the list.',
	});
}
