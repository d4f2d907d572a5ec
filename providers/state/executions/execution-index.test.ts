import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeExecutionIndex } from './execution-index.contract';

const folder = mkdtempSync(join(tmpdir(), 'troupe-executions-'));
let count = 0;
afterAll(() => rmSync(folder, { recursive: true }));

describeExecutionIndex(() => Promise.resolve(join(folder, `${++count}.db`)));
