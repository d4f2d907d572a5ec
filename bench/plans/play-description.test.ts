import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conformPlan } from './conform-plan';
import { readDescriptions } from './corpus';
import { playDescription } from './play-description';

const description = readDescriptions().find(({ id }) => id === 'clinic-02')!;
let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'troupe-plans-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('plans without a model where nothing was recorded', async () => {
	await playDescription(
		description,
		async ({ plan, recorded }) => {
			expect({ recorded, state: plan.state }).toEqual({ recorded: false, state: 'drawn' });
			const { fitness, precision } = conformPlan(description, plan);
			expect(Math.min(fitness, precision)).toBeGreaterThan(0.5);
			expect(conformPlan(description, { ...plan, state: 'failed' })).toMatchObject({ fitness: 0, precision: 0 });
		},
		folder,
	);
});

it('gives no figure of a recording that does not fit', async () => {
	await writeFile(join(folder, 'clinic-02.json'), JSON.stringify(['{}']));
	await expect(playDescription(description, () => Promise.resolve(), folder)).rejects.toThrow(
		/clinic-02\.json has 1 answers, but the model was asked \d+ times/,
	);
});
