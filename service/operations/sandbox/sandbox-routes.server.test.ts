import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { parseStrictToken } from '../../../manifests/token/strict-token';
import { cancelRun } from '../../../providers/compose/runs/cancel-run';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { openGate } from '../../../test/fakes/permissive-gate';
import { serviceToken, startTestService } from '../../../test/support/offering-service';
import { describeSlow } from '../../../test/support/slow-tests';
import { waitUntil } from '../../../test/support/wait-until';
import { copyTestKeys } from '../../../test/support/test-keys';
import { operationBounds } from '../../../providers/compose/state/host-operations';
import { perCaller } from '../../../providers/state/operations/operations';

type Answer = { status: number; body: Record<string, unknown> & { id: string }; headers: Headers };

const timeoutMs = 600_000;
/** It stores what the probes showed. */
let home: string;
let service: Awaited<ReturnType<typeof startTestService>>;

beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-sandbox-service-'));
	await copyTestKeys(join(home, 'keys'));
	const environment = { TROUPE_SANDBOX_KEYS: join(home, 'keys'), TROUPE_SANDBOX_LEVEL: 'L0' };
	service = await startTestService([], { environment }, {}, { home });
});
afterAll(async () => {
	await service.close();
	rmSync(home, { recursive: true, force: true });
});

async function call(method: string, path: string, body?: unknown, token = serviceToken): Promise<Answer> {
	const response = await fetch(`${service.url}/api/v1/sandbox/runs${path}`, {
		method,
		headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	return { status: response.status, body: (await response.json()) as Answer['body'], headers: response.headers };
}

const start = (body: object, token?: string) => call('POST', '?waitSeconds=30', { kind: 'script', ...body }, token);

/** The first run of a machine waits for the probes. */
async function runToEnd(body: object): Promise<Answer['body']> {
	let { body: run } = await start(body);
	while (run.state === 'queued' || run.state === 'running') ({ body: run } = await call('GET', `/${run.id}?waitSeconds=30`));
	expect(run).toMatchObject({ operation: 'startSandboxRun', state: 'completed' });
	return { id: run.id, ...(run.answer as object) };
}

describe('a wrong request', () => {
	it.each([
		['an unknown kind', { kind: 'shell' }, 'kind'],
		['no source', { source: undefined }, "required property 'source'"],
		['a name with a folder', { source: '1', name: '../a.js' }, 'name'],
		['more memory than allowed', { source: '1', memoryMb: 16_000 }, 'memoryMb'],
		['more time than allowed', { source: '1', timeMs: 3_600_000 }, 'timeMs'],
		['an unknown field', { source: '1', secrets: ['A=B@example.com'] }, 'secrets'],
		['a field of another kind', { source: '1', message: 'Hello' }, 'message'],
		['an unknown level', { source: '1', level: 'L9' }, 'level'],
	])('is refused: %s', async (_case, body, place) => {
		const { status, body: problem } = await start(body);
		expect([status, problem.code]).toEqual([400, 'INPUT_INVALID']);
		expect(problem.detail).toContain(place);
	});

	it('is refused without a credential, and without the scope', async () => {
		expect((await start({ source: '1' }, 'wrong-token-of-somebody')).status).toBe(401);
		const { status, body } = await start({ source: '1' }, await service.createKey('reader', ['process:read']));
		expect([status, body.detail]).toEqual([403, expect.stringContaining('sandbox:run')]);
	});

	it('is refused for a run that does not exist', async () => {
		const { status, body } = await call('GET', '/00000000-0000-0000-0000-000000000000');
		expect([status, body.code]).toEqual([404, 'RESOURCE_NOT_FOUND']);
	});
});

it('is described in the OpenAPI document', async () => {
	const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as { paths: Record<string, object> };
	expect(Object.keys(paths['/api/v1/sandbox/runs'] ?? {}).sort()).toEqual(['get', 'post']);
	expect(Object.keys(paths['/api/v1/sandbox/runs/{id}'] ?? {}).sort()).toEqual(['delete', 'get']);
	expect(paths).toHaveProperty(['/api/v1/sandbox/runs/{id}/report', 'get']);
});

describeSlow('on this machine', () => {
	it(
		'a script runs, with its output, level and signed report',
		async () => {
			const run = await runToEnd({ source: 'process.stdin.pipe(process.stdout)', input: 'the input' });
			expect(run).toMatchObject({ outcome: 'completed', exitCode: 0, stdout: 'the input', stderr: '' });
			const { body } = await call('GET', `/${run.id}/report`);
			const { report, reportSha256, signedReport } = body as unknown as { report: object; reportSha256: string; signedReport: string };
			expect(reportSha256).toBe(run.reportSha256);
			expect(createHash('sha256').update(canonicalize(report)!).digest('hex')).toBe(reportSha256);
			expect(parseStrictToken('the report', Buffer.from(signedReport), 256 * 1024).payload).toEqual(report);
		},
		timeoutMs,
	);

	it('says which limit ended a script, and that a failed one failed', async () => {
		expect(await runToEnd({ source: 'for (;;);', timeMs: 200 })).toMatchObject({ outcome: 'limit', limit: 'time' });
		const failed = await runToEnd({ source: 'process.exit(3)' });
		expect(failed).toMatchObject({ outcome: 'failed', exitCode: 3 });
		const runs = await openRuns({ stateFolder: home }, home);
		expect(await runs.findRecord(failed.id)).toMatchObject({
			...{ state: 'failed', outcome: 'failed', error: 'It ended with exit code 3.', of: { sandbox: 'script' } },
			by: expect.stringMatching(/./) as string,
		});
		expect(await runs.list(1, false, { sandbox: 'script', outcome: 'time' })).toMatchObject([{ state: 'failed', outcome: 'limit' }]);
	});

	it('ends a script whose run somebody cancels as any other run', async () => {
		const { body } = await call('POST', '', { kind: 'script', source: 'setTimeout(() => {}, 60_000)', timeMs: 60_000 });
		const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home };
		const runs = await openRuns({ stateFolder: home }, home);
		await waitUntil('the script to run', async () => (await runs.findRecord(body.id))?.state === 'running');
		const cancelled = await cancelRun(body.id, host, { reason: 'not needed', changedBy: 'ops' }, new AbortController().signal);
		expect(cancelled).toMatchObject({ is: 'cancelled', run: { state: 'cancelled' } });
		expect((await call('GET', `/${body.id}?waitSeconds=30`)).body).toMatchObject({
			state: 'cancelled',
			error: { code: 'RUN_STOPPED' },
		});
	});

	it('does not show a run to another tenant', async () => {
		const { id } = await runToEnd({ source: '1' });
		const other = await service.createKey('other', ['sandbox:run'], 'acme');
		expect((await call('GET', `/${id}`, undefined, other)).status).toBe(404);
		expect((await call('GET', `/${id}/report`, undefined, other)).status).toBe(404);
	});

	it(
		'queues runs up to a bound, and runs a few at a time',
		async () => {
			const sleeper = { kind: 'script', source: 'setTimeout(() => {}, 60_000)', timeMs: 60_000 };
			const started: Answer[] = [];
			for (let count = 0; count < operationBounds.openPerCaller; count++) started.push(await call('POST', '', sleeper));
			expect(new Set(started.map(({ status }) => status))).toEqual(new Set([202]));
			expect(started[0]!.headers.get('location')).toBe(`/api/v1/operations/${started[0]!.body.id}`);
			expect((await call('GET', `/${started[0]!.body.id}/report`)).status).toBe(409);
			const refused = await call('POST', '', sleeper);
			expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([429, 'RATE_LIMITED', '5']);
			const metrics = await (await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${serviceToken}` } })).text();
			expect(metrics).toContain(`troupe_sandbox_running ${perCaller}\n`);
			expect(metrics).toMatch(/troupe_sandbox_runs_total\{kind="script",outcome="completed"\} [1-9]/);
			const ended = service.lines.filter(([, message]) => message === 'operation ended');
			expect(JSON.stringify(ended)).not.toContain('setTimeout');
		},
		timeoutMs,
	);
});
