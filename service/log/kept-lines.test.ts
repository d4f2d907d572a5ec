import { TroupeError } from '../../core/base/errors';
import { openKeptLog } from '../../providers/compose/state/host-log';
import { KeptLines } from './kept-lines';
import { openLog } from './log';
import type { LogLine } from './log-line';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-kept-lines-'))));
afterEach(() => {
	jest.restoreAllMocks();
	rmSync(home, { recursive: true, force: true });
});

const line = (changes: object = {}): LogLine => ({ time: '2026-11-28T12:00:00.000Z', level: 'warn', message: 'odd', ...changes });

async function open() {
	const host = { stateFolder: home };
	const store = (await openKeptLog(host))!;
	const reports: unknown[] = [];
	const kept = new KeptLines(7, () => Date.parse('2026-11-28T12:00:00.000Z'));
	await kept.start(host, 'serve', (_level, _message, facts) => void reports.push(facts));
	return { store, kept, reports };
}

it('stores lines of a batch that failed with the next one, if the fault can pass', async () => {
	const { store, kept, reports } = await open();
	const away = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'Away.', fix: 'Wait.', retryable: true });
	jest.spyOn(store, 'append').mockRejectedValueOnce(away);
	kept.add(line({ run: 'first' }));
	await kept.close();
	kept.add(line({ run: 'second' }));
	await kept.close();
	expect((await store.read('default', {}, 10)).map(({ run }) => run)).toEqual(['first', 'second']);
	expect(reports).toEqual([expect.objectContaining({ code: 'STORAGE_UNREACHABLE' })]);
});

it('reports how many lines are lost', async () => {
	const { store, kept, reports } = await open();
	jest.spyOn(store, 'append').mockRejectedValueOnce(new Error('Odd.'));
	for (let count = 0; count < 2_003; count += 1) kept.add(line());
	await kept.close();
	expect(reports).toEqual([
		expect.objectContaining({ lost: 2_003 }),
		expect.objectContaining({ error: expect.stringContaining('Odd.') as string }),
	]);
	expect(await store.read('default', {}, 10)).toEqual([]);
});

it('keeps of a line that is too long what happened and where, and the lines after it (grafana/loki#4392, grafana/loki#6761)', async () => {
	const { store, kept, reports } = await open();
	const log = openLog({ note: () => undefined, environment: {} }, kept.add);
	// What strangers send can need six characters for one.
	log('warn', 'request failed', { run: 'r1', error: `It is away: ${'\u001b'.repeat(3_900)}` });
	log('warn', 'the next', { run: 'r1' });
	await kept.close();
	const lines = (await store.read('default', { run: 'r1' }, 10)).map(({ line: text }) => JSON.parse(text) as LogLine);
	expect(lines).toEqual([
		expect.objectContaining({ message: 'request failed', run: 'r1', error: expect.stringContaining('It is away'), isCut: true }),
		expect.objectContaining({ message: 'the next' }),
	]);
	expect(reports).toEqual([]);
});

it('stores what waits when the process ends (pinojs/pino#1705)', async () => {
	const { store, kept } = await open();
	kept.add(line({ run: 'last' }));
	await kept.close();
	expect((await store.read('default', {}, 10)).map(({ run }) => run)).toEqual(['last']);
});

it('keeps the requests of callers that change something or are refused, not each look of one that follows', async () => {
	const { store, kept } = await open();
	const request = { level: 'info', message: 'request', caller: 'key:k1', trace: 't' };
	kept.add(line({ ...request, method: 'GET', status: 200, run: 'looks' }));
	kept.add(line({ ...request, method: 'GET', status: 404, run: 'refused' }));
	kept.add(line({ ...request, method: 'POST', status: 200, run: 'changes' }));
	await kept.close();
	expect((await store.read('default', {}, 10)).map(({ run }) => run)).toEqual(['refused', 'changes']);
});
