import { TroupeError } from '../base/errors';
import type { Collection, KnowledgeStore } from '../ports/knowledge/knowledge-store';
import { type Asker, mayRead } from '../ports/knowledge/readers';

const maxNames = 20;

/**
 * @param mayName also decides which collections the caller may know @throws TroupeError KNOWLEDGE_NOT_FOUND, with the collections that the caller may
 * search
 */
export async function findCollection(
	store: KnowledgeStore,
	name: string,
	asker: Asker = 'operator',
	mayName: (name: string) => boolean = () => true,
): Promise<Collection> {
	const existing = await store.find(name);
	if (existing) return existing;
	const known = (await store.list()).filter((one) => mayRead(one.readers, asker) && mayName(one.name)).map((collection) => collection.name);
	const names = known.slice(0, maxNames);
	throw new TroupeError({
		code: 'KNOWLEDGE_NOT_FOUND',
		message: `There is no collection "${name}".`,
		fix:
			known.length > 0
				? `Choose one of: ${names.join(', ')}${known.length > maxNames ? ', …' : ''}. Or ingest documents into it first.`
				: 'Ingest documents into it first, with the operation Ingest Documents of the node Troupe Knowledge or with "troupe knowledge ingest PATH --into NAME".',
		details: { collection: name, known: names },
	});
}
