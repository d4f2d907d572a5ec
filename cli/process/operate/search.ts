import { isTroupeError } from '../../../core/base/errors';
import { formatCount } from '../../terminal/format-text';
import type { Terminal } from '../../terminal/terminal';
import type { Operator } from './operator';

/** An item of Camunda's REST API v2. A field that has no value is absent. */
export type Item = Record<string, unknown>;

interface Search {
	/** As messages name it. */
	subject: string;
	what: string;
	/** Undefined fields are not sent. */
	filter: Item;
	sort?: Array<{ field: string; order: 'ASC' | 'DESC' }>;
	limit?: number;
}

interface Answer {
	items: Item[];
	page: { totalItems: number | bigint };
}

const maxItems = 1_000;

/** Searches what a cluster of 8.8 or this engine has, and says when there is more. @throws TroupeError NOT_SUPPORTED for an older cluster */
export async function searchItems(
	{ rest, tenantId }: Operator,
	terminal: Terminal,
	{ subject, what, filter, sort, limit = maxItems }: Search,
): Promise<Item[]> {
	const asked = Object.fromEntries(Object.entries({ ...filter, tenantId }).filter(([, value]) => value !== undefined));
	const body = { filter: asked, ...(sort && { sort }), page: { limit } };
	const { items, page } = await rest.call<Answer>({ subject, path: `/${what}/search`, body });
	const total = Number(page.totalItems);
	if (total > items.length) terminal.note(`shown: ${formatCount(items.length)} of ${formatCount(total)}`);
	return items;
}

export const searchIfKnown = (operator: Operator, terminal: Terminal, search: Search): Promise<Item[]> =>
	searchItems(operator, terminal, search).catch((error: unknown) => {
		if (isTroupeError(error) && error.code === 'NOT_SUPPORTED') return [];
		throw error;
	});

export const readText = (item: Item, name: string): string => {
	const value = item[name];
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
};

export const readDate = (item: Item, name: string): string | null =>
	readText(item, name)
		.replace('T', ' ')
		.replace(/(\.\d+)?Z$/, '') || null;

export const readTexts = (item: Item, name: string): string[] => (Array.isArray(item[name]) ? item[name].map(String) : []);
