import { randomUUID } from 'node:crypto';
import type { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { instanceId } from '../../manifests/client/instance-id';
import type { Host } from '../../providers/compose/hosts/host';
import { describeProcess, type WorkerReport } from '../../providers/compose/machines/machine-report';
import { openMachines } from '../../providers/compose/state/host-machines';
import { faultLog } from '../log/fault-log';
import type { Log } from '../log/log';
import { repeat } from '../repeat';

const everyMs = 30_000;
export const goneAfterMs = 3 * everyMs + 10_000;

/** Reports this process and its work to the shared state every 30 seconds, and its stop. */
export function reportMachine(host: Host, program: 'serve' | 'worker', { log, metrics }: { log: Log; metrics: WorkerMetrics }) {
	const { stateFolder } = host;
	const reportFault = faultLog(log, 'the process was not reported');
	const id = randomUUID();
	const report = async (isStopping = false) => {
		const store = stateFolder === undefined ? undefined : await openMachines(host);
		if (!store) return;
		const described = await describeProcess(host, describeWork(program, metrics));
		const machine = instanceId(stateFolder!, host.environment);
		await store.report({
			id,
			machine,
			program,
			isStopping,
			uptimeMs: Math.round(process.uptime() * 1_000),
			report: JSON.stringify(described),
		});
	};
	const repeated = repeat(
		() => report(),
		everyMs,
		(fault) => reportFault(fault, {}),
	);
	return {
		first: repeated.first,
		async stop() {
			await repeated.stop();
			await report(true).catch((fault: unknown) => reportFault(fault, {}));
		},
	};
}

function describeWork(program: 'serve' | 'worker', metrics: WorkerMetrics) {
	const workers = [...metrics.types].map(([type, { running, activated, failures, troubles, lastPolledAt }]): WorkerReport => ({
		type,
		running,
		taken: activated,
		failed: [...failures.values()].reduce((sum, count) => sum + count, 0),
		troubles,
		isRefused: metrics.refusals.get(type)?.isRefused === true,
		...(lastPolledAt !== undefined && { lastPolledAt }),
	}));
	return {
		workers,
		...(program === 'worker' && { engine: metrics.clusterState }),
		...(metrics.lastErrorAt !== undefined && { lastErrorAt: metrics.lastErrorAt }),
	};
}
