import type { IDataObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { readText } from '../read-text';
import { nameField } from '../../shared/name-field';
import { splitNames } from '../../shared/split-names';
import type { Ask } from '../operation';
import { properties } from '../properties';
import { readLocator } from '../read-locator';
import { readLimit, readPages } from '../../shared/read-page';
import { matchItem, simpleManifest } from '../to-item';

/** Searches for who can do something: by a question or capabilities the registry scores, by a text it lists. */
export async function search({ context, item, api, caller, kind }: Ask): Promise<IDataObject[]> {
	const by = context.getNodeParameter('searchBy', item) as 'question' | 'capabilities' | 'text';
	const query = required(readText(context, by, item), by);
	const simplify = context.getNodeParameter('simplify', item, true) as boolean;
	const limit = readLimit(context, item);
	if (by === 'text') {
		const summaries = await readPages(limit, (page) => api.list(caller, { kind, text: query, ...page }));
		return summaries.map((summary) => (simplify ? simpleManifest(summary) : (summary as unknown as IDataObject)));
	}
	const request = by === 'question' ? { question: query } : { capabilities: required(splitNames(query), by) };
	const matches = await api.resolve(caller, { kind, ...request, limit: Math.min(limit, 500) });
	return matches.map((match) => matchItem(match, simplify));
}

/** The best version of a name in a range. @throws TroupeError MANIFEST_NOT_FOUND */
export async function resolve({ context, item, api, caller, kind }: Ask): Promise<IDataObject> {
	const name = readLocator(context, item, 'name');
	const range = readText(context, 'range', item).trim() || '*';
	const { instance } = context.getNodeParameter('resolveOptions', item, {}) as { instance?: string };
	const [best] = await api.resolve(caller, { kind, name, range, limit: 1, ...(instance && { instance }) });
	if (best) return matchItem(best, context.getNodeParameter('simplify', item, true) as boolean);
	throw new TroupeError({
		code: 'MANIFEST_NOT_FOUND',
		message: `No version of the ${kind} ${name} in the range ${range} is allowed to run.`,
		fix: 'List the versions and their states with Get Many. Widen the range, or have a version approved.',
	});
}

function required<Value extends { length: number }>(value: Value, name: string): Value {
	if (value.length > 0) return value;
	throw new TroupeError({ code: 'INPUT_INVALID', message: `${nameField(properties, name)} is empty.`, fix: 'Enter what to search for.' });
}
