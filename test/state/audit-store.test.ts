import { describeAuditFaults } from '../../providers/state/audit/audit-faults.contract';
import { describeAuditStore } from '../../providers/state/audit/audit-store.contract';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('the audit log', (openDatabases) => {
	let databases: Databases;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	describeAuditStore(() => databases.create());
	describe('finds at its index', () => describeAuditFaults(() => databases.create()));
});
