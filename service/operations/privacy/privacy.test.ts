import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { openEvents } from '../../../providers/compose/events/events';
import { closeOpened } from '../../../providers/compose/open-once';
import { openTenants } from '../../../providers/compose/state/host-tenants';
import { findPerson } from './find-person';
import { recordProcessing } from './privacy';

let stateFolder: string;
beforeEach(() => {
	stateFolder = mkdtempSync(join(tmpdir(), 'troupe-privacy-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(stateFolder, { recursive: true, force: true });
});

const contextOf = (tenant: string, providers = {}) => ({
	...{ host: { stateFolder, database: '', tenant, providers }, by: 'user:ana', signal: new AbortController().signal },
});

async function configure(tenant: string): Promise<void> {
	const { host } = contextOf(tenant);
	await (
		await openChannels(host)
	).channels.put(
		{
			...{ tenant, name: 'sales', provider: 'z-api', settings: {}, credential: 'zapi', agent: null, message: null, rules: {} },
			...{ state: 'active', allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:ana' },
		},
		false,
	);
	await (
		await openEvents(host)
	).subscriptions.add(tenant, {
		...{ url: 'https://receiver.example/hook/secret-in-path', types: [], maxAttempts: 5, secret: 'whsec_secret' },
	});
	const rules = { retentionDays: 90, locale: 'pt-BR' };
	await (await openTenants(host))!.set({ name: tenant, rules, changedAt: 1, changedBy: 'user:ana' });
}

it('describes the processing of a tenant by its own rules, and names who gets data without a secret (2witstudios/PageSpace#951)', async () => {
	await configure('acme');
	const record = await recordProcessing.perform({}, contextOf('acme', { openai: { apiKey: 'sk-secret' } }));
	expect(record).toMatchObject({ tenant: 'acme', language: 'pt', rules: { retentionDays: 90, runDays: null } });
	expect(record.recipients).toEqual([
		{ kind: 'channel', name: 'sales', provider: 'z-api', region: null },
		{ kind: 'model', name: 'openai', provider: 'openai', region: null },
		{ kind: 'receiver', name: expect.any(String) as string, provider: 'receiver.example', region: null },
	]);
	expect(JSON.stringify(record)).not.toContain('secret');
	expect(record.page).toContain('90 dias após o último uso');

	const other = await recordProcessing.perform({}, contextOf('globex'));
	expect(other).toMatchObject({ tenant: 'globex', language: 'en', rules: { retentionDays: null }, recipients: [] });
});

it('finds nothing of a person whom nobody knows, and says where it cannot look', async () => {
	const found = await findPerson.perform({ person: 'phone=+5544988887777', language: 'pt' }, contextOf('acme'));
	expect(found).toMatchObject({ contact: null, stored: [] });
	expect(found.notSearched.map(({ id }) => id)).toEqual(expect.arrayContaining(['engine.db processes', 'knowledge.db knowledge']));
	expect(found.elsewhere.find(({ id }) => id === 'n8n-executions')).toMatchObject({ reach: 'part', name: 'n8n: execuções' });
});
