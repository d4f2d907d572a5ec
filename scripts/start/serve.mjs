/** `troupe serve` of the package that n8n uses: the embedded engine with its REST API and the agent worker. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startService } from '../lib/processes.mjs';
import { step } from '../lib/progress.mjs';
import { SetupError } from '../lib/setup-error.mjs';
import { checkout, environment, node24 } from '../lib/setup.mjs';
import { installSandboxParts } from './sandbox-parts.mjs';
import { choosePort, rememberService } from './services.mjs';

/** @returns {Promise<{ name: string, url: string, token: string, tokenFile?: string, logFile: string, ended: Promise<unknown>, stop(): Promise<void> }>} */
export async function startServe({ home, installed, host, servePort, progress, signal }) {
	const command = join(installed, 'bin/troupe');
	const port = await choosePort('troupe serve', servePort, 8600, progress);
	installSandboxParts(home);
	const logFile = join(home, 'logs/serve.log');
	const url = `http://127.0.0.1:${port}`;
	return step(progress, `troupe serve: ${url}`, async () => {
		const args = ['--disable-warning=ExperimentalWarning', command, 'serve', '--host', host, '--port', String(port)];
		const service = startService(node24, args, { cwd: checkout, env: environment({ TROUPE_HOME: home }), logFile });
		rememberService(home, service.child.pid, command);
		await waitUntilReady(`${url}/readyz`, service, { logFile, signal });
		return { name: 'troupe serve', url, ...readToken(home), logFile, ended: service.ended, stop: () => service.stop() };
	});
}

/** Makes a link that signs a browser on this machine in to the console, once. @param {{ url: string, token: string }} serve */
export async function createConsoleLink({ url, token }) {
	const response = await fetch(`${url}/api/v1/console/links`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}` },
		signal: AbortSignal.timeout(30_000),
	});
	if (!response.ok)
		throw new SetupError(`troupe serve made no link to its console: it answered ${response.status}.`, 'Ask for one: troupe console');
	return (await response.json()).url;
}

/** Returns the token that callers of the engine send: TROUPE_API_TOKEN, otherwise what the service wrote into its home. */
function readToken(home) {
	const token = process.env.TROUPE_API_TOKEN?.trim();
	if (token) return { token };
	const tokenFile = join(home, 'api-token');
	return { token: readFileSync(tokenFile, 'utf8').trim(), tokenFile };
}

async function waitUntilReady(url, service, { logFile, signal }) {
	let ended = false;
	void service.ended.then(() => (ended = true));
	for (const deadline = Date.now() + 120_000; !ended && !signal.aborted && Date.now() < deadline; await sleep(50)) {
		const ready = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
			({ ok }) => ok,
			() => false,
		);
		if (ready) return;
	}
	await service.stop();
	signal.throwIfAborted();
	throw new SetupError(`troupe serve did not become ready. Its last output:\n${service.tail().trim()}`, `Read ${logFile}.`);
}
