import { openCredentialStore } from '../../providers/state/credentials/credential-store';
import { describeCredentialStore } from '../../providers/state/credentials/credential-store.contract';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('the credentials', (openDatabases) => {
	let databases: Databases;
	let store: ReturnType<typeof openCredentialStore>;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	beforeEach(async () => {
		store = openCredentialStore(await databases.create());
	});
	afterEach(() => store.close());
	afterAll(() => databases.remove());
	describeCredentialStore(() => store);
});
