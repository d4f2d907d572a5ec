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

	it('of runs are removed when their runs are', async () => {
		const { stops } = openStops();
		await stops.stop({ tenant: 'acme', name: 'run:old', reason: 'x', changedBy: 'user:ana' });
		await stops.stop({ tenant: 'acme', name: 'agent:old', reason: 'x', changedBy: 'user:ana' });
		now += 31 * 86_400_000;
		await stops.stop({ tenant: 'acme', name: 'run:new', reason: 'x', changedBy: 'user:ana' });
		expect((await stops.list()).map(({ name }) => name)).toEqual(['agent:old', 'run:new']);
	});
});
