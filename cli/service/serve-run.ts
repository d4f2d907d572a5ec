import { once } from 'node:events';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { version } from '../../package.json';
import { isTroupeError, messageOf, TroupeError } from '../../core/base/errors';
import { readSetting } from '../../core/base/settings';
import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import type { Finding } from '../../bpmn/lint/lint-processes';
import type { Worker } from '../../engine-adapter/engine';
import type { Host } from '../../providers/compose/host';
import { admitCommand, openHost } from '../host';
import { jsonLog, type Log } from './log';
import { observeAgents } from './log-agents';
import { withJobLog } from './log-jobs';
import type { ExitCode } from '../terminal/report-error';
import { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import { describeFinding } from '../../engine-adapter/lint-first';
import { withLinting } from '../process/deployment-notes';
import { checkExposure } from './access';
import { closeWithin, listen } from './listen';
import { setupHint, accessHint } from './registry-hints';
import { logWarnings } from './log-warnings';
import type { Terminal } from '../terminal/terminal';

export interface ServeOptions {
	/** 0 takes a free one. */
	port: number;
	host: string;
	/** The Zeebe version that the engine follows. */
	target?: ZeebeVersion;
	/** Proxies, with commas between them, whose X-Forwarded-For is believed. */
	behindProxy?: string;
	/** Requests a minute of one caller at one address to the registry; the second for the snapshot and for metrics. */
	callRate?: number;
	snapshotRate?: number;
	/** Whether the embedded engine and its REST API are there. Default true. */
	engine?: boolean;
	/** Whether the registry is there, when one was begun. Default true. */
	registry?: boolean;
	/** Whether the agent worker is opened on the embedded engine. */
	worker: boolean;
	/** Whether deployments are linted first. */
	lint: boolean;
	/** What has ended is kept for so many days, and so many instances of it. Default: as the engine has it. */
	keepDays?: number;
	keepInstances?: number;
}

const dayMs = 24 * 3_600_000;

/** How long requests and jobs in work may take to end once the service is told to stop. */
const graceMs = 10_000;

/** Runs the service until SIGINT or SIGTERM. What it opens, it closes in reverse order, whatever breaks in between. */
export async function runServeCommand(options: ServeOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const token = readSetting('TROUPE_API_TOKEN', terminal.environment);
	checkExposure(options.host, token);
	const log = jsonLog(terminal);
	// Heard from here on, so that a stop during the start closes what is open.
	const { stop } = terminal;
	const host = await open(terminal);
	await admitCommand(host, 'serve', terminal);
	const warnings = logWarnings(host, 'serve', log);
	const closers: Array<() => Promise<void>> = [async () => warnings.stop()];
	const metrics = new WorkerMetrics();
	try {
		const served = options.registry === false ? undefined : await openRegistry(host, options, terminal, log);
		if (served) closers.push(() => served.close());
		const engine = options.engine === false ? undefined : await openEngine(host, options);
		if (engine) closers.push(() => engine.close());
		const worker = engine && options.worker ? await openWorker(metrics.countOn(engine), host, log, metrics) : undefined;
		const [{ buildService }, { openHints }, { RegistryMetrics }] = await Promise.all([
			import('./build-service'),
			import('./hint-route'),
			import('../../manifests/registry/http/metrics'),
		]);
		const registryHint = options.registry === false ? 'It was started with --no-registry.' : setupHint(host.stateFolder ?? '');
		const service = await buildService({
			engine: engine && options.lint ? withLinting(engine, host, terminal, logFindings(log)) : engine,
			worker,
			metrics,
			served,
			registryHint,
			registryMetrics: new RegistryMetrics(),
			hints: await openHints(terminal.environment),
			isDraining: () => stop.aborted,
			host,
			readKeys: await createKeyReader(terminal),
			version,
			log,
			token,
			address: options.host,
			rateLimits: toRateLimits(options),
			trustedProxies: options.behindProxy?.split(',').map((address) => address.trim()),
		});
		closers.push(() => closeWithin(service, graceMs));
		// Before the service: who asks hears that it drains, and instances that are waited for still end.
		if (worker) closers.push(() => worker.close(graceMs));
		const url = await listen(service, options);
		terminal.print(`troupe serve is ready at ${url}`);
		for (const line of addressLines(url, { engine: engine !== undefined, registry: served !== undefined })) terminal.print(line);
		if (!served) terminal.note(`registry: off. ${registryHint}`);
		else if (!served.access.isOpen) terminal.note(`registry: lets nobody in yet. ${accessHint}`);
		if (!stop.aborted) await once(stop, 'abort');
		log('info', 'service stopping', { graceMs });
		return 0;
	} finally {
		for (const close of closers.reverse()) await close();
	}
}

/** Where what is, for people. */
function addressLines(url: string, { engine, registry }: { engine: boolean; registry: boolean }): string[] {
	const parts = [
		...(engine ? [`Camunda 8 REST API ${url}/v2`] : []),
		...(registry ? [`registry ${url}/api/v1`] : []),
		`keys ${url}/api/v1/keys`,
		`health ${url}/healthz and ${url}/readyz`,
		`metrics ${url}/metrics`,
		`OpenAPI ${url}/openapi.json`,
	];
	return [parts.join(', ')];
}

function toRateLimits({ callRate, snapshotRate }: ServeOptions) {
	return { ...(callRate === undefined ? {} : { calls: callRate }), ...(snapshotRate === undefined ? {} : { snapshots: snapshotRate }) };
}

async function openRegistry(host: Host, { host: address }: ServeOptions, { environment }: Terminal, log: Log) {
	const { openServedRegistry } = await import('./served-registry');
	return openServedRegistry({ home: host.stateFolder ?? '', environment, address, log });
}

async function openEngine(host: Host, { target, keepDays, keepInstances }: ServeOptions) {
	const { openEmbeddedEngine } = await import('../../engine-adapter/embedded/open-embedded-engine');
	const folder = host.stateFolder ?? '';
	const file = join(folder, 'engine.db');
	try {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		const engine = await openEmbeddedEngine({
			file,
			zeebeVersion: target,
			retention: {
				...(keepDays === undefined ? {} : { maximumAgeMs: keepDays * dayMs }),
				...(keepInstances === undefined ? {} : { maximumInstances: keepInstances }),
			},
		});
		// Customers' messages are in it; SQLite gives its other files the same mode.
		await chmod(file, 0o600);
		return engine;
	} catch (cause) {
		if (isTroupeError(cause)) throw cause;
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: `The engine's state in ${file} cannot be opened: ${messageOf(cause)}.`,
			fix: 'Check that the disk has space and that the folder may be written; restore a damaged file from a copy, or move it away to begin anew.',
			details: { file },
			cause,
		});
	}
}

async function openWorker(engine: Parameters<typeof withJobLog>[0], host: Host, log: Log, metrics: WorkerMetrics): Promise<Worker> {
	const { openWorkers } = await import('../../engine-adapter/workers/open-workers');
	return openWorkers(withJobLog(engine, log), host, {}, observeAgents(log, metrics));
}

async function createKeyReader({ environment }: Terminal) {
	const [{ readPublicKeySet }, { findPackageFolder }, { pinnedTrustFolder }] = await Promise.all([
		import('../../manifests/keys/jwks'),
		import('../../core/base/package-folder'),
		import('../../core/base/home'),
	]);
	return () => readPublicKeySet(findPackageFolder(), pinnedTrustFolder(environment), Date.now());
}

/** A line in the log for each thing that may run wrongly; matters of style are for the designer's own linter. */
const logFindings = (log: Log) => (findings: Finding[]) => {
	for (const finding of findings.filter(({ rule }) => rule.includes('/') || rule === 'xml'))
		log('warn', 'deployed with a warning', { finding: describeFinding(finding), fix: finding.fix });
};
