import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { decorate } from '../../engine-adapter/decorate';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { chain, endEvent, processModel, startEvent, userTask } from '../../test/contract/model-builder';
import { openGate } from '../../test/fakes/permissive-gate';
import { readModels } from '../../engine-adapter/instance/read-models';
import { runOnCluster } from './run-on-cluster';
import type { ProcessRunOptions } from './process-run-options';
import { testTerminal } from '../../test/support/test-terminal';
import { runWorkerCommand } from '../service/worker-run';
import { slowTest } from '../../test/support/slow-tests';
import { waitUntil } from '../../test/support/wait-until';

// The embedded engine stands for the cluster: both fill the same port, and the contract suite holds them to each other.
let engine: ProcessEngine;
beforeEach(async () => {
	const embedded = await openEmbeddedEngine({ file: ':memory:' });
	// The command closes its connection, not the cluster.
	engine = Object.assign(Object.create(embedded) as ProcessEngine, bound(embedded), { close: async () => undefined });
	closing = () => embedded.close();
});
afterEach(() => closing());
let closing: () => Promise<void>;

const host = { gate: openGate(), agentFolders: [], providers: {} };
const connect = async () => engine;
const support = [{ name: 'support.bpmn', content: readFileSync(join(__dirname, '../../examples/support/support.bpmn'), 'utf8') }];
const options: ProcessRunOptions = {
	files: ['support.bpmn'],
	variables: { message: 'How long is the warranty?' },
	engine: 'zeebe',
	address: 'cluster:26500',
	trace: 'text',
	lint: true,
	timeout: 5_000,
};

function bound(embedded: ProcessEngine): Partial<ProcessEngine> {
	const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(embedded)).filter(
		(name) => name !== 'constructor',
	) as (keyof ProcessEngine)[];
	return Object.fromEntries(methods.map((name) => [name, (embedded[name] as (...args: unknown[]) => unknown).bind(embedded)]));
}

slowTest('runs a process with a worker of its own, and prints the answer', async () => {
	const terminal = testTerminal();
	expect(await runOnCluster(support, [], { ...options, withWorker: true }, host, terminal, connect)).toBe(0);
	expect(terminal.printed.join('\n')).toMatch(/completed\n[^]*\[1\][^]*outcome = "reply"/);
});

test('gives the result as JSON', async () => {
	const terminal = testTerminal();
	await runOnCluster(support, [], { ...options, withWorker: true, trace: 'json' }, host, terminal, connect);
	expect(JSON.parse(terminal.printed[0]!)).toMatchObject({
		ending: { kind: 'completed', processId: 'support', variables: { outcome: 'reply' } },
	});
});

slowTest('says what an instance may wait for when it does not end', async () => {
	const terminal = testTerminal();
	expect(await runOnCluster(support, [], { ...options, timeout: 100 }, host, terminal, connect)).toBe(1);
	expect(terminal.printed.join('\n')).toContain('still running');
	expect(terminal.noted.join('\n')).toContain('troupe worker');
	const withoutSearch = async () => decorate(engine, { capabilities: { ...engine.capabilities, search: false } });
	await expect(runOnCluster(support, [], { ...options, timeout: 50 }, host, testTerminal(), withoutSearch)).rejects.toMatchObject({
		code: 'ENGINE_TIMEOUT',
		fix: expect.stringContaining('troupe worker'),
	});
});

slowTest('the worker serves jobs until it is stopped, and logs them without what they say', async () => {
	const terminal = testTerminal();
	const ended = runWorkerCommand({ address: 'cluster:26500', jobs: 2, host: '127.0.0.1' }, terminal, async () => host, connect);
	expect(await runOnCluster(support, [], options, host, testTerminal(), connect)).toBe(0);
	terminal.interrupt();
	expect(await ended).toBe(0);
	const lines = terminal.noted.map((line) => JSON.parse(line) as { message: string });
	expect(lines.map((line) => line.message)).toEqual([
		'allowed by its manifest',
		'models of the settings',
		'worker open',
		'job started',
		'agent started',
		'agent searched',
		'agent model-started',
		'agent model-finished',
		'agent finished',
		'job ended',
		'worker draining',
		'worker closed',
	]);
	// The name of the document is not secret.
	expect(terminal.noted.join().replaceAll('warranty-and-repairs.md', '')).not.toContain('warranty');
});

test('the worker takes no job when the manifest does not list its type', async () => {
	const gate = {
		admit: async (subject: { kind: string }) =>
			subject.kind === 'job-type'
				? Promise.reject(new TroupeError({ code: 'MANIFEST_NOT_LISTED', message: 'no' }))
				: openGate().admit({ kind: 'command', name: 'worker' }),
	};
	await expect(
		runWorkerCommand({ address: '', jobs: 1, host: '127.0.0.1' }, testTerminal(), async () => ({ ...host, gate }), connect),
	).rejects.toMatchObject({ code: 'MANIFEST_NOT_LISTED' });
});

slowTest('waits for a person on an engine that tells so, and names an incident with what to do', async () => {
	const ask = [processModel('asked', [startEvent(), userTask('ask', { native: true }), endEvent(), ...chain('start', 'ask', 'end')])];
	const terminal = testTerminal();
	expect(await runOnCluster(ask, [], { ...options, files: ['asked.bpmn'] }, host, terminal, connect)).toBe(0);
	expect(terminal.printed.join('\n')).toContain("waiting for a person at 'ask'");

	const broken = testTerminal();
	expect(
		await runOnCluster(
			support,
			await readModels(support),
			{ ...options, variables: { message: 7 }, withWorker: true },
			host,
			broken,
			connect,
		),
	).toBe(1);
	expect(broken.printed.join('\n')).toMatch(
		/incident JOB_NO_RETRIES at 'Answer the customer'[^]*what to do: correct the fault in the message/,
	);
});

slowTest('the worker tells its health and what it does, and that it drains', async () => {
	const terminal = testTerminal();
	const ended = runWorkerCommand({ address: 'cluster:26500', jobs: 2, port: 0, host: '127.0.0.1' }, terminal, async () => host, connect);
	const lines = () => terminal.noted.map((line) => JSON.parse(line) as { message: string; url?: string });
	await waitUntil('the worker', () => lines().some(({ message }) => message === 'worker open'), { seen: lines });
	const url = lines().find((line) => line.url)!.url!;
	expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready', checks: { cluster: 'open', gate: 'admitted' } });
	await runOnCluster(support, [], options, host, testTerminal(), connect);
	const metrics = await (await fetch(`${url}/metrics`)).text();
	expect(metrics).toContain('troupe_jobs_completed_total{type="troupe:agent"} 1\n');
	expect(metrics).not.toContain('troupe_instances');
	terminal.interrupt();
	expect(await ended).toBe(0);
	await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});
