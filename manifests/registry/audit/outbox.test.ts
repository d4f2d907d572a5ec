import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOutbox } from './outbox.contract';

const folder = mkdtempSync(join(tmpdir(), 'troupe-outbox-'));
let count = 0;
afterAll(() => rmSync(folder, { recursive: true }));

describe('changes of a registry in the audit log of their tenant', () =>
	describeOutbox(() => Promise.resolve(join(folder, `${++count}.db`))));
