import type { Environment } from '../../core/base/settings';
import type { RequestPattern } from '../../core/ports';
import type { Host } from '../../providers/compose/host';
import { isAtLeast, type Level } from '../../sandbox/levels/level';
import type { SandboxLimits } from '../../sandbox/levels/limits';
import { readCallerPermissions, readCallerRules } from './caller-rules';
import { runKinds } from './run-kinds';
import type { RunRequest } from './run-request';
import type { RunHost, SandboxPrograms } from './run-host';

/** What the service gives to all runs. */
export interface RunSurroundings {
	host: Host & { stateFolder: string };
	environment: Environment;
	/** The least level of any run here. */
	least: Level;
	/** The requests that runs of callers can make at most. */
	permitted: readonly RequestPattern[];
	/** The agents that callers can name; undefined for all. */
	offeredAgents?: ReadonlySet<string>;
	programs: SandboxPrograms;
}

/** @throws TroupeError INPUT_INVALID, ACCESS_DENIED for its rules, MANIFEST_… */
export async function openRunHost(
	request: RunRequest,
	tenant: string,
	{ host, environment, least, permitted, offeredAgents, programs }: RunSurroundings,
	signal: AbortSignal,
): Promise<RunHost> {
	const level = request.level !== undefined && isAtLeast(request.level, least) ? request.level : least;
	return {
		host: toCallersHost(host, tenant, level),
		manifest: await host.gate.admit({ kind: 'command', name: 'serve' }),
		...{ environment, programs, offeredAgents, stateFolder: host.stateFolder, level, limits: readLimits(request), signal },
		rules: await readCallerRules(request, permitted),
		permissions: await readCallerPermissions(request),
	};
}

function readLimits({ kind, memoryMb, timeMs }: RunRequest): SandboxLimits {
	const { limits } = runKinds[kind];
	return { ...limits, ...(memoryMb !== undefined && { memoryMb }), ...(timeMs !== undefined && { timeMs }) };
}

/** Scripts of a definition run at the level of the run at least, whatever the definition says. */
function toCallersHost(host: Host, tenant: string, level: Level): Host {
	const { runScript } = host;
	return {
		...{ ...host, tenant },
		...(runScript && {
			runScript: (script, signal) => runScript({ ...script, level: isAtLeast(script.level, level) ? script.level : level }, signal),
		}),
	};
}
