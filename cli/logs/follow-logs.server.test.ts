import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeptLog } from '../../providers/compose/state/host-log';
import type { KeptLine } from '../../providers/state/log/log-store';
import { startTestService } from '../../test/support/offering-service';
import { waitUntil } from '../../test/support/wait-until';
import { runTroupe } from '../program';
import { writeServices } from '../services/known-services';
import { testTerminal } from '../../test/support/test-terminal';

let home: string;
let service: Awaited<ReturnType<typeof startTestService>>;
let proxy: Server;
/** Keeps the service from being reached. */
let isAway = false;
/** The seconds in Retry-After of the next answer, which refuses. */
let busyFor: number | undefined;
/** When requests came. */
let asked: number[];

beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-follow-logs-'));
	service = await startTestService([]);
	isAway = false;
	busyFor = undefined;
	asked = [];
	proxy = createServer((from, to) => {
		asked.push(performance.now());
		if (busyFor !== undefined) {
			to.writeHead(429, { 'content-type': 'application/problem+json', 'retry-after': String(busyFor) });
			to.end(JSON.stringify({ code: 'RATE_LIMITED', detail: 'Too many.' }));
			return void (busyFor = undefined);
		}
		if (isAway) return void from.socket.destroy();
		const { method, headers, url } = from;
		const passed = request(`${service.url}${url}`, { method, headers }, (answer) =>
			answer.pipe(to.writeHead(answer.statusCode!, answer.headers)),
		);
		// The service can be closed while it is asked: its caller sees that, and not the process of the test.
		from.pipe(passed).on('error', () => from.socket.destroy());
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	writeServices({ prod: { url, key: await service.createKey('ana', ['log:read']) } }, { TROUPE_HOME: home });
});
afterEach(async () => {
	jest.restoreAllMocks();
	proxy.closeAllConnections();
	proxy.close();
	await service.close();
	rmSync(home, { recursive: true });
});

const facts = { tenant: 'default', level: 'warn', run: null, trace: null, source: 'serve a:1' } as const;
const written = { time: '2026-11-28T12:00:00.000Z', level: 'warn' };
/** A line is its message, or its message and why. */
const write = async (...lines: Array<string | [message: string, error: string]>) => {
	const store = (await openKeptLog({ stateFolder: service.host.stateFolder }))!;
	const told = lines.map((line) => (typeof line === 'string' ? { message: line } : { message: line[0], error: line[1] }));
	await store.append(told.map((line): KeptLine => ({ ...facts, at: Date.now(), line: JSON.stringify({ ...written, ...line }) })));
	return store;
};

function follow(...args: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home });
	const done = runTroupe(['logs', 'follow', '--service', 'prod', ...args], terminal);
	const count = (what: string) => terminal.printed.filter((line) => line.includes(what)).length;
	return {
		terminal,
		count,
		async end() {
			terminal.interrupt();
			return done;
		},
	};
}

test('a service that is away for a while is followed on, without a line lost or told twice (Scalingo/cli#181)', async () => {
	await write('before');
	const { terminal, count, end } = follow();
	await waitUntil('the first line', () => count('before') === 1);
	isAway = true;
	await write('meanwhile');
	await waitUntil('a note', () => terminal.noted.some((line) => line.includes('follow when it answers again')));
	isAway = false;
	await waitUntil('the line of the time without it', () => count('meanwhile') === 1);
	expect([await end(), count('before'), terminal.noted.length]).toEqual([0, 1, 1]);
});

test('a service that refuses for a while is asked again when it says', async () => {
	await write('before');
	const { terminal, count, end } = follow();
	await waitUntil('the first line', () => count('before') === 1);
	busyFor = 3;
	await waitUntil('a note', () => terminal.noted.some((line) => line.includes('follow when it answers again')));
	const refused = asked.length - 1;
	await waitUntil('the next look', () => asked.length > refused + 1);
	expect(asked[refused + 1]! - asked[refused]!).toBeGreaterThan(2_900);
	expect(await end()).toBe(0);
});

test('lines are followed on where the stored ones were removed (kubernetes/kubernetes#108678)', async () => {
	const store = await write('1', '2', '3');
	// The newest one, of a machine whose clock is late, goes first.
	await store.append([{ ...facts, at: 1_000, line: JSON.stringify({ ...written, message: 'late' }) }]);
	const { count, end } = follow('--json');
	await waitUntil('the first lines', () => count('"late"') === 1);
	await store.clean(2_000, { ofTenant: 100, ofAll: 100 });
	const read = jest.spyOn(store, 'read');
	await waitUntil('two more looks', () => read.mock.calls.length > 1);
	await write('next');
	await waitUntil('the next line', () => count('"next"') === 1);
	expect([count('"1"'), count('"3"')]).toEqual([1, 1]);
	jest.spyOn(store, 'findHighest').mockResolvedValue(1);
	await waitUntil('a look at a log that began again', () => read.mock.calls.some(([, { after }]) => after === 0));
	expect(await end()).toBe(0);
});

test('who follows reads the newest lines first, and not all that were ever kept (kubernetes/kubernetes#13899)', async () => {
	await write(...Array.from({ length: 150 }, (_, index) => `line ${index}`));
	const { terminal, count, end } = follow();
	await waitUntil('the newest line', () => count('line 149') === 1);
	expect([terminal.printed.length, count('line 49 '), await end()]).toEqual([100, 0, 0]);
});

test('what is in a line neither moves the cursor of a terminal nor begins another line (kubernetes/kubernetes#101695, grafana/loki#2747)', async () => {
	await write(['red', '\u001b[31m and \u009b2J up'], ['odd', 'Error: odd\n    at run (a.ts:1:1)\n    at main (a.ts:2:2)']);
	const { terminal, count, end } = follow();
	await waitUntil('both lines', () => count('at main') === 1);
	expect(terminal.printed).toHaveLength(2);
	for (const line of terminal.printed) expect(line).not.toMatch(/\p{Cc}/u);
	expect(await end()).toBe(0);
});

test('a list says whether nothing fits or nothing is kept, and that there are more lines', async () => {
	const list = async (...args: string[]) => {
		const terminal = testTerminal({ TROUPE_HOME: home });
		await runTroupe(['logs', 'list', '--service', 'prod', ...args], terminal);
		return [terminal.printed.length, ...terminal.noted];
	};
	expect(await list()).toEqual([0, expect.stringContaining('TROUPE_LOG_DAYS')]);
	await write('one', 'two', 'three');
	expect(await list('--run', 'nosuch')).toEqual([0, 'No line that is kept fits.']);
	expect(await list('--limit', '2')).toEqual([2, 'Only 2 rows shown; there are more. Raise --limit.']);
	expect(await list('--limit', '3')).toEqual([3]);
});
