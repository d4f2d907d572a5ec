import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../../test/support/test-terminal';
import { composeViolationLog } from '../../providers/compose/guardrails/violations';
import { type GoogleOauth, startGoogleOauth } from '../../test/fakes/google-oauth';
import { openGate } from '../../test/fakes/permissive-gate';
import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { collectMetrics } from '../metrics-route';
import { workerMetrics } from '../metrics';
import { watchCredentials } from './watch-credentials';

let home: string;
let google: GoogleOauth;
let now: number;
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-watch-'));
	google = await startGoogleOauth();
	now = Date.now();
});
afterEach(async () => {
	await google.close();
	rmSync(home, { recursive: true, force: true });
});

const host = () => ({
	...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, tenant: 'default', clock: { now: () => now } },
});

async function add(name: string, tenant: string, data: object, ...more: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home }, [Buffer.from(JSON.stringify(data))]);
	expect(await runTroupe(['credentials', 'add', name, '--tenant', tenant, '--type', 'httpHeaderAuth', ...more], terminal)).toBe(0);
}

async function look() {
	const logged: unknown[] = [];
	const metrics = new WorkerMetrics();
	const watching = watchCredentials(host(), (_level, message, facts) => void logged.push([message, facts]), metrics);
	await watching.first;
	await watching.stop();
	return { logged, text: await (await collectMetrics(workerMetrics(metrics, now))).metrics() };
}

test('says nothing where there are no credentials, and creates no store', async () => {
	const { logged, text } = await look();
	expect(logged).toEqual([]);
	expect(text).not.toContain('troupe_credential');
});

test('tests each credential once a day, and tells once of those that a person has to look after', async () => {
	const day = (days: number) => new Date(now + days * 86_400_000).toISOString().slice(0, 10);
	await add(
		'refused',
		'acme',
		{ name: 'authorization', value: 'Bearer wrong' },
		'--servers',
		'127.0.0.1',
		'--test-url',
		`${google.url}/me`,
	);
	await add('ending', 'default', { name: 'x-key', value: 'v' }, '--expires', day(5));
	await add('lasting', 'default', { name: 'x-key', value: 'v' }, '--expires', day(400));
	const { logged, text } = await look();
	expect(logged).toEqual([
		[
			'credential invalid',
			expect.objectContaining({ credential: 'refused', tenant: 'acme', problem: expect.stringContaining('answered 401') as string }),
		],
		['credential expires soon', expect.objectContaining({ credential: 'ending', tenant: 'default', expiresAt: `${day(5)}T00:00:00.000Z` })],
	]);
	expect(text).toContain('troupe_credentials{state="invalid"} 1\n');
	expect(text).toContain('troupe_credentials{state="unchecked"} 1\n');
	expect(text).toContain(`troupe_credential_expiry_timestamp_seconds{tenant="default",credential="ending"} ${Date.parse(day(5)) / 1000}\n`);
	const records = await (await composeViolationLog({ ...host(), tenant: 'acme' })).read();
	expect(records).toEqual([
		expect.objectContaining({ code: 'CREDENTIAL_INVALID', guardrail: 'refused', stage: 'credentials', action: 'log' }),
	]);

	expect((await look()).logged).toEqual([]);
	expect(google.calls).toHaveLength(1);
	now += 6 * 86_400_000;
	expect((await look()).logged).toEqual([['credential expired', expect.objectContaining({ credential: 'ending' })]]);
	expect(google.calls).toHaveLength(2);
});

test('goes on when a service does not respond', async () => {
	google.setDown(true);
	await add('shop', 'default', { name: 'authorization', value: 'Bearer x' }, '--servers', '127.0.0.1', '--test-url', `${google.url}/me`);
	const { logged, text } = await look();
	expect(logged).toEqual([
		['credential not tested', expect.objectContaining({ code: 'CREDENTIAL_SERVICE_UNREACHABLE', credential: 'shop' })],
	]);
	expect(text).toContain('troupe_credentials{state="unchecked"} 1\n');
});
