/** Credentials of the local n8n for what `npm start` starts beside it: the process engine, and the registry where this home has one. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../lib/explain-failure.mjs';
import { checkout, environment, node24 } from '../lib/setup.mjs';

/**
 * @param {{ serve: { url: string, token: string }, installed: string, home: string, signal?: AbortSignal }} options `home`: that of `troupe serve`
 * @returns {Promise<Array<{ id: string, name: string, type: string, data: Record<string, string> }>>}
 */
export async function serviceCredentials({ serve: { url, token }, ...options }) {
	const engine = { baseUrl: url, authentication: 'basic', user: 'troupe', password: token };
	const credentials = [{ id: 'troupeStartEngine', name: 'Engine of npm start', type: 'camundaApi', data: engine }];
	// Without its root of trust, the service serves no registry.
	if (!existsSync(join(options.home, 'registry/root.jwt'))) return credentials;
	const data = { baseUrl: url, accessToken: await registryKey(options), tenant: 'default' };
	return [...credentials, { id: 'troupeStartRegistry', name: 'Registry of npm start', type: 'troupeRegistryApi', data }];
}

/** The registry does not take the token of the service: n8n gets a key that reads, made once. */
async function registryKey({ installed, home, signal }) {
	const file = join(home, 'n8n-registry-key');
	if (existsSync(file)) return readFileSync(file, 'utf8').trim();
	const key = ['key', 'create', 'n8n', '--scopes', 'registry:read', '--no-expiry', '--allow-from', '127.0.0.1', '--json'];
	const args = ['--disable-warning=ExperimentalWarning', join(installed, 'bin/troupe'), ...key];
	const output = await mustRun('Making a key for the registry', node24, args, {
		cwd: checkout,
		env: environment({ TROUPE_HOME: home }),
		signal,
	});
	const [line] = output.split('\n').filter((each) => each.startsWith('{'));
	const made = JSON.parse(line).secret;
	writeFileSync(file, made, { mode: 0o600 });
	return made;
}
