import type { CollectionStamp } from '../../ports/knowledge/collection-stamp';
import type { Collection, DocumentSelection, KnowledgeStore } from '../../ports/knowledge/knowledge-store';
import type { DocumentChunk, PreparedDocument } from '../../ports/knowledge/stored-documents';
import { listComparedTexts } from '../chunking/semantic-places';
import { composeEmbeddedText } from '../ingest/embedded-text';
import { splitIntoWindows } from '../ingest/embedded-windows';

type Forget = (texts: string[]) => Promise<void>;

const documentsAtOnce = 100;

/**
 * Removed or replaced texts also leave the vector cache: a vector reveals much of its text. The cache goes first: a crash loses only a cache
 * entry.
 */
export function createForgettingStore(store: KnowledgeStore, forget: Forget): KnowledgeStore {
	return withOwn(store, {
		async find(name) {
			const inner = await store.find(name);
			return inner && forgettingCollection(inner, forget);
		},
		open: async (name, stamp) => forgettingCollection(await store.open(name, stamp), forget),
		async drop(name, writer) {
			const inner = await store.find(name);
			if (inner) await forgetShadow(inner, forget);
			if (inner) await forgetDocuments(inner, {}, forget);
			return store.drop(name, writer);
		},
	});
}

function forgettingCollection(collection: Collection, forget: Forget): Collection {
	return withOwn(collection, {
		async put(documents, writer, signal) {
			await forgetReplaced(collection, documents, forget);
			return collection.put(documents, writer, signal);
		},
		async remove(selection, writer) {
			await forgetDocuments(collection, selection, forget);
			return collection.remove(selection, writer);
		},
		/** Its previous chunks can differ. */
		async swap() {
			await forgetDocuments(collection, {}, forget);
			return collection.swap();
		},
		async abandonShadow() {
			await forgetShadow(collection, forget);
			return collection.abandonShadow();
		},
	});
}

async function forgetDocuments(collection: Collection, selection: DocumentSelection, forget: Forget): Promise<void> {
	if (!collection.stamp.embedding) return;
	for await (const texts of readTexts(collection, selection)) await forget(texts);
}

async function forgetShadow(collection: Collection, forget: Forget): Promise<void> {
	const { shadow } = await collection.statistics();
	if (shadow) await forgetDocuments(await collection.shadow(shadow.stamp), {}, forget);
}

async function forgetReplaced(collection: Collection, documents: PreparedDocument[], forget: Forget): Promise<void> {
	if (!collection.stamp.embedding || documents.length === 0) return;
	const currentTexts = new Set(documents.flatMap((document) => listTexts(collection.stamp, document, document.chunks, document.text)));
	for await (const texts of readTexts(collection, { ids: documents.map(({ id }) => id) })) {
		const gone = texts.filter((text) => !currentTexts.has(text));
		if (gone.length > 0) await forget(gone);
	}
}

async function* readTexts(collection: Collection, selection: DocumentSelection): AsyncGenerator<string[], void> {
	let after: string | undefined;
	for (;;) {
		const some = await collection.documents(selection, { after, limit: documentsAtOnce });
		for (const document of some) {
			if (document.chunks === 0) continue;
			const chunks = await collection.neighbours(document.id, 0, document.chunks - 1);
			const text = collection.stamp.chunker.method === 'semantic' ? await collection.text(document.id) : undefined;
			yield listTexts(collection.stamp, document, chunks, text);
		}
		after = some.at(-1)?.id;
		if (some.length < documentsAtOnce) return;
	}
}

function listTexts(
	{ embedding, chunker }: CollectionStamp,
	document: { id: string; title: string },
	chunks: Array<Pick<DocumentChunk, 'text' | 'headingPath'>>,
	text = '',
): string[] {
	const embedded = chunks.flatMap((chunk) => splitIntoWindows(composeEmbeddedText(document, chunk), embedding?.maximumTokens));
	return chunker.method === 'semantic' ? [...embedded, ...listComparedTexts(text)] : embedded;
}

function withOwn<Part extends object>(part: Part, own: Partial<Part>): Part {
	return new Proxy(part, {
		get(target, name) {
			const isOwn = Object.hasOwn(own, name);
			const value: unknown = Reflect.get(isOwn ? own : target, name);
			return typeof value === 'function' && !isOwn ? (value.bind(target) as unknown) : value;
		},
	});
}
