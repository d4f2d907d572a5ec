import type { Environment } from '../../../core/base/settings/setting-names';
import type { RequestPattern } from '../../../core/ports/capabilities/request-pattern';
import type { GateSubject } from '../../../core/ports/manifests';
import type { Host } from '../../../providers/compose/hosts/host';
import { isAtLeast, type Level } from '../../levels/level';
import type { SandboxLimits } from '../../levels/limits';
import { type SandboxJob, recordJob } from '../record-job';
import { readPermissions, readRules } from './request-rules';
import { runBounds } from './run-bounds';
import type { RequestOfKind, RunKind, RunRequest } from './run-request';
import type { SandboxPrograms } from '../inside/programs';
import type { EndedRun, RunHost, RunSite } from './run-host';

interface Kind<Request extends RunRequest> {
	limits: SandboxLimits;
	/** @throws TroupeError before anything of it runs, such as SANDBOX_LEVEL_TOO_LOW */
	run(request: Request, host: RunHost): Promise<EndedRun>;
}

const { outputBytes: codeBytes, programOutputBytes: programBytes } = runBounds;

/** Run kinds of a service and a node, the same as in `troupe sandbox run`. */
const runKinds: { [Name in RunKind]: Kind<RequestOfKind<Name>> } = {
	script: {
		limits: { memoryMb: 256, timeMs: 10_000, outputBytes: codeBytes },
		run: async (request, host) => (await import('./code-runs')).runScriptOf(request, host),
	},
	agent: {
		limits: { memoryMb: 512, timeMs: 120_000, outputBytes: programBytes },
		run: async (request, host) => (await import('./program-runs')).runAgentOf(request, host),
	},
	process: {
		limits: { memoryMb: 512, timeMs: 120_000, outputBytes: programBytes },
		run: async (request, host) => (await import('./program-runs')).runProcessOf(request, host),
	},
	workflow: {
		limits: { memoryMb: 1024, timeMs: 120_000, outputBytes: programBytes },
		run: async (request, host) => (await import('./program-runs')).runWorkflowOf(request, host),
	},
	node: {
		limits: { memoryMb: 1024, timeMs: 120_000, outputBytes: programBytes },
		run: async (request, host) => (await import('./program-runs')).runNodeOf(request, host),
	},
	package: {
		limits: { memoryMb: 512, timeMs: 60_000, outputBytes: codeBytes },
		run: async (request, host) => (await import('./code-runs')).runPackageOf(request, host),
	},
};

/** @throws TroupeError before anything of it runs */
const runKind = (request: RunRequest, host: RunHost): Promise<EndedRun> => (runKinds[request.kind] as Kind<RunRequest>).run(request, host);

export interface RunSurroundings {
	host: Host & { stateFolder: string };
	site: RunSite;
	subject: GateSubject;
	/** Default: that of this process. */
	environment?: Environment;
	least: Level;
	/** The most that runs can request; undefined for all but private networks. */
	permitted?: readonly RequestPattern[];
	/** Agents that callers can name; undefined for all. */
	offeredAgents?: ReadonlySet<string>;
	programs: SandboxPrograms;
}

/** Runs a schema-checked request as a run of the tenant. @throws TroupeError before anything of it runs; RUN_STOPPED */
export function performRequest(
	request: RunRequest,
	{ tenant, ...of }: Pick<SandboxJob, 'runId' | 'by'> & { tenant: string },
	surroundings: RunSurroundings,
	signal: AbortSignal,
): Promise<EndedRun> {
	const { timeMs } = readLimits(request);
	return recordJob({ ...of, kind: request.kind, timeMs }, { ...surroundings.host, tenant }, signal, async (until, job) =>
		runKind(request, { ...(await openRunHost(request, tenant, surroundings, until)), job }),
	);
}

/** @throws TroupeError INPUT_INVALID, ACCESS_DENIED for its rules, MANIFEST_… */
async function openRunHost(
	request: RunRequest,
	tenant: string,
	{ host, site, subject, environment, least, permitted, offeredAgents, programs }: RunSurroundings,
	signal: AbortSignal,
): Promise<RunHost> {
	const level = request.level !== undefined && isAtLeast(request.level, least) ? request.level : least;
	return {
		host: toCallersHost(host, tenant, level),
		manifest: await host.gate.admit(subject),
		site,
		environment,
		programs,
		offeredAgents,
		stateFolder: host.stateFolder,
		level,
		limits: readLimits(request),
		signal,
		rules: await readRules(request, permitted, site),
		permissions: await readPermissions(request, site),
	};
}

function readLimits({ kind, memoryMb, timeMs }: RunRequest): SandboxLimits {
	const { limits } = runKinds[kind];
	return { ...limits, ...(memoryMb !== undefined && { memoryMb }), ...(timeMs !== undefined && { timeMs }) };
}

/** Scripts of a definition run at least at the run's level. */
function toCallersHost(host: Host, tenant: string, level: Level): Host {
	const { runScript } = host;
	return {
		...host,
		tenant,
		...(runScript && {
			runScript: (script, signal) => runScript({ ...script, level: isAtLeast(script.level, level) ? script.level : level }, signal),
		}),
	};
}
