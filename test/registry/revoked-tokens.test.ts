import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toJwk } from '../../manifests/keys/create-keys';
import { signPayload } from '../../manifests/token/sign-token';
import { createKeySigner } from '../../manifests/token/signer';
import { AccessTokens } from '../../manifests/registry/access/access-tokens';
import { RevocableAccess } from '../../manifests/registry/access/revocable-access';
import type { Registry } from '../../manifests/registry/registry';
import type { AccessToken } from '../../manifests/registry/registry-api';
import { ada, bob, carol, gatherPeople, type RegistryPeople } from '../support/registry/registry-people';
import { openTestRegistryService, type TestRegistryService } from '../support/registry/registry-service';
import { waitUntil } from '../support/wait-until';
import { onBoth, type Databases } from '../support/servers/databases';
import { openAuditedRegistry } from '../support/registry/audited-registry';

onBoth('access tokens', (create) => {
	let databases: Databases;
	let people: RegistryPeople;
	let folder: string;
	let now = Date.now();
	const open: Array<{ registry: Registry; service: TestRegistryService }> = [];

	beforeAll(async () => {
		[databases, people] = [await create(), await gatherPeople()];
		folder = mkdtempSync(join(tmpdir(), 'troupe-tokens-'));
		writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [toJwk(people.keys.secondSnapshot)] }));
	});
	afterAll(async () => {
		await databases.remove();
		rmSync(folder, { recursive: true });
	});
	beforeEach(async () => {
		const database = await databases.create();
		// Two processes on one database.
		for (const _ of [1, 2]) {
			const registry = await openAuditedRegistry({ database, root: people.root, keys: people.signers, clock: () => now });
			const access = new RevocableAccess({
				tokens: new AccessTokens({ keysFile: join(folder, 'keys.json'), now: () => now }),
				revocations: (tenant) => registry.revocations(tenant),
				noteUse: (grant) => registry.noteUse(grant),
				reportFault: (error) => {
					throw error;
				},
				now: () => now,
			});
			open.push({ registry, service: await openTestRegistryService(registry, access) });
		}
	});
	afterEach(async () => {
		for (const { registry, service } of open.splice(0)) {
			await service.close();
			await registry.close();
		}
	});

	const issue = (subject: string, jti: string, scope = 'registry:read registry:admin') => {
		const iat = Math.floor(now / 1000);
		const claims = { iss: 'troupe', aud: 'troupe-registry', sub: subject, tenant: 'default', scope, iat, exp: iat + 3600, jti };
		const { keyId, privateKey } = people.keys.secondSnapshot;
		return signPayload('at+jwt', JSON.stringify(claims), createKeySigner(keyId, privateKey));
	};
	const send = async (token: string, path: string, body?: unknown, process = 0) => {
		const answer = await fetch(`${open[process]!.service.url}/api/v1/${path}`, {
			method: body === undefined ? 'GET' : 'POST',
			headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		return { status: answer.status, body: (await answer.json()) as { code?: string; detail?: string; tokens: AccessToken[] } };
	};
	const statusOf = async (token: string, process: number) => (await send(token, 'policy', undefined, process)).status;
	const list = async (admin: string) => (await send(admin, 'tokens')).body.tokens;
	/** Within 250 ms; waited for, as other tests run too. */
	const untilRefused = (token: string) =>
		waitUntil(
			'both processes to refuse the token',
			async () => (await statusOf(token, 0)) === 401 && (await statusOf(token, 1)) === 401,
			// The registry limits how often a caller is refused.
			{ everyMs: 300, forMs: 10_000 },
		);

	it('are listed once they were used, with their end and their last use', async () => {
		const [admin, machine] = [await issue('admin', 'a1'), await issue('n8n-1', 'm1', 'registry:read')];
		expect(await statusOf(machine, 1)).toBe(200);
		const tokens = await waitUntil('both to be listed', async () => {
			const listed = await list(admin);
			return listed.length === 2 && listed;
		});
		expect(tokens).toMatchObject([
			{ id: 'a1', subject: 'admin', scopes: ['registry:read', 'registry:admin'] },
			{ id: 'm1', subject: 'n8n-1', scopes: ['registry:read'], expiresAt: new Date((Math.floor(now / 1000) + 3600) * 1000).toISOString() },
		]);
		expect(tokens[1]).toMatchObject({ lastUsedAt: new Date(now).toISOString() });
		expect((await open[0]!.registry.audit(ada, {})).items).toEqual([]);
	});

	it('end one by one, in every process, also where the registry never saw them', async () => {
		const [admin, stolen, other] = [await issue('admin', 'a1'), await issue('n8n-1', 'm1'), await issue('n8n-1', 'm2')];
		expect([await statusOf(stolen, 0), await statusOf(other, 1)]).toEqual([200, 200]);
		const revoked = await send(admin, 'tokens/revocations', { id: 'm1', reason: 'laptop stolen' });
		expect(revoked).toMatchObject({ status: 200, body: { tokens: [{ id: 'm1', revokedBy: 'admin', reason: 'laptop stolen' }] } });
		await untilRefused(stolen);
		expect(await statusOf(other, 1)).toBe(200);
		expect((await send(stolen, 'policy')).body).toMatchObject({
			code: 'ACCESS_DENIED',
			detail: expect.stringContaining('was revoked') as string,
		});
		await send(admin, 'tokens/revocations', { id: 'never-used' });
		await untilRefused(await issue('n8n-2', 'never-used'));
		const { items } = await open[0]!.registry.audit(ada, { action: 'access_token.revoked' });
		expect(items).toMatchObject([{ object: 'never-used' }, { object: 'm1', subject: 'admin', details: { reason: 'laptop stolen' } }]);
	});

	it('end together for a person, and those that are issued later count', async () => {
		const [admin, one, other] = [await issue('admin', 'a1'), await issue(carol.subject, 'c1'), await issue('Carol@Example.com', 'c2')];
		expect(await statusOf(one, 0)).toBe(200);
		await send(admin, 'tokens/revocations', { subject: carol.subject });
		await untilRefused(one);
		await untilRefused(other);
		now += 2_000;
		expect(await statusOf(await issue(carol.subject, 'c3'), 1)).toBe(200);
	});

	it('end with the last key of their person in the root, and come back with a new one', async () => {
		const { registry } = open[0]!;
		const [keyOfBob, keyOfCarol] = [people.keys.approver.keyId, people.keys.second.keyId];
		const [bobs, carols, machine] = [await issue(bob.subject, 'b1'), await issue(carol.subject, 'c1'), await issue('n8n-1', 'm1')];
		expect([await statusOf(bobs, 0), await statusOf(carols, 1)]).toEqual([200, 200]);
		const { roles, owners = {}, keys } = people.rootDocument;
		const withoutCarol = {
			keys: keys.filter(({ kid }) => kid !== keyOfCarol),
			roles: { ...roles, approver: { keyIds: [keyOfBob], threshold: 1 } },
			owners: Object.fromEntries(Object.entries(owners).filter(([keyId]) => keyId !== keyOfCarol)),
		};
		await registry.addRoot(ada, people.edition({ ver: 2, ...withoutCarol }));
		await untilRefused(carols);
		expect((await send(carols, 'policy')).body.detail).toContain('no longer lets carol@example.com sign');
		expect([await statusOf(bobs, 0), await statusOf(machine, 1)]).toEqual([200, 200]);
		await registry.addRoot(ada, people.edition({ ver: 3 }));
		await waitUntil('the token to count again', async () => (await statusOf(carols, 0)) === 200);
	});

	it('entries of the audit name the version and the reason, of refused changes too', async () => {
		const { registry } = open[0]!;
		const tone = people.prompt('tone', '1.0.0');
		await registry.publish(ada, { token: tone.token });
		await expect(registry.approve(ada, tone.sha256, { token: people.approval(tone) })).rejects.toMatchObject({ code: 'APPROVAL_REFUSED' });
		await registry.approve(bob, tone.sha256, { token: people.approval(tone) });
		await registry.revoke(bob, tone.sha256, { reason: 'leaks' });
		const identity = { kind: 'prompt', name: 'tone', version: '1.0.0' };
		expect((await registry.audit(ada, {})).items).toMatchObject([
			{ action: 'manifest.revoked', object: tone.sha256, details: { ...identity, reason: 'leaks' } },
			{ action: 'manifest.approved', details: { ...identity, state: 'approved' } },
			{ action: 'manifest.approved', outcome: 'refused', details: { ...identity, code: 'APPROVAL_REFUSED' } },
			{ action: 'manifest.published', details: identity },
		]);
	});

	it('are revoked by administrators, with one of id and subject', async () => {
		const [admin, reader] = [await issue('admin', 'a1'), await issue('n8n-1', 'm1', 'registry:read')];
		expect((await send(reader, 'tokens')).status).toBe(403);
		expect((await send(reader, 'tokens/revocations', { id: 'a1' })).status).toBe(403);
		for (const body of [{}, { id: 'a1', subject: 'admin' }, { id: 'a b' }])
			expect((await send(admin, 'tokens/revocations', body)).status).toBe(400);
	});
});
