import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWorkStore } from './work-store.contract';

const folder = mkdtempSync(join(tmpdir(), 'troupe-work-'));
let count = 0;
afterAll(() => rmSync(folder, { recursive: true }));

describeWorkStore(() => Promise.resolve(join(folder, `${++count}.db`)));
