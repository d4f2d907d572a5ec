import { WorkerMetrics } from '../engine-adapter/worker-metrics';
import { describeMetrics } from '../core/base/metrics/describe-metrics';
import type { Program } from '../core/base/metrics/definition';
import { openGate } from '../test/fakes/permissive-gate';
import { calling } from '../test/fakes/tool-agent';
import { serviceToken, startTestService } from '../test/support/offering-service';
import { promtool, promtoolTest } from '../test/support/prometheus/promtool';
import { buildWorkerService } from './worker-service';

const namesIn = (text: string) => [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
const listOf = (program: Program) =>
	describeMetrics()
		.filter(({ programs }) => programs.includes(program))
		.map(({ name }) => name);

/** Returns what a service exports after a run that called a tool. */
async function readOfServe(): Promise<string> {
	const service = await startTestService([{ text: '', ...calling(['pay', { number: 7 }, 'p']), finish: 'tool-calls' }]);
	try {
		const params = { message: { messageId: 'm1', role: 'ROLE_USER', parts: [{ text: 'Pay.' }] } };
		const headers = { 'a2a-version': '1.0', 'content-type': 'application/json', authorization: `Bearer ${serviceToken}` };
		const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'SendMessage', params });
		expect((await fetch(`${service.url}/a2a/clerk`, { method: 'POST', headers, body })).status).toBe(200);
		return await (await fetch(`${service.url}/metrics`, { headers })).text();
	} finally {
		await service.close();
	}
}

async function readOfWorker(): Promise<string> {
	const host = { gate: openGate(), agentFolders: [], providers: {} };
	const parts = { host, metrics: new WorkerMetrics(), isDraining: () => false, clusterState: () => 'open', version: '0.0.0' };
	const service = await buildWorkerService({ ...parts, address: '127.0.0.1', log: () => undefined });
	try {
		const url = await service.listen({ host: '127.0.0.1', port: 0 });
		return await (await fetch(`${url}/metrics`)).text();
	} finally {
		await service.close();
	}
}

it('exports the metrics of the list, all and no others, also those without a sample', async () => {
	expect(namesIn(await readOfServe()).sort()).toEqual(listOf('serve').sort());
	expect(namesIn(await readOfWorker()).sort()).toEqual(listOf('worker').sort());
});

promtoolTest('exports what Prometheus finds nothing to complain about', async () => {
	for (const text of [await readOfServe(), await readOfWorker()])
		expect(promtool(['check', 'metrics'], text)).toEqual({ code: 0, said: '' });
});
