import type { IExecuteFunctions } from 'n8n-workflow';
import type { Page } from '../../manifests/registry/registry-api';

/** Max results of one request, and of one item: a registry that never ends must not fill n8n's memory. */
const pageSize = 500;
const most = 100_000;

export function readLimit(context: IExecuteFunctions, item: number): number {
	return context.getNodeParameter('returnAll', item, false)
		? most
		: Math.min(most, Math.max(1, Number(context.getNodeParameter('limit', item, 50))));
}

/** Reads pages until there are enough. A repeated page ends it: a service can go round in circles. */
export async function readPages<Item>(
	most: number,
	read: (page: { limit: number; cursor?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
	const items: Item[] = [];
	const seen = new Set<string>();
	let cursor: string | undefined;
	do {
		const page: Page<Item> = await read({ limit: Math.min(pageSize, most - items.length), ...(cursor !== undefined && { cursor }) });
		items.push(...page.items);
		cursor = page.cursor;
		if (cursor !== undefined && seen.has(cursor)) break;
		if (cursor !== undefined) seen.add(cursor);
	} while (cursor !== undefined && items.length < most);
	return items.slice(0, most);
}
