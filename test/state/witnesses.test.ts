import { describeCosignedStore } from '../../providers/state/audit/cosigned-store.contract';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('witnesses', (openDatabases) => {
	let databases: Databases;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	describe('what witnesses cosign', () => describeCosignedStore(() => databases.create()));
});
