import { describePlanStore } from '../../providers/state/plans/plan-store.contract';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('the plans', (openDatabases) => {
	let databases: Databases;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	describePlanStore(() => databases.create());
});
