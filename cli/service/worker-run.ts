import { once } from 'node:events';
import { version } from '../../package.json';
import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { connectCluster } from '../process/connect-cluster';
import { admitCommand, openHost } from '../host';
import { readGraceMs, workerGrace } from '../../service/grace';
import { findAccessLog } from '../../service/log/access-log';
import { KeptLines, readLogDays } from '../../service/log/kept-lines';
import { openLog } from '../../service/log/log';
import { observeAgents } from '../../service/log/log-agents';
import { observeGate } from '../../service/log/log-gate';
import { withIncidentEvents } from '../../service/events/with-incident-events';
import { withJobLog } from '../../service/log/log-jobs';
import { logConsole } from '../../service/log/log-console';
import { logProcessWarnings } from '../../service/log/log-process-warnings';
import { logModels } from '../../service/log/log-models';
import { logLocalState } from '../../service/log/log-local-state';
import type { ExitCode } from '../terminal/report-error';
import { checkExposure } from '../../service/access/access';
import { type CallerOptions, readCallerAddresses } from '../../service/access/caller-options';
import { observeHost } from '../../service/log/observe-host';
import type { Terminal } from '../terminal/terminal';
import { readSetting } from '../../core/base/settings/settings';

export interface WorkerCommandOptions extends CallerOptions {
	/** The address of the cluster: gRPC, or the URL of a REST API. */
	address: string;
	/** Max jobs at the same time. */
	jobs: number;
	tenants?: string[];
	/** The port of health and metrics; 0 uses a free one; undefined serves none. */
	port?: number;
	host: string;
	/** Milliseconds for running jobs to end when the worker stops. */
	grace?: number;
}

export async function runWorkerCommand(
	options: WorkerCommandOptions,
	terminal: Terminal,
	open = openHost,
	connect = connectCluster,
): Promise<ExitCode> {
	const graceMs = readGraceMs(options.grace, terminal.environment, workerGrace);
	const kept = new KeptLines(readLogDays(terminal.environment));
	const log = openLog(terminal, kept.add);
	const accessLog = findAccessLog(log, terminal.environment);
	const stopLogging = [logProcessWarnings(log), logConsole(log)];
	// Handles signals from here on: a stop during startup closes open parts.
	const { stop } = terminal;
	const token = readSetting('TROUPE_API_TOKEN', terminal.environment);
	if (options.port !== undefined) checkExposure(options.host, token);
	const addresses = readCallerAddresses(options, terminal.environment);
	const host = await open(terminal);
	await kept.start(host, 'worker', log);
	const manifest = await admitCommand(host, 'worker', { ...terminal, note: () => undefined });
	log('info', 'allowed by its manifest', { manifest });
	await logModels(log, host, 'worker');
	const localState = logLocalState(log, host, { address: options.address, environment: terminal.environment });
	const { openWorkers } = await import('../../engine-adapter/workers/open-workers');
	const metrics = new WorkerMetrics();
	const engine = await connect(options.address, {
		environment: terminal.environment,
		onProblem: (line) => log('warn', line),
		onBackPressure: metrics.onBackPressure,
		tenantIds: options.tenants,
		takesAssigned: true,
	});
	const closers = [
		() => kept.close(),
		async () => stopLogging.forEach((end) => end()),
		() => engine.close(),
		observeHost(host, 'worker', { log, kept, metrics }),
	];
	try {
		const { preforkNodes } = await import('../../providers/compose/nodes/node-task');
		await preforkNodes(host);
		const worker = await openWorkers(
			withJobLog(withIncidentEvents(metrics.countOn(engine), host), log, host.tenant),
			host,
			{ concurrency: options.jobs, onGate: observeGate(log, metrics) },
			observeAgents(log, host.tenant),
		);
		if (options.port !== undefined) {
			const [{ buildWorkerService }, { openHints }, { listen }, { openCounts }, { openAccess }] = await Promise.all([
				import('../../service/worker-service'),
				import('../../service/hint-route'),
				import('../../service/listen'),
				import('../../service/limits/open-counts'),
				import('../../service/access/open-access'),
			]);
			const { environment } = terminal;
			const counts = await openCounts(environment, log);
			closers.push(() => counts.close());
			// Without a token, only this machine reaches the metrics.
			const callers = token === undefined ? undefined : await openAccess({ home: host.stateFolder ?? '', environment, token, log });
			if (callers) closers.push(() => callers.close());
			const parts = {
				host,
				engine,
				localState,
				metrics,
				isDraining: () => stop.aborted,
				clusterState: () => metrics.clusterState,
				version,
				access: callers?.access,
				rateLimits: { ...(options.callRate !== undefined && { calls: options.callRate }), counters: counts.counters },
				findCountFault: () => counts.findFault(),
				address: options.host,
				log,
				accessLog,
				hints: await openHints(environment),
				...addresses,
			};
			const service = await buildWorkerService(parts);
			closers.push(() => service.close());
			log('info', 'health and metrics', { url: await listen(service, { host: options.host, port: options.port }) });
		}
		log('info', 'worker open', { type: worker.type, address: options.address, concurrency: options.jobs });
		if (!stop.aborted) await once(stop, 'abort');
		log('info', 'worker draining', { graceMs });
		await worker.close(graceMs);
		log('info', 'worker closed');
	} finally {
		for (const close of closers.reverse()) await close();
	}
	return 0;
}
