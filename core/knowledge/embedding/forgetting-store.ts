import type { Collection, DocumentSelection, KnowledgeStore, PreparedDocument } from '../../ports';
import { embeddedText } from '../ingest/embedded-text';

/** Documents whose chunks are read at once. */
const documentsAtOnce = 100;

/**
 * A store of which nothing is left in the memory of vectors when it is removed, or replaced: a vector tells much of its text.
 * Forgotten first: whoever is killed in between has lost a memory, and no secret is left.
 * @param forget the vectors of these texts
 */
export function forgettingStore(store: KnowledgeStore, forget: (texts: string[]) => Promise<void>): KnowledgeStore {
	const forgetting = (collection: Collection) => forgettingCollection(collection, forget);
	return withOwn(store, {
		async find(name) {
			const found = await store.find(name);
			return found && forgetting(found);
		},
		open: async (name, stamp) => forgetting(await store.open(name, stamp)),
		async drop(name) {
			const found = await store.find(name);
			if (found?.stamp.embedding) for await (const texts of textsOf(found, {})) await forget(texts);
			return store.drop(name);
		},
	});
}

function forgettingCollection(collection: Collection, forget: (texts: string[]) => Promise<void>): Collection {
	return withOwn(collection, {
		async put(documents) {
			if (!collection.stamp.embedding || documents.length === 0) return collection.put(documents);
			const former: string[] = [];
			for await (const texts of textsOf(collection, { ids: documents.map(({ id }) => id) })) former.push(...texts);
			const kept = new Set(documents.flatMap(embeddedTexts));
			const gone = former.filter((text) => !kept.has(text));
			if (gone.length > 0) await forget(gone);
			return collection.put(documents);
		},
		async remove(selection) {
			if (collection.stamp.embedding) for await (const texts of textsOf(collection, selection)) await forget(texts);
			return collection.remove(selection);
		},
	});
}

/** What the vectors of documents were made of, some documents at a time. */
async function* textsOf(collection: Collection, selection: DocumentSelection): AsyncGenerator<string[], void> {
	let after: string | undefined;
	for (;;) {
		const some = await collection.documents(selection, { after, limit: documentsAtOnce });
		const texts: string[] = [];
		for (const { id, title, chunks } of some)
			if (chunks > 0) texts.push(...(await collection.neighbours(id, 0, chunks - 1)).map((chunk) => embeddedText({ id, title }, chunk)));
		if (texts.length > 0) yield texts;
		after = some.at(-1)?.id;
		if (some.length < documentsAtOnce) return;
	}
}

function embeddedTexts(document: PreparedDocument): string[] {
	return document.chunks.map((chunk) => embeddedText(document, chunk));
}

/** The part with some methods of its own; all else is the part's. */
function withOwn<Part extends object>(part: Part, own: Partial<Part>): Part {
	return new Proxy(part, {
		get(target, name) {
			const value: unknown = Reflect.get(Object.hasOwn(own, name) ? own : target, name);
			return typeof value === 'function' && !Object.hasOwn(own, name) ? (value.bind(target) as unknown) : value;
		},
	});
}
