import * as Type from 'typebox/type';
import { anyObject, closed, optional } from '../../../core/base/shape';
import { TroupeError } from '../../../core/base/errors';
import { retainDocuments } from '../../../core/knowledge/retain/retain-documents';
import { systemClock } from '../../../core/ports/host';
import { documentId } from '../../../core/ports/knowledge/document-input';
import type { Filter } from '../../../core/ports/knowledge/filter/filter';
import { parseFilter, readFilterText } from '../../../core/ports/knowledge/filter/parse-filter';
import type { Collection, DocumentSelection } from '../../../core/ports/knowledge/knowledge-store';
import type { StoredDocument } from '../../../core/ports/knowledge/stored-documents';
import { integer, open, string, texts, time } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, list, text } from '../../../manifests/registry/api/fields';
import { decodePlace, toPage } from '../../http/page';
import { operation, type OperationContext } from '../operation';
import { ofCollection, tag } from './collections';
import { type KnowledgePlace, maySee, openReadable, whoWrites } from './who-asks';

type Context = OperationContext<KnowledgePlace>;

export const path = 'knowledge/collections/:collection/documents';
const scope = 'knowledge:manage';
const states = ['ready', 'failed', 'quarantined'] as const;

const describe = ({ ingestedAt, ...document }: StoredDocument) => ({ ...document, ingestedAt: new Date(ingestedAt).toISOString() });
export type DescribedDocument = ReturnType<typeof describe>;
const described = Type.Object({
	id: string,
	title: string,
	mediaType: string,
	metadata: open(),
	state: Type.Enum([...states]),
	chunks: integer,
	characters: integer,
	contentHash: string,
	ingestedAt: time,
	...optional({ source: string, origin: string, quarantined: string, failure: open() }),
	...optional({ sourceHash: string, emptyPages: integer, emptyPageNumbers: Type.Array(integer), doubtfulPlaces: integer }),
	...optional({ writer: string, describedBy: string }),
});

export const listDocuments = operation({
	summary: 'List documents by id, with their state',
	tag,
	method: 'GET',
	path,
	scope: 'knowledge:read',
	input: {
		params: ofCollection,
		query: closed(
			optional({
				filter: Type.String({ description: 'By metadata, as JSON: {"year": {"$gte": 2024}}.', minLength: 2, maxLength: 8_000 }),
				state: Type.Enum([...states]),
				limit: limit(9_999),
				cursor,
			}),
		),
	},
	output: Type.Object({ items: Type.Array(described), ...optional({ cursor: string }) }),
	async perform({ collection, filter, state, limit: max = 100, cursor: from }, { host, signal }: Context) {
		const after = decodePlace(from, '')?.[0];
		const found = await openReadable(host, collection);
		const selection = { state, ...(filter !== undefined && { filter: parseFilter(readFilterText(filter)) }) };
		const items: StoredDocument[] = [];
		for await (const document of visible(found, selection, { host, signal }, after)) if (items.push(document) > max) break;
		const { items: shown, ...more } = toPage(items, max, ({ id }) => [id]);
		return { items: shown.map(describe), ...more };
	},
});

const listedAtOnce = 1_000;

/** Yields the caller's visible documents; hidden ones do not shorten a page. */
async function* visible(
	collection: Collection,
	selection: DocumentSelection,
	{ host, signal }: Pick<Context, 'host' | 'signal'>,
	from?: string,
): AsyncGenerator<StoredDocument> {
	for (let after = from; ;) {
		signal.throwIfAborted();
		const some = await collection.documents(selection, { after, limit: listedAtOnce });
		for (const document of some) if (maySee(host, collection.name, document)) yield document;
		if (some.length < listedAtOnce) return;
		after = some.at(-1)!.id;
	}
}

export async function listIds(...of: Parameters<typeof visible>): Promise<string[]> {
	const ids: string[] = [];
	for await (const { id } of visible(...of)) ids.push(id);
	return ids;
}

const dryRun = Type.Boolean({ description: 'Returns what would be removed, and removes nothing.' });
const removed = Type.Object({ removed: texts });
const ids = list(documentId, 1_000, 1);

export const removeDocuments = operation({
	act: ({ collection, dryRun: isDry }) =>
		isDry ? undefined : { action: 'document.removed', object: { kind: 'collection', value: collection } },
	summary: 'Remove documents, by their ids, by a filter, or by both',
	tag,
	method: 'POST',
	path: `${path}/remove`,
	scope,
	input: { params: ofCollection, body: closed(optional({ ids, filter: anyObject(), dryRun })) },
	output: removed,
	async perform({ collection, ids: named, filter, dryRun: isDry }, context: Context) {
		const selection = { ...(named && { ids: named }), ...(filter && { filter: parseFilter(filter) }) };
		checkSelection(selection);
		const found = await openReadable(context.host, collection);
		return { removed: isDry ? await listIds(found, selection, context) : await found.remove(selection, whoWrites(context)) };
	},
});

/** An empty filter selects all documents, and programs write one for a missing value. */
function checkSelection({ ids: named, filter }: { ids?: string[]; filter?: Filter }): void {
	const isEmpty = filter?.kind === 'and' && filter.filters.length === 0;
	if ((named !== undefined || filter !== undefined) && !isEmpty) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'Nothing to delete was specified.',
		fix: 'Pass ids or a filter with conditions, or remove the whole collection.',
	});
}

export const retainCollection = operation({
	act: ({ collection, dryRun: isDry }) =>
		isDry ? undefined : { action: 'document.expired', object: { kind: 'collection', value: collection } },
	summary: 'Remove documents that were ingested or changed more than a number of days ago',
	tag,
	method: 'POST',
	path: `${path}/retain`,
	scope,
	input: {
		params: ofCollection,
		body: closed({ days: Type.Number({ minimum: 0, maximum: 36_500 }), ...optional({ labels: list(text(1_000), 100, 1), dryRun }) }),
	},
	output: removed,
	async perform({ collection, days, labels, dryRun: isDry = false }, context: Context) {
		const { host, signal } = context;
		const found = await openReadable(host, collection);
		const rule = { days, labels, dryRun: isDry, writer: whoWrites(context) };
		const past = await retainDocuments(found, rule, (host.clock ?? systemClock).now(), signal);
		return { removed: isDry && past.length > 0 ? await listIds(found, { ids: past }, context) : past };
	},
});

export const releaseDocuments = operation({
	act: ({ collection }) => ({ action: 'document.released', object: { kind: 'collection', value: collection } }),
	summary: 'Let searches find documents that are in quarantine',
	tag,
	method: 'POST',
	path: `${path}/release`,
	scope,
	input: { params: ofCollection, body: closed({ ids }) },
	output: Type.Object({ released: texts }),
	/** Nobody releases documents that they may not read. */
	async perform({ collection, ids: named }, context: Context) {
		const found = await openReadable(context.host, collection);
		const readable = await listIds(found, { ids: named, state: 'quarantined' }, context);
		return { released: readable.length === 0 ? [] : await found.release(readable, whoWrites(context)) };
	},
});
