import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signAsker } from '../../providers/compose/knowledge/signed-asker';
import { closeOpened } from '../../providers/compose/open-once';
import type { Job } from '../engine/jobs';
import { composeApiKeyStore } from '../../providers/compose/state/api-keys';
import { readAsker, readValidAsker } from './read-asker';

let now = 0;
const host = { stateFolder: mkdtempSync(join(tmpdir(), 'troupe-asker-')), clock: { now: () => now } };
const other = { ...host, stateFolder: mkdtempSync(join(tmpdir(), 'troupe-asker-')) };
beforeEach(() => (now = Date.UTC(2026, 0, 1)));
afterAll(async () => {
	await closeOpened();
	for (const { stateFolder } of [host, other]) rmSync(stateFolder, { recursive: true });
});
const ask = (job: Partial<Job>, of = host) => readAsker({ variables: {}, ...job } as Job, of);
const names = ['person:ana', 'group:hr', 'claim:dept=sales'];

it('asks as the caller who started the instance, with groups and claims, whatever its variables say', async () => {
	const variables = { personId: 'director', personGroups: ['hr'], asker: await signAsker(host, ['group:board']) };
	expect(await ask({ startedBy: 'oidc:ana', asker: names, variables })).toEqual(names);
	expect(await ask({ startedBy: 'key:trp_1', variables })).toEqual([]);
});

it('otherwise asks as nobody, whatever variables say without a signature', async () => {
	expect(await ask({ variables: { personId: 42, personGroups: 'hr' } })).toEqual([]);
	expect(await ask({ variables: { asker: null } })).toEqual([]);
	for (const asker of [
		'group:hr',
		names,
		{ names },
		'operator',
		'.',
		`${Buffer.from('{"names":["group:hr"],"until":9e15}').toString('base64url')}.`,
	])
		await expect(ask({ variables: { asker } })).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
});

it('asks as a signed variable says, for its tenant and conversation, until it ends', async () => {
	const asker = await signAsker(host, names, { conversation: 'c1', hours: 1 });
	const job = { variables: { asker, conversationId: 'c1' } };
	expect(await ask(job)).toEqual(names);
	const refused = { code: 'ACCESS_DENIED', fix: expect.stringContaining('knowledge asker') as string };
	await expect(ask(job, other)).rejects.toMatchObject(refused);
	await expect(ask(job, { ...host, tenant: 'globex' } as typeof host)).rejects.toMatchObject(refused);
	await expect(ask({ variables: { asker, conversationId: 'c2' } })).rejects.toMatchObject({
		message: expect.stringContaining('another conversation') as string,
	});
	await expect(ask({ variables: { asker: asker.replace(/^./, 'f'), conversationId: 'c1' } })).rejects.toMatchObject(refused);
	now += 3_600_000;
	await expect(ask(job)).rejects.toMatchObject({ message: expect.stringContaining('expired') as string });
});

it('signs no name that is not one', async () => {
	await expect(signAsker(host, ['operator'])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

it('searches no longer as a caller whose key was revoked', async () => {
	const store = composeApiKeyStore(host);
	const [key, other] = ['trp_aaaaaaaa', 'trp_bbbbbbbb'].map((id) => ({
		...{ id, tenant: 'default', name: 'n8n', role: 'editor', scopes: [], allowFrom: [], rate: null, createdAt: 0, createdBy: 'user:ana' },
		...{ expiresAt: null, lastUsedAt: null, revokedAt: null, revokedBy: null, replacedBy: null, isSession: false },
	}));
	for (const each of [key!, other!]) await store.add(each, each.id);
	await store.revoke('default', key!.id, { actor: 'user:ana', at: 1 });
	await store.close();
	const job = { asker: names, variables: {} } as Partial<Job> as Job;
	await expect(readValidAsker({ ...job, startedBy: `key:${key!.id}` }, host)).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
	for (const startedBy of [`key:${other!.id}`, 'oidc:ana']) expect(await readValidAsker({ ...job, startedBy }, host)).toEqual(names);
});
