import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional } from '../../../core/base/shape';
import type { Collection } from '../../../core/ports/knowledge/knowledge-store';
import { checkAsker, mayRead, readerBounds } from '../../../core/ports/knowledge/readers';
import { mayRelabel, type PlaceOfChange, relabelFix, type StoredChange } from '../../../core/ports/knowledge/writers';
import { integer, open, string, texts, time } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, list, text } from '../../../manifests/registry/api/fields';
import { openKnowledge } from '../../../providers/compose/knowledge/knowledge';
import { listAllowed } from '../../access/scopes';
import { decodePlace, encodePlace, pageByName, toPage } from '../../http/page';
import { operation, type OperationContext } from '../operation';
import { findNamed, type KnowledgePlace, mayReadLabelled, openReadable, whoAsks, whoWrites } from './who-asks';

type Context = OperationContext<KnowledgePlace>;

export const tag = 'knowledge';
const collection = text(200);
export const ofCollection = closed({ collection });
const path = 'knowledge/collections';

const described = Type.Object({
	name: string,
	stamp: open(),
	documents: integer,
	failed: integer,
	chunks: integer,
	characters: integer,
	revision: integer,
	...optional({ readers: texts, writers: texts, bytes: integer, shadow: open() }),
});

export const listCollections = operation({
	summary: 'List collections by name',
	tag,
	method: 'GET',
	path,
	scope: 'knowledge:read',
	isPartial: true,
	input: { query: closed(optional({ limit: limit(1_000), cursor })) },
	output: Type.Object({ store: string, items: Type.Array(described), ...optional({ cursor: string }) }),
	async perform({ limit: max = 100, cursor: after }, { host }: Context) {
		const { store } = await openKnowledge(host);
		const named = listAllowed(host.grant?.scopes, 'knowledge:read');
		const readable = (await store.list()).filter(({ name, readers }) => (named?.includes(name) ?? true) && mayRead(readers, whoAsks(host)));
		return { store: store.kind, ...pageByName(readable, max, after) };
	},
});

export const showCollection = operation({
	summary: 'Show a collection',
	tag,
	method: 'GET',
	path: `${path}/:collection`,
	scope: 'knowledge:read',
	input: { params: ofCollection },
	output: Type.Object({ store: string, collection: described }),
	async perform({ collection: name }, { host }: Context) {
		const { store } = await openKnowledge(host);
		return { store: store.kind, collection: await (await openReadable(host, name)).statistics() };
	},
});

export const dropCollection = operation({
	act: ({ collection }) => ({ action: 'collection.removed', object: { kind: 'collection', value: collection } }),
	summary: 'Remove a collection with all of its documents',
	tag,
	method: 'DELETE',
	path: `${path}/:collection`,
	scope: 'knowledge:manage',
	input: { params: ofCollection },
	output: Type.Object({ removed: Type.Boolean() }),
	async perform({ collection: name }, context: Context) {
		const { store } = await openKnowledge(context.host);
		await openReadable(context.host, name);
		return { removed: await store.drop(name, whoWrites(context)) };
	},
});

const names = Type.Union([list(text(readerBounds.characters), readerBounds.names), Type.Null()], { description: 'Null: everybody.' });
const lists = Type.Object(optional({ readers: texts, writers: texts }), { description: 'An absent list: everybody.' });

export const showAccess = operation({
	summary: 'Show who may search a collection, and who may change it',
	tag,
	method: 'GET',
	path: `${path}/:collection/access`,
	scope: 'knowledge:manage',
	input: { params: ofCollection },
	output: lists,
	perform: async ({ collection: name }, { host }: Context) => (await openReadable(host, name)).access(),
});

export const setAccess = operation({
	act: ({ collection }) => ({ action: 'collection.access_changed', object: { kind: 'collection', value: collection } }),
	summary: 'Set who may search a collection, or who may change it',
	tag,
	method: 'PUT',
	path: `${path}/:collection/access`,
	scope: 'knowledge:manage',
	input: { params: ofCollection, body: closed(optional({ readers: names, writers: names })) },
	output: lists,
	/** Nobody opens a collection to themselves: a listed writer or tenant manager sets its lists. */
	async perform({ collection: name, ...given }, context: Context) {
		const { host } = context;
		const found = await findNamed(host, name);
		const writer = whoWrites(context);
		if (!host.grant?.scopes.has('tenant:manage') && !mayRelabel(await found.access(), writer)) throw listsDenied(name);
		const change = Object.entries(given).map(([which, some]) => [
			which,
			some === null ? undefined : checkAsker(some, `The list "${which}"`),
		]);
		if (change.length > 0) await found.setAccess(Object.fromEntries(change) as object, writer);
		return found.access();
	},
});

const listsDenied = (name: string) =>
	new TroupeError({
		code: 'ACCESS_DENIED',
		message: `Only a listed writer of the collection "${name}", or a caller with the scope tenant:manage, sets its lists.`,
		fix: relabelFix,
	});

export const listChanges = operation({
	summary: 'List who changed labels and lists, or released and removed documents, the newest first',
	tag,
	method: 'GET',
	path: `${path}/:collection/changes`,
	scope: 'knowledge:manage',
	input: { params: ofCollection, query: closed(optional({ limit: limit(9_999), cursor })) },
	output: Type.Object({
		items: Type.Array(
			Type.Object({ at: time, writer: string, kind: string, ...optional({ documentId: string, before: open(), after: open() }) }),
		),
		cursor: Type.Optional(string),
	}),
	async perform({ collection: name, limit: max = 100, cursor: from }, { host, signal }: Context) {
		const place = decodePlace(from, 0, '');
		const read = await readVisible(await openReadable(host, name), max, { host, signal }, place && { at: place[0], id: place[1] });
		const { items, cursor: next = read.last && encodePlace(read.last.at, read.last.id) } = toPage(read.visible, max, ({ at, id }) => [
			at,
			id,
		]);
		return {
			items: items.map(({ id: _, ...change }) => ({ ...change, at: new Date(change.at).toISOString() })),
			...(next !== undefined && { cursor: next }),
		};
	},
});

const changesAtOnce = 1_000;
const maxLooked = 10_000;

/**
 * Reads the caller's visible changes, one more than a page has; hidden ones do not shorten it, unless they are many. @returns the last examined one,
 * if more can follow
 */
async function readVisible(
	collection: Collection,
	max: number,
	{ host, signal }: Pick<Context, 'host' | 'signal'>,
	from?: PlaceOfChange,
): Promise<{ visible: StoredChange[]; last?: PlaceOfChange }> {
	const isVisible = ({ documentId, before = {}, after = {} }: StoredChange) =>
		!documentId || [before, after].every((labels) => mayReadLabelled(host, labels));
	const visible: StoredChange[] = [];
	let last = from;
	for (let looked = 0; looked < maxLooked && visible.length <= max; looked += changesAtOnce) {
		signal.throwIfAborted();
		const some = await collection.changes(changesAtOnce, last);
		visible.push(...some.filter(isVisible));
		if (some.length < changesAtOnce) return { visible };
		last = some.at(-1);
	}
	return { visible, last };
}
