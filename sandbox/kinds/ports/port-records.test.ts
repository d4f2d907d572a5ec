import type { RunRecorder } from '../../../core/ports/runs/run-records';
import type { RunCall } from './port-calls';
import { PortRecords } from './port-records';

function open() {
	const told: Array<[what: string, runId: string, more: object]> = [];
	const records: RunRecorder = {
		begin: async ({ runId, ...run }) => told.push(['begin', runId, run]),
		refuse: async ({ runId, ...run }) => void told.push(['refuse', runId, run]),
		end: async (runId, end) => void told.push(['end', runId, end]),
	};
	const job = { runId: 'job', by: 'rest:key:k1', records, endsBy: performance.now() + 60_000 };
	const ports = new PortRecords(job, { manifest: 'b'.repeat(64), person: 'ana', conversationId: 'c1' });
	return { told, ports, record: (call: unknown) => ports.record(call as RunCall) };
}

const agent = { id: 'clerk', version: '1.0.0', sha256: 'a'.repeat(64) };
const over = { outcome: null, reason: null, errorCode: null, error: null, tools: [] };

it('names each run after that of the sandbox, whatever it calls itself, and ends those that it left open', async () => {
	const { told, ports, record } = open();
	await record({ of: 'begin', run: { runId: 'run of somebody', agent, of: { caller: 'somebody', element: 'Task' } } });
	await record({ of: 'begin', run: { runId: 'job/agent/call', agent, isCalled: true, of: { caller: 'job/agent' } } });
	await record({ of: 'end', run: { runId: 'job/agent/call', ...over, state: 'waiting' } });
	await ports.close();
	expect(told).toMatchObject([
		['begin', 'job/run of somebody', { host: 'sandbox', of: { caller: 'job', element: 'Task' } }],
		['begin', 'job/agent/call', { of: { caller: 'job/agent' } }],
		['end', 'job/agent/call', { state: 'completed', outcome: 'needs-human' }],
		['end', 'job/run of somebody', { state: 'cancelled' }],
	]);
});

it.each([
	['another call', { of: 'toString', run: { runId: 'a' } }],
	['nothing', {}],
	['the tenant of others', { of: 'begin', run: { runId: 'a', agent, of: {}, tenant: 'acme' } }],
	['another sandbox', { of: 'begin', run: { runId: 'a', agent, of: { sandbox: 'script' } } }],
	['a long id', { of: 'begin', run: { runId: 'a'.repeat(1_001), agent, of: {} } }],
	['the end of a run that did not begin', { of: 'end', run: { runId: 'a', ...over, state: 'completed' } }],
])('refuses %s', async (_case, call) => {
	const { told, record } = open();
	await expect(record(call)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	expect(told).toEqual([]);
});

it('takes who asked, and how long a run can take, from the run of the sandbox', async () => {
	const { told, record } = open();
	await record({ of: 'begin', run: { runId: 'a', agent, of: {}, by: 'rest:key:k2', withinMs: Number.MAX_SAFE_INTEGER } });
	await record({ of: 'refuse', run: { runId: 'b', agent, of: {}, by: 'rest:key:k2', errorCode: 'INTERNAL', error: null } });
	expect(told).toMatchObject([
		['begin', 'job/a', { by: 'rest:key:k1', withinMs: expect.any(Number) }],
		['refuse', 'job/b', { by: 'rest:key:k1' }],
	]);
	const { withinMs } = told[0]![2] as { withinMs: number };
	expect([Number.isInteger(withinMs), withinMs <= 60_000]).toEqual([true, true]);
});

it('records whose run it is, and what allowed it, as its host knows them, and of what the code says nothing that finds runs of others', async () => {
	const { told, record } = open();
	const of = { process: 'order', instance: '2251799813685251', element: 'Task' };
	const mine = { agent, of, person: 'ana', conversationId: 'c1', manifest: 'b'.repeat(64) };
	await record({ of: 'begin', run: { ...mine, runId: 'a' } });
	await record({ of: 'begin', run: { ...mine, runId: 'b', person: 'bo', conversationId: 'c2', manifest: 'c'.repeat(64) } });
	await record({ of: 'refuse', run: { ...mine, runId: 'c', person: 'bo', conversationId: 'c2', errorCode: 'INTERNAL', error: null } });
	const common = { manifest: 'b'.repeat(64), of: { process: 'order', element: 'Task', caller: 'job' } };
	expect(told.map(([, , more]) => more)).toEqual([
		expect.objectContaining({ ...common, person: 'ana', conversationId: 'c1' }),
		expect.objectContaining({ ...common, person: undefined, conversationId: undefined }),
		expect.objectContaining({ of: common.of, person: undefined, conversationId: undefined }),
	]);
});

it.each([
	['that nobody can tell', [{ kind: 'prepared' }]],
	['that end without an end', [{ kind: 'ended', at: '2026-01-01T00:00:00.000Z' }]],
	['of another kind', [{ kind: 'called' }]],
])('records the end of a run without steps %s', async (_case, steps) => {
	const { told, record } = open();
	await record({ of: 'begin', run: { runId: 'a', agent, of: {} } });
	await record({ of: 'end', run: { runId: 'a', ...over, state: 'completed', steps } });
	expect(told[1]).toEqual(['end', 'job/a', expect.not.objectContaining({ steps })]);
});

it('bounds the runs, the ends of each, and the steps of all', async () => {
	const { told, record } = open();
	const begin = (runId: string) => record({ of: 'begin', run: { runId, agent, of: {} } });
	const steps = [{ kind: 'noted', at: '2026-01-01T00:00:00.000Z', text: 'x'.repeat(20 * 1024 * 1024) }];
	const end = () => record({ of: 'end', run: { runId: 'a', ...over, state: 'completed', attempt: 99, steps } });
	for (let count = 0; count < 2; count++) {
		await begin('a');
		await end();
		await expect(end()).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	}
	expect(told.map(([, , more]) => 'steps' in more)).toEqual([false, true, false, false]);
	expect(told.map(([, , more]) => (more as { attempt?: number }).attempt)).toEqual([undefined, 1, undefined, 3]);
	for (let count = 2; count < 1_000; count++) await begin('a');
	await expect(begin('b')).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
});
