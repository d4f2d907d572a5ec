import { fitsFilter } from '../../../core/ports/knowledge/filter/fits-filter';
import { isOneOf } from '../database/is-one-of';
import type { DocumentSelection } from '../../../core/ports/knowledge/knowledge-store';
import { knownColumns, collectMetadata, readQuarantine } from '../database/known-documents';
import type { Connection, DocumentRow } from '../database/knowledge-tables';
import { slices } from '../database/word-rows';

const rowsAtOnce = 1_000;

export type SelectedRow = Pick<DocumentRow, (typeof knownColumns)[number] | 'first_chunk'>;

/** Filters are evaluated here, so that every database gives the same result. */
export async function* selectDocuments(
	connection: Connection,
	generation: number,
	{ ids, filter, state }: DocumentSelection,
	after = '',
): AsyncIterable<SelectedRow> {
	const isInState = (row: SelectedRow) => !state || (readQuarantine(row) === undefined ? row.state : 'quarantined') === state;
	const fits = (row: SelectedRow) => isInState(row) && (!filter || fitsFilter(filter, collectMetadata(row)));
	const rows = () => {
		const all = connection
			.selectFrom('knowledge_documents')
			.select([...knownColumns, 'first_chunk'])
			.where('generation', '=', generation)
			.orderBy('id');
		if (state === 'quarantined') return all.where('access', 'is not', null);
		return state ? all.where('state', '=', state) : all;
	};
	if (ids) {
		const wanted = [...new Set(ids)].map((id) => ({ id, bytes: Buffer.from(id) })).sort((a, b) => Buffer.compare(a.bytes, b.bytes));
		for (const some of slices(wanted, rowsAtOnce)) {
			const query = rows().where(
				isOneOf(
					connection,
					'id',
					some.map(({ id }) => id),
				),
			);
			for (const row of await query.where('id', '>', after).execute()) if (fits(row)) yield row;
		}
		return;
	}
	for (let from = after; ;) {
		const some = await rows().where('id', '>', from).limit(rowsAtOnce).execute();
		for (const row of some) if (fits(row)) yield row;
		if (some.length < rowsAtOnce) return;
		from = some.at(-1)!.id;
	}
}
