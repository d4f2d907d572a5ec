import { describeExecutionIndex } from '../../providers/state/executions/execution-index.contract';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('the executions of n8n', (openDatabases) => {
	let databases: Databases;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	describeExecutionIndex(() => databases.create());
});
