/**
 * Measures starts of processes over `/v2`: `troupe serve` in its own process, called with an API key, against a bare Fastify that writes the
 * same rows, synced as the engine's. Autocannon calls both in turns with more and more connections; each counts with its best rate whose p99 is at most
 * 100 ms. The value is the share of the bare server's rate that the service reaches. Goal: 0.6.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ApiKeys } from '../../../service/access/keys/api-keys';
import { endEvent, flow, processModel, serviceTask, startEvent } from '../../../test/contract/model-builder';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { composeApiKeyStore } from '../../../providers/compose/state/api-keys';
import { compareRates, startServer, stopServer } from '../../compare-servers';

const variables = { message: 'Where is my order?', customer: 'c-4711', total: 129.9 };
const model = processModel('loaded', [
	startEvent(),
	serviceTask('work', { type: 'nobody-works-on-this' }),
	endEvent(),
	flow('a', 'start', 'work'),
	flow('b', 'work', 'end'),
]);

export async function run(): Promise<number> {
	mkdirSync('build', { recursive: true });
	const home = mkdtempSync(resolve('build', 'bench-serve-'));
	const children: ChildProcess[] = [];
	try {
		const key = await createKey(home);
		const options = ['--no-registry', '--no-worker', '--port', '0', '--engine-rate', '100000000'];
		const environment = { TROUPE_HOME: home, TROUPE_API_TOKEN: '', TROUPE_DATABASE_URL: '', TROUPE_TENANT: '', BENCH: 'serve-load' };
		const service = await startServer(['bin/troupe', 'serve', ...options], children, environment);
		const bare = await startServer(['bench/peers/bare-fastify.mjs', await startOnce(join(home, 'bare.db'))], children);
		await deploy(service, key);
		const request = {
			path: '/v2/process-instances',
			headers: { authorization: `Bearer ${key}` },
			bodies: [JSON.stringify({ processDefinitionId: 'loaded', variables })],
		};
		return await compareRates({ name: 'troupe serve', url: service, ...request }, { name: 'bare Fastify', url: bare, ...request });
	} finally {
		for (const child of children) await stopServer(child);
		rmSync(home, { recursive: true, force: true });
	}
}

/** Makes a database of the engine with one instance. */
async function startOnce(file: string): Promise<string> {
	const engine = await openEmbeddedEngine({ file });
	await engine.deploy([model]);
	await engine.start({ processId: 'loaded', variables });
	await engine.close();
	return file;
}

async function createKey(home: string): Promise<string> {
	const store = composeApiKeyStore({ stateFolder: home });
	const request = { tenant: 'default', name: 'load', scopes: ['process:deploy', 'process:run'] };
	const { secret } = await new ApiKeys(store).create(request, { subject: 'bench' });
	await store.close();
	return secret;
}

async function deploy(url: string, key: string): Promise<void> {
	const form = new FormData();
	form.append('resources', new Blob([model.content]), model.name);
	const answer = await fetch(`${url}/v2/deployments`, { method: 'POST', body: form, headers: { authorization: `Bearer ${key}` } });
	if (!answer.ok) throw new Error(await answer.text());
}
