import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testRunTotals } from './run-totals.contract';

const folder = mkdtempSync(join(tmpdir(), 'troupe-run-totals-'));
afterAll(() => rmSync(folder, { recursive: true }));

testRunTotals(async () => join(folder, 'state.db'));
