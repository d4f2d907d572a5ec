import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mark, noMark } from '../../../core/base/sealed-rows';
import { testViolationLog } from '../../../core/guardrails/violations/violation-log.contract';
import { openViolationStore } from './violation-store';
import { slowTest } from '../../../test/support/slow-tests';

let folder: string;
let file: string;
let opened: Array<{ close(): Promise<void> }>;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-violations-'));
	file = join(folder, 'state', 'violations.db');
	opened = [];
});
afterEach(async () => {
	for (const store of opened) await store.close();
	rmSync(folder, { recursive: true, force: true });
});

function openStore(mark: Mark = async (text) => hash('sha256', `key ${text}`)) {
	const store = openViolationStore(file, { pollMs: 5, mark });
	opened.push(store);
	return store;
}

const copied =
	'at, conversation, agent, host, guardrail, code, stage, action, matches, match_count, once, tool, argument, run, agent_version, agent_sha256, person, api_key, policy, policy_version, mark';
const record = {
	...{ at: 1, conversation: null, agent: null, host: 'h', guardrail: 'g', code: 'PRICE', stage: 'output', action: 'log' },
	...{ tool: null, argument: null, matches: [], matchCount: 0, run: null, person: null, key: null },
	...{ agentVersion: null, agentSha256: null, policy: null, policyVersion: null },
};

describe('a log of violations in SQLite', () => {
	testViolationLog(() => openStore());

	it('counts the runs whose answers were changed, each once', async () => {
		const store = openStore();
		const changed = (run: string, more: object = {}) => ({ ...record, action: 'rewrite', conversation: 'c1', run, at: 5, ...more });
		const others = [
			changed('r3', { action: 'log' }),
			changed('r4', { stage: 'input' }),
			changed('r5', { at: 9 }),
			changed('r6', { conversation: 'c2' }),
		];
		await store.append('acme', [changed('r1'), changed('r1'), changed('r2'), ...others], { max: 100, since: 0 });
		const count = (tenant: string) => store.countChanged(tenant, ['c1'], { from: 5, to: 9 });
		expect([await count('acme'), await count('globex')]).toEqual([2, 0]);
	});

	test('is a file of this user alone', async () => {
		await openStore().append('default', [record], { max: 1, since: 0 });
		expect(statSync(file).mode & 0o777).toBe(0o600);
	});

	test.each([
		['a changed one', `update violation set action = 'block' where id = 4`, [[4, 'changed']]],
		['a removed one', `delete from violation where id = 4`, [[4, 'removed']]],
		['removed first ones', `delete from violation where id < 5 and tenant = 'default'`, [[3, 'removed']]],
		['a removed last one', `delete from violation where id = 6`, [[6, 'removed']]],
		[
			'a removed last one, with its number',
			`delete from violation where id = 6; update last_violation set id = 5 where tenant = 'default'`,
			[[5, 'changed']],
		],
		['all that are left without their numbers', `delete from last_violation where tenant = 'default'`, [[6, 'changed']]],
		['an added one', `insert into violation select tenant, 7, ${copied} from violation where id = 6`, [[7, 'added']]],
		[
			'one in the place of another',
			`delete from violation where id = 4; update violation set id = 4 where id = 5`,
			[
				[4, 'changed'],
				[5, 'removed'],
			],
		],
	])('finds %s, and not those that the product removed', async (_, statement, expected) => {
		const store = openStore();
		await store.append('default', [record, record, record], { max: 4, since: 0 });
		await store.append('default', [record, record, record], { max: 4, since: 0 });
		await store.append('other', [record], { max: 4, since: 0 });
		expect(await store.check()).toEqual({ records: 5, faults: [] });
		new DatabaseSync(file).exec(statement);
		expect((await store.check('default')).faults).toEqual(expected.map(([id, problem]) => ({ tenant: 'default', id, problem })));
		expect((await store.check('other')).faults).toEqual([]);
		// Goes on telling when the ends are sealed again.
		await store.append('default', [record], { max: 9, since: 0 }).catch(() => undefined);
		expect((await store.check('default')).faults).not.toEqual([]);
	});

	slowTest('tells of what another process wrote, and loses nothing of what two write at once', async () => {
		const store = openStore(noMark);
		await store.append('default', [record], { max: 1000, since: 0 });
		const writer = `
			const { DatabaseSync } = require('node:sqlite');
			const database = new DatabaseSync(${JSON.stringify(file)}, { timeout: 60_000 });
			const next = database.prepare("UPDATE last_violation SET id = id + 1 RETURNING id");
			const insert = database.prepare("INSERT INTO violation SELECT tenant, ?, at, conversation, agent, 'theirs', guardrail, code, stage, action, matches, match_count, NULL, tool, argument, run, agent_version, agent_sha256, person, api_key, policy, policy_version, mark FROM violation WHERE id = 1");
			for (let number = 0; number < 30; number += 1) { database.exec('BEGIN IMMEDIATE'); insert.run(next.get().id); database.exec('COMMIT'); }`;
		const told = new Promise((resolve) => {
			const unwatch = store.watch('default', () => {
				void store.read('default', 0, 1000).then((records) => {
					if (records.length < 61) return;
					unwatch();
					resolve(records.map(({ id }) => id));
				});
			});
		});
		const child = spawn(process.execPath, ['--no-warnings', '-e', writer], { stdio: 'inherit' });
		const ended = new Promise((resolve) => child.once('exit', resolve));
		for (let number = 0; number < 30; number += 1) {
			await store.append('default', [record], { max: 1000, since: 0 });
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(await ended).toBe(0);
		expect(await told).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));
	});
});
