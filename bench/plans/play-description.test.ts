import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDescriptions } from './corpus';
import { playDescription } from './play-description';

const description = readDescriptions().find(({ id }) => id === 'clinic-02')!;
let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'troupe-plans-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('gives no figure where nothing was recorded', async () => {
	await expect(playDescription(description, () => Promise.resolve(), folder)).rejects.toThrow('clinic-02.json has no answers');
});

it('gives no figure of a recording that does not fit', async () => {
	await writeFile(join(folder, 'clinic-02.json'), JSON.stringify(['{}']));
	await expect(playDescription(description, () => Promise.resolve(), folder)).rejects.toThrow(
		/clinic-02\.json has 1 answers, but the model was asked \d+ times/,
	);
});
