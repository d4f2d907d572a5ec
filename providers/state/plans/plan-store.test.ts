import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describePlanStore } from './plan-store.contract';

const folder = mkdtempSync(join(tmpdir(), 'troupe-plans-'));
let count = 0;
afterAll(() => rmSync(folder, { recursive: true }));

describePlanStore(() => Promise.resolve(join(folder, `${++count}.db`)));
