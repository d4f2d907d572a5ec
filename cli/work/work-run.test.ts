import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workKinds } from '../../core/ports/work';
import { openStateDatabase, type StateDatabase } from '../../providers/database/state-database';
import { closeOpened } from '../../providers/compose/open-once';
import { qualitySchema } from '../../providers/state/quality/quality-schema';
import { addWork, type NewWork } from '../../providers/state/work/work-rows';
import { workSchema } from '../../providers/state/work/work-schema';
import { callTroupe } from '../../test/support/test-terminal';

let home: string;
let database: StateDatabase;
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-work-command-'));
	database = openStateDatabase(join(home, 'state.db'), [workSchema, qualitySchema]);
	await add('later', { dueAt: Date.now() + 3_600_000 });
	await add('now', { lane: 'x' });
	await add('theirs', { tenant: 'globex' });
	await add('other', { kind: 'run-to-judge' });
});
afterEach(async () => {
	await closeOpened();
	await database.close();
	rmSync(home, { recursive: true });
});

const add = (key: string, work: Partial<NewWork> = {}) =>
	database.change(work.tenant ?? 'default', (connection) =>
		addWork(connection, { tenant: 'default', kind: 'run-notice', key, dueAt: Date.now() - 1, ...work }),
	);
const hold = (key: string) =>
	database.change('default', (connection) =>
		connection.run(`UPDATE work SET holder = 'a', due_at = ? WHERE key = ?`, Date.now() + 30_000, key),
	);
const work = (...args: string[]) => callTroupe(['work', ...args], { TROUPE_HOME: home });
const list = async (...args: string[]) =>
	(JSON.parse((await work('list', ...args, '--json')).printed) as Array<{ key: string; state: string; attempts: number }>).map(
		({ key, state }) => `${key} ${state}`,
	);

it('lists the work of a tenant, by kind and lane, what is due first at the top', async () => {
	await hold('other');
	expect((await list()).sort()).toEqual(['later waiting', 'now due', 'other running']);
	expect(await list('--kind', 'run-notice')).toEqual(['now due', 'later waiting']);
	expect(await list('--lane', 'x')).toEqual(['now due']);
	expect(await list('--tenant', 'globex')).toEqual(['theirs due']);
	expect((await work('list', '--kind', 'desk-write')).noted).toContain('There is no such work.');
	expect(await work('list', '--kind', 'nothing')).toMatchObject({ code: 2, noted: expect.stringContaining('event-delivery') as string });
	expect((await work('list', '--limit', '2')).noted).toBe('Only 2 rows shown; there are more. Raise --limit.');
	expect((await work('list', '--limit', '3')).noted).toBe('');
	expect((await work('list')).printed).toMatch(/run-notice +now +x +due +0/);
});

const fail = (key: string) => database.change('default', (connection) => connection.run('UPDATE work SET attempts = 3 WHERE key = ?', key));

it('makes work due that failed, from its first attempt, but none that a process does, or that waits for its time (garrytan/gbrain#2783)', async () => {
	expect(await work('retry', 'later', '--kind', 'run-notice')).toMatchObject({ code: 1, printed: '' });
	await fail('later');
	await hold('now');
	const { code, printed, noted } = await work('retry', 'later', 'now', 'theirs', '--kind', 'run-notice', '--json');
	expect([code, JSON.parse(printed)]).toEqual([1, { retried: ['later'], refused: ['now', 'theirs'] }]);
	expect(noted).toContain('now: there is no such work that was tried, or a process does it');
	expect(JSON.parse((await work('list', '--json')).printed)).toContainEqual(expect.objectContaining({ key: 'later', attempts: 0 }));
	expect((await list('--kind', 'run-notice')).sort()).toEqual(['later due', 'now running']);
	expect((await work('retry', '--kind', 'run-notice')).code).toBe(0);
});

it('gives up work of a kind, also what a process does, after it asked', async () => {
	await hold('now');
	expect((await work('drop', '--kind', 'run-notice')).code).not.toBe(0);
	expect(JSON.parse((await work('drop', '--kind', 'run-notice', '--lane', 'x', '--yes', '--json')).printed)).toEqual({
		dropped: ['now'],
		refused: [],
	});
	expect((await work('drop', '--kind', 'run-notice', '--yes')).noted).toContain('1 work given up.');
	expect(await list()).toEqual(['other due']);
	expect(await list('--tenant', 'globex')).toEqual(['theirs due']);
});

it('counts a run as lost whose judgement is given up', async () => {
	const run = { run: 'other', agent: 'clerk', version: '1.0.0' };
	await database.change('default', (connection) =>
		connection.run('INSERT INTO run_to_judge (tenant, run, content) VALUES (?, ?, ?)', 'default', 'other', JSON.stringify(run)),
	);
	expect((await work('drop', 'other', '--kind', 'run-to-judge', '--yes')).code).toBe(0);
	const rows = await database.read('default', (connection) =>
		connection.all('SELECT (SELECT count(*) FROM run_to_judge) AS waiting, (SELECT sum(lost) FROM quality_day) AS lost'),
	);
	expect(rows).toMatchObject([{ waiting: 0, lost: 1 }]);
});

it('refuses to drop work that others wait behind, and to change work without a kind', async () => {
	await add('first', { kind: 'channel-send' });
	const refused = await work('drop', 'first', '--kind', 'channel-send');
	expect([refused.code, refused.noted]).toEqual([2, expect.stringContaining('"channel-send" cannot be dropped')]);
	expect(await list('--kind', 'channel-send')).toEqual(['first due']);
	await add('theirs', { kind: 'ended-session' });
	expect((await work('drop', '--kind', 'ended-session', '--yes')).code).toBe(0);
	expect((await work('drop', '--yes')).code).toBe(2);
	expect((await work('retry', 'now')).code).toBe(2);
});

it.each(['docs/operations/work.md', 'docs/operations/work.pt.md'])('%s says of each kind when it is done', (page) => {
	const text = readFileSync(page, 'utf8');
	expect(workKinds.filter((kind) => !text.includes(`\`${kind}\``))).toEqual([]);
});
