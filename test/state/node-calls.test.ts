import type { NodeCallStore } from '../../core/ports';
import { openNodeCallStore } from '../../providers/state/calls/node-calls';
import { describeNodeCalls } from '../../providers/state/calls/node-calls.contract';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('the calls of nodes', (openDatabases) => {
	let databases: Databases;
	let store: NodeCallStore;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	beforeEach(async () => {
		store = openNodeCallStore(await databases.create());
	});
	afterEach(() => store.close());
	afterAll(() => databases.remove());
	describeNodeCalls(() => store);
});
