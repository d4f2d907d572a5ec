import type { KnowledgeStore } from '../../core/ports/knowledge/knowledge-store';
import { knowledgeFromEnvironment } from '../../providers/compose/knowledge/knowledge-host';
import { openKnowledgeStore } from '../../providers/compose/knowledge/knowledge-store';
import { readStateHost } from '../host';
import type { Terminal } from '../terminal/terminal';

/** Opens the tenant's store, does the work and closes the store. */
export async function withStore<Result>(terminal: Terminal, work: (store: KnowledgeStore) => Promise<Result>): Promise<Result> {
	const state = readStateHost(terminal);
	const store = await openKnowledgeStore({ ...knowledgeFromEnvironment(terminal.environment), ...state }, state);
	try {
		return await work(store);
	} finally {
		await store.close();
	}
}
