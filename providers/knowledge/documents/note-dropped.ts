import { checkRemoval, checkWriter, mayRelabel, type Writer } from '../../../core/ports/knowledge/writers';
import type { Catalogue } from '../generations/catalogue';
import { readLists } from '../generations/statistics';
import type { CollectionRow, Connection } from '../database/knowledge-tables';
import { noteChange } from './access-changes';
import { isKept } from './remove-documents';
import { selectDocuments } from './select-documents';

/** Records that a collection is dropped. @throws TroupeError ACCESS_DENIED where the writer may not remove one of its documents */
export async function noteDropped(catalogue: Catalogue, connection: Connection, row: CollectionRow, writer: Writer): Promise<void> {
	const lists = readLists(row);
	checkWriter(row.name, lists, writer);
	if (!mayRelabel(lists, writer))
		for await (const document of selectDocuments(connection, row.generation, {})) {
			checkRemoval(row.name, lists, writer, [{ id: document.id, labelled: isKept(document, writer) }]);
		}
	await noteChange(catalogue, connection, row.name, { writer: writer.name, kind: 'dropped', before: lists });
}
