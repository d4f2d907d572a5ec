import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testViolationLog } from '../../core/guardrails/violations/violation-log.contract';
import { openViolationStore } from './violation-store';
import { slowTest } from '../../test/support/slow-tests';

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

function openStore(pollMs?: number) {
	const store = openViolationStore(file, { pollMs });
	opened.push(store);
	return store;
}

const record = {
	...{ at: 1, conversation: null, agent: null, host: 'h', guardrail: 'g', code: 'PRICE', stage: 'output', action: 'log' },
	...{ tool: null, argument: null, matches: [], matchCount: 0 },
};

describe('a log of violations in SQLite', () => {
	testViolationLog(() => openStore());

	test('is a file of this user alone', async () => {
		await openStore().append('default', [record], { max: 1, since: 0 });
		expect(statSync(file).mode & 0o777).toBe(0o600);
	});

	slowTest('tells of what another process wrote, and loses nothing of what two write at once', async () => {
		const store = openStore(5);
		await store.append('default', [record], { max: 1000, since: 0 });
		const writer = `
			const { DatabaseSync } = require('node:sqlite');
			const database = new DatabaseSync(${JSON.stringify(file)}, { timeout: 60_000 });
			const next = database.prepare("UPDATE last_violation SET id = id + 1 RETURNING id");
			const insert = database.prepare("INSERT INTO violation SELECT tenant, ?, at, conversation, agent, 'theirs', guardrail, code, stage, action, matches, match_count, NULL, tool, argument FROM violation WHERE id = 1");
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
