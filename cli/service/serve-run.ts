import { once } from 'node:events';
import { join } from 'node:path';
import { getErrorMessage } from '../../core/base/errors';
import { isLoopback } from '../../core/base/network/loopback';
import { readSetting } from '../../core/base/settings/settings';
import { defaultTenant } from '../../core/base/tenant';
import { largeDeployments, type LargeDeployments } from '../../engine-adapter/deployment/large-deployments';
import { composeExporting } from '../../engine-adapter/embedded/forget/export-person';
import { composeForgetting } from '../../engine-adapter/embedded/forget/compose-forgetting';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import type { Worker } from '../../engine-adapter/engine/workers';
import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import type { Grant } from '../../manifests/registry/access/access-claims';
import { version } from '../../package.json';
import { openHashing } from '../../providers/compose/guardrails/vault-parts';
import type { Host } from '../../providers/compose/hosts/host';
import { sandboxPrograms } from '../../sandbox/kinds/inside/programs';
import { checkExposure, warnOfAnyName } from '../../service/access/access';
import { readCallerAddresses } from '../../service/access/caller-options';
import { writeServiceAddress } from '../../service/access/service-address';
import { ensureServiceToken } from '../../service/access/service-token';
import type { OneTimeLinks } from '../../service/console/one-time-links';
import type { MessageEngine } from '../../service/channels/message-engine';
import { publishIncidents } from '../../service/events/publish-incidents';
import { publishRegistry } from '../../service/events/publish-registry';
import { readGraceMs, serveGrace } from '../../service/grace';
import { openCounts } from '../../service/limits/open-counts';
import { closeWithin, listen } from '../../service/listen';
import { findAccessLog } from '../../service/log/access-log';
import { faultLog } from '../../service/log/fault-log';
import { KeptLines, readLogDays } from '../../service/log/kept-lines';
import { openLog, type Log } from '../../service/log/log';
import { observeAgents } from '../../service/log/log-agents';
import { logConsole } from '../../service/log/log-console';
import { observeGate } from '../../service/log/log-gate';
import { withJobLog } from '../../service/log/log-jobs';
import { logLocalState } from '../../service/log/log-local-state';
import { logModels } from '../../service/log/log-models';
import { logProcessWarnings } from '../../service/log/log-process-warnings';
import { observeHost } from '../../service/log/observe-host';
import { readOfferedIds } from '../../service/offered-agents/offered-ids';
import { repeat } from '../../service/repeat';
import { setupHint } from '../../service/registry-hints';
import type { ServedRegistry } from '../../service/served-registry';
import type { ServiceParts } from '../../service/service-parts';
import { admitCommand, openHost } from '../host';
import { logFindings, withLinting } from '../process/deployment-notes';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { announce } from './announce';
import { closeParts } from './close-parts';
import { readRoot } from '../../manifests/gate/read-root';
import { createKeyReader } from './key-reader';
import { refuseOwnRegistry } from './refuse-own-registry';
import type { ServeOptions } from './serve-options';

interface Observed {
	log: Log;
	metrics: WorkerMetrics;
}

const dayMs = 24 * 3_600_000;
/** Until it looks again for persons whose forgetting somebody left. */
const finishEveryMs = 5 * 60_000;
/** Time that a part has after the grace, for what it was told to give up. */
const endMs = 5_000;

/** Runs the service until SIGINT or SIGTERM. Closes its parts in reverse order, also after an error. */
export async function runServeCommand(options: ServeOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	checkExposure(options.host, readSetting('TROUPE_API_TOKEN', terminal.environment));
	refuseOwnRegistry(options, terminal.environment);
	const addresses = readCallerAddresses(options, terminal.environment);
	const graceMs = readGraceMs(options.grace, terminal.environment, serveGrace);
	const kept = new KeptLines(readLogDays(terminal.environment));
	const log = openLog(terminal, kept.add);
	const accessLog = findAccessLog(log, terminal.environment);
	const stopLogging = [logProcessWarnings(log), logConsole(log)];
	// Handles signals from here on: a stop during startup closes open parts.
	const { stop } = terminal;
	const host = await open(terminal);
	await kept.start(host, 'serve', log);
	const manifest = await admitCommand(host, 'serve', { ...terminal, note: () => undefined });
	log('info', 'allowed by its manifest', { manifest });
	const exposed = warnOfAnyName(options.host, readSetting('TROUPE_PUBLIC_URL', terminal.environment));
	if (exposed !== undefined) log('warn', exposed);
	await logModels(log, host, 'serve');
	const { token, file: tokenFile } = ensureServiceToken(host.stateFolder ?? '', terminal.environment);
	const localState = logLocalState(log, host, { environment: terminal.environment });
	const metrics = new WorkerMetrics();
	const closers = [() => kept.close(), async () => stopLogging.forEach((end) => end()), observeHost(host, 'serve', { log, kept, metrics })];
	try {
		const { openAccess } = await import('../../service/access/open-access');
		const callers = await openAccess({ home: host.stateFolder ?? '', environment: terminal.environment, tenant: host.tenant, token, log });
		closers.push(() => callers.close());
		const counts = await openCounts(terminal.environment, log);
		closers.push(() => counts.close());
		const served = await openRegistry(host, options, terminal, log);
		if (served) closers.push(() => served.close());
		const deployments = largeDeployments({ environment: terminal.environment });
		const engine = await openEngine(host, options, deployments);
		if (engine) {
			closers.push(() => engine.close());
			host.forgetInProcesses = composeForgetting(engine, host.tenant ?? defaultTenant, () => openHashing(host, host.stateFolder!));
			host.exportFromProcesses = composeExporting(engine, host.tenant ?? defaultTenant);
		}
		closers.push(finishForgettings(host, log));
		const worker =
			engine && options.worker ? await openWorker(metrics.countOn(engine), host, { log, metrics, concurrency: options.jobs }) : undefined;
		const messageEngine = await connectChannels(options, engine, { terminal, log, closers });
		const channels = await openServedChannels(host, messageEngine, { log, metrics, turns: options.channelTurns });
		if (channels) closers.push(() => channels.worker.close(graceMs));
		closers.push(...publishOf(host, log, engine, served));
		const registryHint = hintAtRegistry(host, options);
		const { OneTimeLinks } = await import('../../service/console/one-time-links');
		const links = new OneTimeLinks();
		const service = await openService(
			{
				engine: engine && options.lint ? lintFirst(engine, host, terminal, log, deployments) : engine,
				worker,
				metrics,
				served,
				channels: channels?.parts,
				messageEngine,
				registryHint,
				host,
				localState,
				log,
				accessLog,
				access: callers.access,
				keys: callers.keys,
				links,
				rateLimits: { ...toRateLimits(options), counters: counts.counters },
				findCountFault: () => counts.findFault(),
				...addresses,
			},
			options,
			terminal,
		);
		closers.push(() => closeWithin(service, graceMs));
		// Closed before the service, so that health reports draining and awaited instances can end.
		if (worker) closers.push(() => worker.close(graceMs));
		const url = await listen(service, options);
		if (engine && host.stateFolder !== undefined) closers.push(writeServiceAddress(host.stateFolder, url));
		announce(terminal, url, {
			engine,
			served,
			registryHint,
			tokenFile,
			console: await openConsole(options.host, url, links, () => callers.access.grantAccess(token, '127.0.0.1')),
		});
		if (!stop.aborted) await once(stop, 'abort');
		log('info', 'service stopping', { graceMs });
		return 0;
	} finally {
		await closeParts(closers, graceMs + endMs, () => log('warn', 'a part goes on after the grace, and ends with the process'));
	}
}

/** Returns a link for this machine's user; undefined for a service that others can reach. */
const openConsole = async (address: string, url: string, links: OneTimeLinks, grant: () => Promise<Grant>) =>
	isLoopback(address) ? `${url}/console/#code=${links.create(await grant())}` : undefined;

type OpenParts = Omit<
	ServiceParts,
	| 'registryMetrics'
	| 'hints'
	| 'isDraining'
	| 'readKeys'
	| 'version'
	| 'address'
	| 'offeredAgents'
	| 'sandboxPrograms'
	| 'diagnose'
	| 'readRoot'
>;

/** Builds the service of the parts that are open. */
async function openService(parts: OpenParts, { host: address, agentRuns }: ServeOptions, terminal: Terminal) {
	const { environment, stop } = terminal;
	const [{ buildService }, { openHints }, { RegistryMetrics }] = await Promise.all([
		import('../../service/build-service'),
		import('../../service/hint-route'),
		import('../../manifests/registry/http/metrics'),
	]);
	return buildService({
		...parts,
		version,
		address,
		agentRuns,
		sandboxPrograms,
		registryMetrics: new RegistryMetrics(),
		hints: await openHints(environment),
		isDraining: () => stop.aborted,
		readKeys: await createKeyReader(terminal),
		readRoot: () => readRoot(environment),
		diagnose: async (signal) => (await import('../doctor/examine')).examineApart(environment, signal),
		offeredAgents: readOfferedIds(environment),
	});
}

function toRateLimits({ callRate, snapshotRate, engineRate, channelRate, tenantRate }: ServeOptions) {
	return {
		...(callRate !== undefined && { calls: callRate }),
		...(snapshotRate !== undefined && { snapshots: snapshotRate }),
		...(tenantRate !== undefined && { tenants: tenantRate }),
		...(engineRate !== undefined && { engine: engineRate }),
		...(channelRate !== undefined && { channels: channelRate }),
	};
}

function finishForgettings(host: Host, log: Log): () => Promise<void> {
	const { stateFolder } = host;
	if (stateFolder === undefined) return () => Promise.resolve();
	const finish = async (signal: AbortSignal) => {
		const { resumeForgettings } = await import('../../service/privacy/resume-forgettings');
		const persons = await resumeForgettings({ ...host, stateFolder }, signal);
		if (persons > 0) log('info', 'persons forgotten that were begun before', { persons });
	};
	const report = (fault: unknown) => log('error', 'forgetting persons failed', { error: getErrorMessage(fault) });
	return repeat(finish, finishEveryMs, report).stop;
}

async function openRegistry(host: Host, { host: address, registry }: ServeOptions, { environment }: Terminal, log: Log) {
	if (registry === false) return undefined;
	const { openServedRegistry } = await import('../../service/served-registry');
	return openServedRegistry({ host: { ...host, stateFolder: host.stateFolder ?? '' }, environment, address, log });
}

const hintAtRegistry = ({ stateFolder = '' }: Host, { registry }: ServeOptions): string =>
	registry === false ? 'The service was started with --no-registry.' : setupHint(stateFolder);

const lintFirst = (engine: EmbeddedEngine, host: Host, terminal: Terminal, log: Log, { lint }: LargeDeployments) =>
	withLinting(engine, host, { ...terminal, note: (line) => log('warn', line) }, logFindings(log), lint);

async function openEngine(host: Host, { engine, target, keepDays, keepInstances }: ServeOptions, { read }: LargeDeployments) {
	if (engine === false) return undefined;
	const { openEmbeddedEngine } = await import('../../engine-adapter/embedded/open-embedded-engine');
	return openEmbeddedEngine({
		file: join(host.stateFolder ?? '', 'engine.db'),
		zeebeVersion: target,
		read,
		retention: {
			...(keepDays === undefined ? {} : { maximumAgeMs: keepDays * dayMs }),
			...(keepInstances === undefined ? {} : { maximumInstances: keepInstances }),
		},
	});
}

async function openWorker(
	engine: Parameters<typeof withJobLog>[0],
	host: Host,
	{ log, metrics, concurrency }: Observed & { concurrency?: number },
): Promise<Worker> {
	const { openWorkers } = await import('../../engine-adapter/workers/open-workers');
	const { preforkNodes } = await import('../../providers/compose/nodes/node-task');
	await preforkNodes(host);
	return openWorkers(
		withJobLog(engine, log, host.tenant),
		host,
		{ ...(concurrency !== undefined && { concurrency }), onGate: observeGate(log, metrics) },
		observeAgents(log, host.tenant),
	);
}

async function connectChannels(
	{ channelsTo }: ServeOptions,
	engine: MessageEngine | undefined,
	{ terminal, log, closers }: { terminal: Terminal; log: Log; closers: Array<() => unknown> },
): Promise<MessageEngine | undefined> {
	if (channelsTo === undefined) return engine;
	const { connectCluster } = await import('../process/connect-cluster');
	const cluster = await connectCluster(channelsTo, { environment: terminal.environment, onProblem: (line) => log('warn', line) });
	closers.push(() => cluster.close());
	return cluster;
}

/** Receives and answers what customers write, together with all machines that share the state. */
async function openServedChannels(host: Host, engine: MessageEngine | undefined, { log, metrics, turns }: Observed & { turns?: number }) {
	if (host.stateFolder === undefined) return undefined;
	const { serveChannels } = await import('../../service/channels/serve-channels');
	return serveChannels({ ...host, stateFolder: host.stateFolder }, engine, log, metrics, turns);
}

/** Publishes what happens in the engine and in the registry. */
function publishOf(host: Host, log: Log, engine: EmbeddedEngine | undefined, served: ServedRegistry | undefined) {
	if (host.stateFolder === undefined) return [];
	const publishers = [
		...(engine ? [publishIncidents(engine, host, faultLog(log, 'incidents were not published'))] : []),
		...(served ? [publishRegistry(served.registry, host, faultLog(log, 'events of the registry were not published'))] : []),
	];
	return publishers.map(({ stop }) => stop);
}
