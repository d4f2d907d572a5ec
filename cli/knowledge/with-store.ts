import { TroupeError } from '../../core/errors';
import type { Collection, KnowledgeStore } from '../../core/ports';
import { troupeHome } from '../../core/home';
import { knowledgeFromEnvironment } from '../../providers/compose/knowledge-host';
import { openKnowledgeStore } from '../../providers/compose/knowledge-store';
import type { Terminal } from '../terminal';

/** Opens the store for as long as the work goes on. */
export async function withStore<Result>(terminal: Terminal, work: (store: KnowledgeStore) => Promise<Result>): Promise<Result> {
	const { environment } = terminal;
	const store = await openKnowledgeStore({ ...knowledgeFromEnvironment(environment), stateFolder: troupeHome(environment) });
	try {
		return await work(store);
	} finally {
		await store.close();
	}
}

/** @throws TroupeError KNOWLEDGE_NOT_FOUND with the names that there are */
export async function findCollection(store: KnowledgeStore, name: string): Promise<Collection> {
	const found = await store.find(name);
	if (found) return found;
	const names = (await store.list()).map((collection) => collection.name);
	throw new TroupeError({
		code: 'KNOWLEDGE_NOT_FOUND',
		message: `There is no collection "${name}"${names.length > 0 ? `; there are: ${names.slice(0, 20).join(', ')}` : ', and no other'}.`,
		fix: 'Name one of these, or make it: troupe knowledge ingest PATH --into NAME.',
		details: { collection: name, names: names.slice(0, 100) },
	});
}
