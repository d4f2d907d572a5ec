#!/usr/bin/env node
/**
 * Tries the recipe of docs/operations/keys.md on a real Keycloak: `npm run build && node scripts/try-keycloak.mjs`. It takes one to two minutes, the first
 * time also 160 MB from Maven.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './lib/free-port.mjs';
import { startService } from './lib/processes.mjs';
import { findJava } from './zeebe/find-java.mjs';
import { getKeycloak } from './keycloak/get-keycloak.mjs';
import { createRealm } from './keycloak/create-realm.mjs';

const say = (text) => console.error(text);
const folder = mkdtempSync(join(tmpdir(), 'troupe-keycloak-'));
const services = [];
try {
	const keycloak = await startKeycloak();
	const realm = await createRealm(keycloak);
	say('the realm of the recipe is there');
	await tryTokens(realm);
	console.log('docs/operations/keys.md holds for this Keycloak.');
} finally {
	for (const service of services) await service.stop();
	rmSync(folder, { recursive: true, force: true });
}

/** Starts it in its development mode, with a database in memory. */
async function startKeycloak() {
	const home = await getKeycloak(say);
	const javaHome = await findJava(say);
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const admin = { user: 'admin', password: 'admin' };
	const env = {
		...process.env,
		JAVA_HOME: javaHome,
		KC_BOOTSTRAP_ADMIN_USERNAME: admin.user,
		KC_BOOTSTRAP_ADMIN_PASSWORD: admin.password,
	};
	const args = ['start-dev', '--http-host=127.0.0.1', `--http-port=${port}`, '--db=dev-mem'];
	services.push(startService(join(home, 'bin/kc.sh'), args, { env }));
	await answers(`${url}/realms/master`, 600);
	return { url, ...admin };
}

/** Asks `troupe serve` with what the realm issues. */
async function tryTokens({ issuer, program, person }) {
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const env = {
		...process.env,
		TROUPE_HOME: join(folder, 'home'),
		TROUPE_TENANT: 'acme',
		TROUPE_OIDC_ISSUER: issuer,
		TROUPE_OIDC_AUDIENCE: 'troupe',
		TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles',
		TROUPE_OIDC_ROLES: 'troupe-viewer=viewer,troupe-editor=editor,troupe-admin=admin',
		TROUPE_OIDC_TENANT_CLAIM: 'tenant',
	};
	services.push(startService(process.execPath, ['bin/troupe', 'serve', '--port', String(port)], { env }));
	await answers(`${url}/readyz`, 30);
	const call = async (token, path, body) => {
		const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
		const answer = await fetch(`${url}${path}`, { headers, ...(body && { method: 'POST', body: JSON.stringify(body) }) });
		return answer.status;
	};
	const signal = { signalName: 'none', variables: {} };
	const editor = await program();
	assert.equal(await call(editor.access_token, '/v2/topology'), 200, 'a program reads');
	assert.equal(await call(editor.access_token, '/v2/signals/broadcast', signal), 200, 'an editor sends');
	assert.equal(await call(editor.access_token, '/api/v1/access-keys'), 403, 'an editor manages no keys');
	const viewer = await person('ana');
	assert.equal(await call(viewer.access_token, '/v2/topology'), 200, 'a person reads');
	assert.equal(await call(viewer.access_token, '/v2/signals/broadcast', signal), 403, 'a viewer sends nothing');
	assert.equal(await call(viewer.id_token, '/v2/topology'), 401, 'an ID token gives no access');
	assert.equal(await call(viewer.refresh_token, '/v2/topology'), 401, 'a refresh token gives no access');
	assert.equal(await call((await person('bea')).access_token, '/v2/topology'), 401, 'a person without a tenant has no access');
	assert.equal(await call((await person('globo')).access_token, '/v2/topology'), 403, 'another tenant has no access to this engine');
}

async function answers(url, seconds) {
	for (let second = 0; second < seconds; second++) {
		const ended = services.map(({ child, tail }) => child.exitCode !== null && tail()).find(Boolean);
		if (ended) throw new Error(ended);
		if (
			await fetch(url).then(
				({ ok }) => ok,
				() => false,
			)
		)
			return;
		await sleep(1000);
	}
	throw new Error(`${url} did not answer within ${seconds} s.`);
}
