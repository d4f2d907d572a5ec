import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { EngineProgram } from './container-settings';

/** Max time of an engine's answer on a busy machine. */
const answerMs = 30_000;
const maxAnswerBytes = 4 * 1024 * 1024;
const maxReason = 300;
/** Paths of the daemon, settings and images for the engine programs. None of it reaches a container. */
const variables = [
	'PATH',
	'HOME',
	'USER',
	'TMPDIR',
	'XDG_RUNTIME_DIR',
	'XDG_CONFIG_HOME',
	'XDG_DATA_HOME',
	'DBUS_SESSION_BUS_ADDRESS',
	'DOCKER_HOST',
	'DOCKER_CONTEXT',
	'DOCKER_CONFIG',
	'DOCKER_CERT_PATH',
	'DOCKER_TLS_VERIFY',
	'CONTAINER_HOST',
	'CONTAINERS_CONF',
	'CONTAINERS_STORAGE_CONF',
	'REGISTRY_AUTH_FILE',
];

export function engineEnvironment(): NodeJS.ProcessEnv {
	return Object.fromEntries(variables.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

/** Asks docker or podman. @throws Error with the reason in one line */
export async function askEngine(program: EngineProgram, args: readonly string[]): Promise<string> {
	try {
		const options = { env: engineEnvironment(), timeout: answerMs, killSignal: 'SIGKILL', maxBuffer: maxAnswerBytes } as const;
		return (await promisify(execFile)(program, args, options)).stdout;
	} catch (error) {
		throw new Error(describeFailure(program, error as NodeJS.ErrnoException & { stderr?: string; killed?: boolean }), { cause: error });
	}
}

function describeFailure(program: EngineProgram, { code, stderr, killed }: { code?: unknown; stderr?: string; killed?: boolean }): string {
	if (code === 'ENOENT') return `${program} is not installed`;
	if (killed) return `${program} did not answer within ${answerMs / 1000} seconds`;
	const reason = (stderr ?? '').split('\n').find((line) => /error|cannot|denied|no such/i.test(line)) ?? stderr?.trim().split('\n')[0];
	return `${program}: ${(reason?.trim() || `it ended with ${String(code)}`).slice(0, maxReason)}`;
}
