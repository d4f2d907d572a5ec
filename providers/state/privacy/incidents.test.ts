import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeIncidents } from './incidents.contract';

const folder = mkdtempSync(join(tmpdir(), 'troupe-incidents-'));
let count = 0;
afterAll(() => rmSync(folder, { recursive: true }));

describeIncidents(() => Promise.resolve(join(folder, `${++count}.db`)));
