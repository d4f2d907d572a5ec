import { describeOutbox } from '../../manifests/registry/audit/outbox.contract';
import { type Databases, onPostgres, postgresDatabases } from '../support/servers/databases';

// SQLite has it in the quick tests.
onPostgres('changes of a registry in the audit log of their tenant', () => {
	let databases: Databases;
	beforeAll(async () => (databases = await postgresDatabases()));
	afterAll(() => databases.remove());
	describeOutbox(() => databases.create());
});
