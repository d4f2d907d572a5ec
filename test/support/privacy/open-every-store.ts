import { join } from 'node:path';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { openStore } from '../../../manifests/registry/store/open-store';
import { openKnowledgeStore } from '../../../providers/compose/knowledge/knowledge-store';
import { runMemoryTask } from '../../../providers/compose/memory/memory';
import { openStateDatabase, stateFile } from '../../../providers/database/state-database';
import { inboxFile } from '../../../providers/state/channels/receipts/file-inbox';
import { inboxSchema } from '../../../providers/state/channels/receipts/inbox-schema';
import { stateSubjects } from '../../../providers/state/subjects';

/** Creates each database that Troupe opens in a home, with the tables of all subjects. */
export async function openEveryStore(stateFolder: string): Promise<void> {
	const host = { stateFolder, providers: {}, database: '' };
	const [place, nothing] = [(name: string) => join(stateFolder, name), () => Promise.resolve()];
	await (await openEmbeddedEngine({ file: place('engine.db') })).close();
	await (await openStore(place('registry.db'))).close();
	await (await openKnowledgeStore(host, {})).close();
	// Opens the memory, and what knows a person.
	await runMemoryTask({ operation: 'forget', person: 'nobody' }, host, new AbortController().signal);
	for (const subject of stateSubjects) await openStateDatabase(place(stateFile), subject).read('', nothing);
	await openStateDatabase(place(inboxFile), inboxSchema).read('', nothing);
}
