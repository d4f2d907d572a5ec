import { listMovedStores } from '../../cli/state/moved-stores';
import { openStateDatabase, stateFile, stateSchemaName } from '../../providers/database/state-database';
import { openKnowledgePostgres } from '../../providers/knowledge/database/postgres-database';
import { inboxFile } from '../../providers/state/channels/receipts/file-inbox';
import { stateSubjects } from '../../providers/state/subjects';
import { registeredTables } from '../../service/privacy/register';
import { listDifferences, readPostgresColumns } from '../support/privacy/stored-columns';
import { onPostgres, postgresDatabases } from '../support/servers/databases';

/** The state is opened whole, caches too; the inbox is a file everywhere. */
const notPrepared = [stateFile, inboxFile, 'knowledge.db'];

onPostgres('the register of personal data', () => {
	let server: Awaited<ReturnType<typeof postgresDatabases>>;
	beforeAll(async () => {
		server = await postgresDatabases();
	});
	afterAll(() => server.remove());

	it('says once what each column of every store tells of a person', async () => {
		const address = await server.create();
		const state = openStateDatabase(address, stateSubjects as [(typeof stateSubjects)[number]]);
		await state.read('', () => Promise.resolve());
		await state.close();
		for (const { file, prepare } of await listMovedStores()) if (!notPrepared.includes(file)) await prepare(address);
		// Without pgvector, which this server can lack.
		await (await openKnowledgePostgres(address, { withPgvector: false })).close();

		const ofState = registeredTables.filter(({ store }) => store === stateFile);
		const others = registeredTables.filter(({ store }) => ['memory.db', 'knowledge.db', 'registry.db'].includes(store));
		expect(listDifferences(await readPostgresColumns(address, stateSchemaName), ofState)).toEqual([]);
		expect(listDifferences(await readPostgresColumns(address, 'public'), others)).toEqual([]);
	});
});
