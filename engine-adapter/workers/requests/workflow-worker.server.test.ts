import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../../../cli/program';
import { testTerminal } from '../../../test/support/test-terminal';
import { TroupeError } from '../../../core/base/errors';
import { closeOpened } from '../../../providers/compose/open-once';
import { openGate } from '../../../test/fakes/permissive-gate';
import { type FakeN8n, startN8n } from '../../../test/fakes/n8n-server';
import { waitUntil } from '../../../test/support/wait-until';
import type { Job } from '../../engine/jobs';
import type { Variables } from '../../engine/variables';
import { workflowJobHandler } from './workflow-worker';

let home: string;
let n8n: FakeN8n;
let now: number;
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-workflow-'));
	n8n = await startN8n();
	now = Date.now();
});
afterEach(async () => {
	await n8n.close();
	await closeOpened();
	rmSync(home, { recursive: true, force: true });
});

const never = new AbortController().signal;

function run(workflow: string, headers: Record<string, string> = {}, variables: Variables = {}, { key = '41', signal = never } = {}) {
	const host = {
		gate: openGate(),
		agentFolders: [],
		providers: {},
		stateFolder: home,
		database: '',
		allowPrivateNetworks: true,
		clock: { now: () => now },
	};
	const job = { key, type: 'troupe:n8n-workflow', processId: 'p', elementId: 'call', instanceKey: '4', retries: 3 };
	const given = { headers: { url: `${n8n.url}/webhook/${workflow}`, ...headers }, variables: { data: { order: 7 }, ...variables } };
	return workflowJobHandler(host)({ ...job, ...given } as unknown as Job, signal);
}

async function addCredential(name: string, type: string, data: object) {
	const terminal = testTerminal({ TROUPE_HOME: home }, [Buffer.from(JSON.stringify(data))]);
	expect(await runTroupe(['credentials', 'add', name, '--type', type, '--servers', '127.0.0.1'], terminal)).toBe(0);
}
const addApiKey = () => addCredential('n8n', 'n8nApi', { apiKey: 'n8n-api-key', baseUrl: `${n8n.url}/api/v1` });

it('calls the workflow with its data, and sets its answer', async () => {
	const outcome = await run('echo', { resultExpression: '={order: response.body.got.order}' });
	expect(outcome).toEqual({ kind: 'complete', variables: { order: 7 } });
	expect(n8n.started()[0]).toMatchObject({ method: 'POST', headers: { 'idempotency-key': '41' }, body: { order: 7 } });
});

it('never starts it twice for a job: the answer is remembered, encrypted', async () => {
	const first = await run('echo', {}, { data: { name: 'Ana Souza' } });
	expect(await run('echo', {}, { data: { name: 'Ana Souza' } })).toEqual(first);
	expect(first).toMatchObject({ kind: 'complete', variables: { response: { status: 200, body: { got: { name: 'Ana Souza' } } } } });
	expect(n8n.started()).toHaveLength(1);
	await run('echo', {}, {}, { key: '42' });
	await run('echo', {}, { idempotencyKey: 'once more' });
	expect(n8n.started()).toHaveLength(3);
});

it('does not start it twice when two workers get the job', async () => {
	const outcomes = await Promise.all([run('echo'), run('echo'), run('echo')]);
	expect(n8n.started()).toHaveLength(1);
	const others = outcomes.filter((outcome) => outcome.kind === 'fail');
	expect(others.every((outcome) => outcome.code === 'RUN_TAKEN' && outcome.retries === 3)).toBe(true);
});

it('is an incident when nobody can tell whether it was started, until a person chooses another key', async () => {
	n8n.cutNext();
	expect(await run('echo')).toMatchObject({
		kind: 'fail',
		code: 'WORKFLOW_UNKNOWN',
		retries: 0,
		message: expect.stringContaining('idempotencyKey') as string,
	});
	expect(await run('echo')).toMatchObject({ kind: 'fail', code: 'WORKFLOW_UNKNOWN', retries: 0 });
	expect(n8n.started()).toHaveLength(1);
	expect(await run('echo', {}, { idempotencyKey: '41-again' })).toMatchObject({ kind: 'complete' });
	expect(await run('slow', { timeoutMs: '50' }, {}, { key: '43' })).toMatchObject({ code: 'WORKFLOW_UNKNOWN' });
});

it('retries what did not start', async () => {
	n8n.setDown(true);
	expect(await run('echo')).toMatchObject({ kind: 'fail', code: 'HTTP_STATUS', retries: 2, backoffMs: 3_000 });
	n8n.setDown(false);
	expect(await run('echo', { url: 'http://127.0.0.1:1/webhook/echo' })).toMatchObject({
		kind: 'fail',
		code: 'HTTP_UNREACHABLE',
		retries: 2,
	});
	expect(await run('unpublished')).toMatchObject({
		kind: 'fail',
		code: 'HTTP_STATUS',
		retries: 0,
		message: expect.stringContaining('Publish the workflow') as string,
	});
	expect(await run('echo')).toMatchObject({ kind: 'complete' });
});

it('reports a failed workflow, or lets the process decide; it is not retried', async () => {
	expect(await run('fail')).toMatchObject({ kind: 'fail', code: 'WORKFLOW_FAILED', retries: 0 });
	const errorExpression = '=if error.code = "500" then bpmnError("FAILED", response.body.message) else null';
	expect(await run('fail', { errorExpression })).toMatchObject({ kind: 'bpmn-error', errorCode: 'FAILED', message: 'Error in workflow' });
	expect(n8n.started()).toHaveLength(1);
});

it('sends the credential of the webhook', async () => {
	await addCredential('hook', 'httpHeaderAuth', { name: 'x-key', value: 'hook-key' });
	expect(await run('secured')).toMatchObject({
		kind: 'fail',
		code: 'HTTP_STATUS',
		retries: 0,
		message: expect.stringContaining('credential') as string,
	});
	expect(await run('secured', { credential: 'none', errorExpression: '=ignoreError()' })).toMatchObject({
		...{ kind: 'complete', ignored: { code: 'CREDENTIAL_NOT_FOUND' } },
	});
	expect(await run('secured', { credential: 'hook' })).toMatchObject({ kind: 'complete' });
});

describe('with the executions of n8n', () => {
	beforeEach(addApiKey);
	const followed = { n8nCredential: 'n8n' };

	it('waits for the items of the last node', async () => {
		const running = run('long', followed);
		await waitUntil('a look at the execution', () => n8n.calls.some(({ path }) => path.startsWith('/api/v1/executions/1')));
		n8n.finish('success', [{ total: 1 }, { total: 2 }]);
		expect(await running).toMatchObject({
			kind: 'complete',
			variables: { response: { body: [{ total: 1 }, { total: 2 }], executionId: '1' } },
		});
	});

	it('goes on waiting after the worker was closed, and after n8n was away', async () => {
		const closing = new AbortController();
		const running = run('long', followed, {}, { signal: closing.signal });
		await waitUntil('a look at the execution', () => n8n.calls.some(({ path }) => path.startsWith('/api/v1/executions/1')));
		closing.abort();
		await expect(running).rejects.toThrow();
		expect(n8n.statusOf('1')).toBe('running');
		n8n.setDown(true);
		const again = run('long', followed);
		await waitUntil('a look at n8n', () => n8n.calls.at(-1)?.status === 503);
		n8n.setDown(false);
		n8n.finish('success', [{ total: 3 }]);
		expect(await again).toMatchObject({ kind: 'complete', variables: { response: { body: [{ total: 3 }] } } });
		expect(n8n.started()).toHaveLength(1);
	});

	it('stops the execution when its job is gone', async () => {
		const gone = new AbortController();
		const running = run('long', followed, {}, { signal: gone.signal });
		await waitUntil('a look at the execution', () => n8n.calls.some(({ path }) => path.startsWith('/api/v1/executions/1')));
		gone.abort(new TroupeError({ code: 'JOB_NOT_FOUND', message: 'gone' }));
		await expect(running).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' });
		expect(n8n.statusOf('1')).toBe('canceled');
	});

	it('stops the execution after the timeout, and reports one that failed', async () => {
		const late = run('long', { ...followed, timeoutMs: '60000' });
		await waitUntil('a look at the execution', () => n8n.calls.some(({ path }) => path.startsWith('/api/v1/executions/1')));
		now += 60_000;
		expect(await late).toMatchObject({ kind: 'fail', code: 'WORKFLOW_TIMEOUT', retries: 0 });
		expect(n8n.statusOf('1')).toBe('canceled');
		const running = run('long', { ...followed, errorExpression: '=bpmnError(error.code)' }, {}, { key: '42' });
		await waitUntil('a second execution', () => n8n.started().length === 2);
		n8n.finish('error');
		expect(await running).toMatchObject({ kind: 'bpmn-error', errorCode: 'WORKFLOW_FAILED' });
	});
});
