import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFlagStore } from './flag-store';
import { describeStops } from './stop-store.contract';
import { openStopStore } from './stop-store';

describe('stops in a file', () => {
	let folder: string;
	let now = 1_000;
	const opened: Array<{ close(): Promise<void> }> = [];
	const openStops = () => {
		const place = join(folder, 'state.db');
		const clock = { now: () => (now += 1) };
		const [stops, flags] = [openStopStore(place, clock), openFlagStore(place, clock)];
		opened.push(stops, flags);
		return { stops, flags };
	};
	beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-stops-'))));
	afterEach(async () => {
		await Promise.all(opened.splice(0).map((store) => store.close()));
		rmSync(folder, { recursive: true });
	});

	// Each use opens the file again, as a process does that was restarted.
	describeStops(openStops);

	it('forget after a day what was counted, and leave room for the stops of people', async () => {
		const { stops } = openStops();
		const suspect = (name: string, who: string, max: number) =>
			stops.suspect({ tenant: 'acme', name, reason: 'x', changedBy: 'agent:a' }, who, max);
		await suspect('tool:a@1/pay', 'x', 2);
		now += 86_400_000;
		expect(await suspect('tool:a@1/pay', 'y', 2)).toBeUndefined();
		for (let number = 0; number < 510; number += 1) await suspect(`tool:a@1/pay${number}`, 'x', 1);
		expect(await stops.list()).toHaveLength(499);
		await stops.stop({ tenant: 'acme', name: 'all', reason: 'x', changedBy: 'user:ana' });
	});

	it('of runs are removed when their runs are', async () => {
		const { stops } = openStops();
		await stops.stop({ tenant: 'acme', name: 'run:old', reason: 'x', changedBy: 'user:ana' });
		await stops.stop({ tenant: 'acme', name: 'agent:old', reason: 'x', changedBy: 'user:ana' });
		now += 31 * 86_400_000;
		await stops.stop({ tenant: 'acme', name: 'run:new', reason: 'x', changedBy: 'user:ana' });
		expect((await stops.list()).map(({ name }) => name)).toEqual(['agent:old', 'run:new']);
	});
});
