import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const servers = new Map();

/** Starts a real engine and leaves its addresses, or the reason why there is none, in the environment for test/zeebe/broker/real-engine.ts. */
export async function startServer(name, script, variable) {
	// One that runs already, as its script told of it.
	if (process.env[variable]) return;
	const file = fileURLToPath(new URL(`../../../scripts/${script}`, import.meta.url));
	// Its standard input ends with this process, however it ends, and the engine with it.
	const server = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'inherit'] });
	servers.set(variable, server);
	const [line] = await Promise.race([
		once(createInterface({ input: server.stdout }), 'line'),
		once(server, 'exit').then(() => ['{"unavailable":"it ended before it was ready"}']),
	]);
	process.env[variable] = line;
	const { unavailable } = JSON.parse(line);
	if (unavailable === undefined) return;
	if (process.env.CI === 'true') throw new Error(`The real ${name} cannot run here: ${unavailable}`);
	process.stderr.write(`skipped: the tests on the real ${name}, because: ${unavailable}\n`);
}

export async function stopServer(variable) {
	const server = servers.get(variable);
	if (server === undefined || server.exitCode !== null) return;
	server.stdin.end();
	await once(server, 'exit');
}
