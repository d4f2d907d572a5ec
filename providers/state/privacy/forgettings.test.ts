import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeForgettings } from './forgettings.contract';

const folder = mkdtempSync(join(tmpdir(), 'troupe-forgettings-'));
let count = 0;
afterAll(() => rmSync(folder, { recursive: true }));

describeForgettings(() => Promise.resolve(join(folder, `${++count}.db`)));
