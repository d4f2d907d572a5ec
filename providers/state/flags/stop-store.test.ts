import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openMuteStore } from './mute-store';
import { describeStops } from './stop-store.contract';
import { openStopStore } from './stop-store';

describe('stops in a file', () => {
	let folder: string;
	let now = 1_000;
	const opened: Array<{ close(): Promise<void> }> = [];
	const openStops = () => {
		const place = join(folder, 'state.db');
		const clock = { now: () => (now += 1) };
		const mark = async (text: string) => hash('sha256', `key ${text}`);
		const [stops, mutes] = [openStopStore(place, clock, mark), openMuteStore(place, clock, mark)];
		opened.push(stops, mutes);
		return { stops, mutes };
	};
	beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-stops-'))));
	afterEach(async () => {
		await Promise.all(opened.splice(0).map((store) => store.close()));
		rmSync(folder, { recursive: true });
	});

	// Each use opens the file again, as a process does that was restarted.
	describeStops(openStops);

	it.each([
		['a stop that was deleted, so that agents run', `delete from flag where name = 'all'`, [['all', 'removed']]],
		['a stop that holds no more', `update flag set is_on = 1 where name = 'all'`, [['all', 'changed']]],
		[
			'another reason',
			`update flag_change set reason = 'x' where number = 1`,
			[
				[1, 'changed'],
				['all', 'changed'],
			],
		],
		[
			'another person',
			`update flag_change set changed_by = 'user:bo' where number = 1; update flag set changed_by = 'user:bo' where name = 'all'`,
			[[1, 'changed']],
		],
		[
			'a stop without its change',
			`delete from flag_change where number = 1`,
			[
				[1, 'removed'],
				['all', 'added'],
			],
		],
		[
			'the removed last change',
			`delete from flag_change where number = 3`,
			[
				[3, 'removed'],
				['channel:sales', 'added'],
			],
		],
		[
			'an added start',
			`insert into flag_change select tenant, 4, name, 1, null, 99, 'user:bo', mark from flag_change where number = 1; delete from flag where name = 'all'`,
			[[4, 'added']],
		],
	])('and mutes are checked: %s', async (_what, statement, expected) => {
		const { stops, mutes } = openStops();
		await stops.stop({ tenant: 'acme', name: 'all', reason: 'wrong prices', changedBy: 'user:ana' });
		await stops.stop({ tenant: 'acme', name: 'run:r1', reason: 'loop', changedBy: 'user:ana' });
		await mutes.set('acme', { name: 'channel:sales', isMuted: true, reason: null, changedBy: 'user:ana' });
		await stops.stop({ tenant: '*', name: 'all', reason: 'drill', changedBy: 'user:ana' });
		await stops.start({ tenant: '*', name: 'all', reason: null, changedBy: 'user:ana' });
		expect(await stops.check()).toEqual({ records: 8, faults: [] });
		new DatabaseSync(join(folder, 'state.db')).exec(statement);
		expect((await stops.check('acme')).faults.map(({ id, problem }) => [id, problem])).toEqual(expected);
		expect((await stops.check('*')).faults).not.toEqual([]);
	});

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
		expect((await stops.check()).faults).toEqual([]);
	});
});
