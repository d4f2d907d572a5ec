import type { IDataObject } from 'n8n-workflow';
import type { KnowledgeTaskResult } from '../../core/knowledge/knowledge-task';
import type { NodeTask } from './read-task';
import { documentItem } from './to-items';

const page = 1_000;

/** An item for each document, over as many pages as it takes. */
export async function listAll(task: NodeTask, ask: (page: object) => Promise<KnowledgeTaskResult>): Promise<IDataObject[]> {
	const { limit: max = Infinity, ...rest } = task as { limit?: number };
	const items: IDataObject[] = [];
	let after: string | undefined;
	do {
		const result = await ask({ ...rest, after, limit: Math.min(page, max - items.length) });
		if (result.operation !== 'list') break;
		for (const document of result.documents) items.push({ collection: result.collection, ...documentItem(document) });
		after = result.next;
	} while (after !== undefined && items.length < max);
	return items;
}
