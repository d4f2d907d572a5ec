import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeCosignedStore } from './cosigned-store.contract';

const folder = mkdtempSync(join(tmpdir(), 'troupe-witnesses-'));
let count = 0;
afterAll(() => rmSync(folder, { recursive: true }));

const create = () => Promise.resolve(join(folder, `${++count}.db`));
describe('what witnesses cosign', () => describeCosignedStore(create));
