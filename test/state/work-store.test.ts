import { describeWorkStore } from '../../providers/state/work/work-store.contract';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('the work table', (openDatabases) => {
	let databases: Databases;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	describeWorkStore(() => databases.create());
});
