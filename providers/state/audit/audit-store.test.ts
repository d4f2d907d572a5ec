import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeAuditFaults } from './audit-faults.contract';
import { describeAuditStore } from './audit-store.contract';

const folder = mkdtempSync(join(tmpdir(), 'troupe-audit-'));
let count = 0;
afterAll(() => rmSync(folder, { recursive: true }));

const create = () => Promise.resolve(join(folder, `${++count}.db`));
describeAuditStore(create);
describe('finds at its index', () => describeAuditFaults(create));
