import type { KnowledgeStore } from '../../core/ports';
import { troupeHome } from '../../core/base/home';
import { knowledgeFromEnvironment } from '../../providers/compose/knowledge/knowledge-host';
import { openKnowledgeStore } from '../../providers/compose/knowledge/knowledge-store';
import type { Terminal } from '../terminal/terminal';

/** Opens the tenant's store, does the work and closes the store. */
export async function withStore<Result>(
	terminal: Terminal,
	{ tenant }: { tenant?: string },
	work: (store: KnowledgeStore) => Promise<Result>,
): Promise<Result> {
	const { environment } = terminal;
	const store = await openKnowledgeStore({ ...knowledgeFromEnvironment(environment), stateFolder: troupeHome(environment) }, { tenant });
	try {
		return await work(store);
	} finally {
		await store.close();
	}
}
