import type { DatabaseSync } from 'node:sqlite';
import { isPostgresAddress } from '../../providers/database/database-place';
import { openStateDatabase, stateFile, type StateSchema, stateSchemaName } from '../../providers/database/state-database';
import type { MoveTarget } from '../../providers/database/move/move-tables';

export interface MovedStore {
	file: string;
	/** Without a schema, that of the connection. */
	target?: MoveTarget;
	/** Creates or upgrades the tables, first in the file and then in PostgreSQL. */
	prepare(place: string): Promise<void>;
	/** For rows that go to other tables: carries those of the file to the address. @returns how many */
	carry?(file: DatabaseSync, address: string): Promise<number>;
}

/** Everything in Troupe's home that PostgreSQL can keep, in the order in which it is moved. */
export async function listMovedStores(): Promise<MovedStore[]> {
	const [{ stateSubjects }, { inboxSchema }, { inboxFile }, { carryRequests }] = await Promise.all([
		import('../../providers/state/subjects'),
		import('../../providers/state/channels/receipts/inbox-schema'),
		import('../../providers/state/channels/receipts/file-inbox'),
		import('../../providers/state/channels/receipts/carry-requests'),
	]);
	const moved = stateSubjects.filter(({ isCache }) => isCache !== true) as [StateSchema, ...StateSchema[]];
	return [
		{
			file: stateFile,
			target: { schema: stateSchemaName, tables: (name) => moved.some(({ schema }) => schema.includes(`TABLE IF NOT EXISTS ${name} `)) },
			prepare: (place) => createTables(place, moved),
		},
		{
			file: inboxFile,
			prepare: async (place) => (isPostgresAddress(place) ? undefined : createTables(place, inboxSchema)),
			carry: carryRequests,
		},
		{ file: 'memory.db', prepare: prepareMemory },
		{ file: 'knowledge.db', prepare: prepareKnowledge },
		{ file: 'registry.db', prepare: prepareRegistry },
	];
}

async function createTables(place: string, subjects: Parameters<typeof openStateDatabase>[1]): Promise<void> {
	const database = openStateDatabase(place, subjects);
	try {
		await database.read('', () => Promise.resolve());
	} finally {
		await database.close();
	}
}

async function prepareMemory(place: string): Promise<void> {
	const [{ openMemoryFile }, { openMemoryPostgres }, { isPostgresAddress }] = await Promise.all([
		import('../../providers/memory/memory-database'),
		import('../../providers/memory/postgres-memory'),
		import('../../providers/database/database-place'),
	]);
	await (await (isPostgresAddress(place) ? openMemoryPostgres(place) : openMemoryFile(place))).close();
}

async function prepareKnowledge(place: string): Promise<void> {
	const [{ openKnowledgeFile }, { openKnowledgePostgres }, { isPostgresAddress }] = await Promise.all([
		import('../../providers/knowledge/database/knowledge-database'),
		import('../../providers/knowledge/database/postgres-database'),
		import('../../providers/database/database-place'),
	]);
	await (await (isPostgresAddress(place) ? openKnowledgePostgres(place) : openKnowledgeFile(place))).close();
}

async function prepareRegistry(place: string): Promise<void> {
	const { openStore } = await import('../../manifests/registry/store/open-store');
	await (await openStore(place)).close();
}
