import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSwitchStore } from './switch-store';
import { describeSwitches } from './switch-store.contract';

describe('switches in a file', () => {
	let folder: string;
	let now = 1_000;
	const opened: Array<{ close(): Promise<void> }> = [];
	const open = () => {
		const clock = { now: () => (now += 1) };
		const store = openSwitchStore(join(folder, 'state.db'), clock, async (text) => hash('sha256', `key ${text}`));
		opened.push(store);
		return store;
	};
	beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-switches-'))));
	afterEach(async () => {
		await Promise.all(opened.splice(0).map((store) => store.close()));
		rmSync(folder, { recursive: true });
	});

	// Each use opens the file again, as a process does that was restarted.
	describeSwitches(open);

	it.each([
		['a switch that was deleted, so that agents run', `delete from switch where target = 'all'`, [['all', 'removed']]],
		['a switch that is on', `update switch set is_on = 1 where target = 'all'`, [['all', 'changed']]],
		[
			'another reason',
			`update switch_change set reason = 'x' where number = 1`,
			[
				[1, 'changed'],
				['all', 'changed'],
			],
		],
		[
			'another person',
			`update switch_change set changed_by = 'user:bo' where number = 1; update switch set changed_by = 'user:bo' where target = 'all'`,
			[[1, 'changed']],
		],
		[
			'a switch without its change',
			`delete from switch_change where number = 1`,
			[
				[1, 'removed'],
				['all', 'added'],
			],
		],
		[
			'the removed last change',
			`delete from switch_change where number = 3`,
			[
				[3, 'removed'],
				['channel:sales', 'added'],
			],
		],
		[
			'an added change to on',
			`insert into switch_change select tenant, 4, target, 1, null, 99, 'user:bo', mark from switch_change where number = 1; delete from switch where target = 'all'`,
			[[4, 'added']],
		],
	])('are checked: %s', async (_what, statement, expected) => {
		const switches = open();
		await switches.turnOff({ tenant: 'acme', target: 'all', reason: 'wrong prices', changedBy: 'user:ana' });
		await switches.turnOff({ tenant: 'acme', target: 'run:r1', reason: 'loop', changedBy: 'user:ana' });
		await switches.turnOff({ tenant: 'acme', target: 'channel:sales', reason: 'late', changedBy: 'user:ana' });
		await switches.turnOff({ tenant: '*', target: 'all', reason: 'drill', changedBy: 'user:ana' });
		await switches.turnOn({ tenant: '*', target: 'all', reason: null, changedBy: 'user:ana' });
		expect(await switches.check()).toEqual({ records: 8, faults: [] });
		new DatabaseSync(join(folder, 'state.db')).exec(statement);
		expect((await switches.check('acme')).faults.map(({ id, problem }) => [id, problem])).toEqual(expected);
		expect((await switches.check('*')).faults).not.toEqual([]);
	});

	it('forget after a day what was counted, and leave room for the switches of people', async () => {
		const switches = open();
		const suspect = (target: string, who: string, max: number) =>
			switches.suspect({ tenant: 'acme', target, reason: 'x', changedBy: 'agent:a' }, who, max);
		await suspect('tool:a@1/pay', 'x', 2);
		now += 86_400_000;
		expect(await suspect('tool:a@1/pay', 'y', 2)).toBeUndefined();
		for (let number = 0; number < 510; number += 1) await suspect(`tool:a@1/pay${number}`, 'x', 1);
		expect(await switches.list()).toHaveLength(499);
		await switches.turnOff({ tenant: 'acme', target: 'all', reason: 'x', changedBy: 'user:ana' });
	});

	it('of runs are removed when their runs are', async () => {
		const switches = open();
		await switches.turnOff({ tenant: 'acme', target: 'run:old', reason: 'x', changedBy: 'user:ana' });
		await switches.turnOff({ tenant: 'acme', target: 'agent:old', reason: 'x', changedBy: 'user:ana' });
		now += 31 * 86_400_000;
		await switches.turnOff({ tenant: 'acme', target: 'run:new', reason: 'x', changedBy: 'user:ana' });
		expect((await switches.list()).map(({ target }) => target)).toEqual(['agent:old', 'run:new']);
		expect((await switches.check()).faults).toEqual([]);
	});
});
