import { describeForgettings } from '../../providers/state/privacy/forgettings.contract';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('the forgettings', (openDatabases) => {
	let databases: Databases;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	describeForgettings(() => databases.create());
});
