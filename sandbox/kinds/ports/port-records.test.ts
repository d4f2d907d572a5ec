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
	const ports = new PortRecords({ runId: 'job', records });
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

it('records a bounded number of runs', async () => {
	const { record } = open();
	const begin = (count: number) => record({ of: 'begin', run: { runId: `${count}`, agent, of: {} } });
	for (let count = 0; count < 1_000; count++) await begin(count);
	await expect(begin(1_000)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
});
