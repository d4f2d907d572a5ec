import type { DocumentSelection } from '../../../core/ports';
import { findGeneration } from '../generations/generations';
import type { HeldGeneration } from '../generations/held-generation';
import { selectDocuments, type SelectedRow } from './select-documents';
import type { CollectionRow, Connection } from '../database/knowledge-tables';
import { DocumentChanges } from './write-documents';

/** Removes documents, from the shadow too, so that a re-embedding does not restore them. @returns the removed ids */
export async function removeDocuments(held: HeldGeneration, selection: DocumentSelection): Promise<string[]> {
	const { catalogue } = held;
	const takeOut = async (connection: Connection, row: CollectionRow, chosen: DocumentSelection): Promise<string[]> => {
		const meant: SelectedRow[] = [];
		for await (const document of selectDocuments(connection, row.generation, chosen)) meant.push(document);
		if (meant.length === 0) return [];
		const changes = await DocumentChanges.begin(catalogue, connection, row);
		await changes.takeOut(meant);
		await changes.finish();
		return meant.map(({ id }) => id);
	};
	const removed = await catalogue.change(async (connection) => {
		const row = await held.row(connection);
		const ids = await takeOut(connection, row, selection);
		const shadow = ids.length > 0 && row.role === 'serving' ? await findGeneration(connection, row.name, 'shadow') : undefined;
		if (shadow) await takeOut(connection, shadow, { ids });
		return ids;
	});
	if (removed.length > 0) await catalogue.database.forget();
	// A removal is complete when nothing is left anywhere; a retry after a fault removes the rest.
	await catalogue.vectors.settle(catalogue);
	return removed;
}
