import { WorkerMetrics } from '../engine-adapter/worker-metrics';
import type { LocalState } from '../providers/compose/state/local-state';
import { openGate } from '../test/fakes/permissive-gate';
import { logLocalState } from './log/log-local-state';
import { buildWorkerService } from './worker-service';

const read = async (paths: string[], localState?: LocalState) => {
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: '/home/troupe', database: '' };
	const parts = { host, localState, metrics: new WorkerMetrics(), isDraining: () => false, clusterState: () => 'open' };
	const service = await buildWorkerService({ ...parts, version: '1.0.0', address: '127.0.0.1', log: () => undefined });
	try {
		const url = await service.listen({ port: 0, host: '127.0.0.1' });
		return await Promise.all(paths.map(async (path) => (await fetch(`${url}${path}`)).text()));
	} finally {
		await service.close();
	}
};

it('a worker of a cluster that keeps state in files says so at start, in health and in a metric, and is ready', async () => {
	const lines: unknown[] = [];
	const address = 'zeebe.example.com:26500';
	const local = logLocalState((...line) => lines.push(line), { stateFolder: '/home/troupe' }, { address, environment: {} });
	expect(lines).toEqual([['warn', local!.warning, { signs: ['zeebe-cluster'] }]]);
	const [ready, metrics] = await read(['/readyz', '/metrics'], local);
	expect(JSON.parse(ready!)).toMatchObject({ status: 'ready', warnings: [local!.warning] });
	expect(metrics).toContain('troupe_state_local{sign="zeebe-cluster"} 1');
});

it('a worker of an engine on this machine says nothing', async () => {
	const log = jest.fn();
	const local = logLocalState(log, { stateFolder: '/home/troupe' }, { address: 'localhost:26500', environment: {} });
	expect(log).not.toHaveBeenCalled();
	const [ready, metrics] = await read(['/readyz', '/metrics'], local);
	expect(JSON.parse(ready!)).not.toHaveProperty('warnings');
	expect(metrics).not.toContain('troupe_state_local{');
});
