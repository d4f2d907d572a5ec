import { TroupeError } from '../base/errors';
import type { Collection, KnowledgeStore } from '../ports';

const mostNamed = 20;

/** @throws TroupeError KNOWLEDGE_NOT_FOUND, with the existing collections */
export async function findCollection(store: KnowledgeStore, name: string): Promise<Collection> {
	const found = await store.find(name);
	if (found) return found;
	const known = (await store.list()).map((collection) => collection.name);
	const told = known.slice(0, mostNamed);
	throw new TroupeError({
		code: 'KNOWLEDGE_NOT_FOUND',
		message: `There is no collection "${name}".`,
		fix:
			known.length > 0
				? `Choose one of: ${told.join(', ')}${known.length > mostNamed ? ', …' : ''}. Or ingest documents into it first.`
				: 'Ingest documents into it first, with the operation Ingest Documents of the node Troupe Knowledge or with "troupe knowledge ingest PATH --into NAME".',
		details: { collection: name, known: told },
	});
}
