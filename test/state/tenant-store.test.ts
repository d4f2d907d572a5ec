import { openTenantStore } from '../../providers/state/tenant-store';
import { describeTenantStore } from '../../providers/state/tenant-store.contract';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('the rules of tenants', (openDatabases) => {
	let databases: Databases;
	let store: ReturnType<typeof openTenantStore>;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	beforeEach(async () => {
		store = openTenantStore(await databases.create());
	});
	afterEach(() => store.close());
	afterAll(() => databases.remove());
	describeTenantStore(() => store);
});
