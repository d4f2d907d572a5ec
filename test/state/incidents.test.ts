import { describeIncidents } from '../../providers/state/privacy/incidents.contract';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('the incidents', (openDatabases) => {
	let databases: Databases;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	describeIncidents(() => databases.create());
});
