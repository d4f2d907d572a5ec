import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slowTest } from '../../test/support/slow-tests';
import { readMeasurement } from './measured-machine';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-measured-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

slowTest(
	'measures once for all that ask in a process, also where the home cannot be written',
	async () => {
		const [home, unwritable] = [join(folder, 'home'), join(folder, 'file')];
		writeFileSync(unwritable, 'not a folder');
		const now = new Date();
		const all = await Promise.all([home, unwritable, unwritable].map((stateFolder) => readMeasurement(stateFolder, now)));
		expect(new Set(all).size).toBe(1);
		expect(await readMeasurement(unwritable, now)).toBe(all[0]);
		expect(JSON.parse(readFileSync(join(home, 'sandbox/measured.json'), 'utf8'))).toEqual(all[0]);
	},
	600_000,
);
