import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject, ITriggerResponse } from 'n8n-workflow';
import { denied } from '../../manifests/registry/access/access';
import { openTestRegistryService, type TestRegistryService } from '../support/registry/registry-service';
import { scopes } from '../../manifests/registry/registry-api';
import type { Registry } from '../../manifests/registry/registry';
import { within } from '../support/wait-until';
import { openGate } from '../fakes/permissive-gate';
import { ada, bob, gatherPeople, type RegistryPeople } from '../support/registry/registry-people';
import { fakeExecuteFunctions } from '../support/n8n/fake-execute-functions';
import { fakeTriggerFunctions, succeeded } from '../support/n8n/fake-trigger-functions';
import { defaultDefinition } from '../../nodes/TroupeAgent/request/default-definition';
import { trigger } from '../../nodes/TroupeEventsTrigger/trigger';
import { execute } from '../../nodes/TroupeRegistry/execute';
import { openRegistry } from '../../manifests/registry/open-registry';

let folder: string;
let people: RegistryPeople;
let registry: Registry;
let service: TestRegistryService;
let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());
const callers: Record<string, typeof ada> = { ada, bob };

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-node-registry-'));
	people = await gatherPeople();
	registry = await openRegistry({ database: join(folder, 'registry.db'), root: people.root, keys: people.signers });
	service = await openTestRegistryService(registry, {
		grantAccess: (token) => {
			const caller = callers[token];
			if (!caller) throw denied('invalid', 'The access token is refused: it expired.', 'Get another.');
			return { caller, scopes: new Set(scopes), expiresAt: Infinity };
		},
	});
});
afterAll(async () => {
	await service.close();
	await registry.close();
	rmSync(folder, { recursive: true, force: true });
});

const pem = (role: 'author' | 'approver') =>
	people.keys[role].privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: role }).toString();
const credentialsOf = (who: string, role?: 'author' | 'approver'): Record<string, ICredentialDataDecryptedObject> => ({
	troupeRegistryApi: { baseUrl: `${service.url}/api/v1/`, accessToken: who, tenant: 'default' },
	...(role && { troupeSigningKeyApi: { privateKey: pem(role).replaceAll('\n', ' '), passphrase: role } }),
});
const list = (value: unknown) => ({ __rl: true, mode: 'list', value }) as IDataObject;

async function run(parameters: IDataObject, credentials: Record<string, ICredentialDataDecryptedObject>): Promise<IDataObject[]> {
	const node = { type: 'n8n-nodes-troupe.troupeRegistry' };
	const context = fakeExecuteFunctions({ parameters: { resource: 'agent', ...parameters }, credentials, node });
	const [output] = await execute.call(context, openGate());
	return output!.map(({ json }) => json);
}

const definition = (version: string) =>
	JSON.stringify({ ...defaultDefinition, id: 'crm-reader', version, purpose: 'Reads the CRM.', capabilities: ['crm.read'] });

describe('Troupe Registry, with a registry over HTTP', () => {
	it('publishes, is refused its own approval, is approved by another, found, switched off and revoked, and each is an event', async () => {
		const given: IDataObject[] = [];
		let heard = Promise.withResolvers<void>();
		const { context } = fakeTriggerFunctions({
			parameters: { source: 'registry', events: ['manifest.published', 'manifest.approved', 'manifest.revoked'] },
			credentials: credentialsOf('bob'),
			workflow: async (item) => {
				given.push(item);
				heard.resolve();
				heard = Promise.withResolvers();
				return succeeded([]);
			},
		});
		const { closeFunction }: ITriggerResponse = await trigger.call(context, openGate());
		close = closeFunction;

		const [draft] = await run({ operation: 'publish', definition: definition('1.0.0') }, credentialsOf('ada', 'author'));
		expect(draft).toMatchObject({ name: 'crm-reader', version: '1.0.0', state: 'draft', author: 'ada@example.com' });
		const approve = { operation: 'approve', manifest: list(draft!.sha256) };
		await expect(run(approve, credentialsOf('ada', 'author'))).rejects.toThrow('but the role approver is needed');
		const [approved] = await run(approve, credentialsOf('bob', 'approver'));
		expect(approved).toMatchObject({ state: 'approved', approvals: [{ approver: 'bob@example.com' }] });

		const search = { operation: 'search', searchBy: 'capabilities', capabilities: 'crm.read' };
		expect(await run(search, credentialsOf('ada'))).toMatchObject([
			{ name: 'crm-reader', reasons: expect.arrayContaining(['has the capability crm.read']) as string[] },
		]);
		const [shown] = await run({ operation: 'get', manifest: list('crm-reader@1.0.0') }, credentialsOf('ada'));
		expect(shown).toMatchObject({ state: 'approved', approvals: '1 of 1', definition: { id: 'crm-reader' } });
		const resolve = { operation: 'resolve', name: list('crm-reader'), range: '^1' };
		expect(await run(resolve, credentialsOf('ada'))).toMatchObject([{ version: '1.0.0' }]);

		const label = { resource: 'label', labelKind: 'agent', name: list('crm-reader'), label: 'production' };
		const key = { kind: 'agent', name: 'crm-reader', label: 'production' };
		await run({ ...label, operation: 'set', labelVersion: '1.0.0', labelReason: 'tried & fine?' }, credentialsOf('ada'));
		expect(await run({ ...resolve, range: 'production' }, credentialsOf('ada'))).toMatchObject([{ version: '1.0.0' }]);
		expect(await run({ ...label, operation: 'getAll' }, credentialsOf('ada'))).toMatchObject([
			{ ...key, version: '1.0.0', state: 'approved', reason: 'tried & fine?' },
		]);
		expect(await run({ ...label, operation: 'delete', labelReason: 'a & b' }, credentialsOf('ada'))).toEqual([{ ...key, deleted: true }]);
		await expect(run({ ...resolve, range: 'production' }, credentialsOf('ada'))).rejects.toThrow(/no label production/);
		const [revoked] = await run({ operation: 'revoke', manifest: list(draft!.sha256), reason: 'it leaks' }, credentialsOf('ada'));
		expect(revoked).toMatchObject({ state: 'revoked', reason: 'it leaks' });
		await expect(run(resolve, credentialsOf('ada'))).rejects.toThrow(/crm-reader/);
		while (given.length < 3) await within('three events', heard.promise, { seen: () => given });
		expect(given.map(({ event, name }) => [event, name])).toEqual([
			['manifest.published', 'crm-reader'],
			['manifest.approved', 'crm-reader'],
			['manifest.revoked', 'crm-reader'],
		]);
	});

	it('says what the registry refuses, why, and what to do', async () => {
		await expect(run({ operation: 'getAll' }, credentialsOf('mallory'))).rejects.toMatchObject({
			message: 'The access token is refused: it expired.',
			description: expect.stringContaining('(ACCESS_DENIED)') as string,
		});
		const nowhere = { troupeRegistryApi: { baseUrl: 'http://127.0.0.1:9', accessToken: 'ada', tenant: 'default' } };
		await expect(run({ operation: 'getAll' }, nowhere)).rejects.toMatchObject({
			description: expect.stringContaining('the base URL in the credential Troupe Registry API') as string,
		});
		for (const [credential, message] of [
			[{ baseUrl: 'registry', accessToken: 'ada' }, 'has no base URL'],
			[{ baseUrl: service.url, accessToken: ' ' }, 'has no access token'],
		] as const)
			await expect(run({ operation: 'getAll' }, { troupeRegistryApi: credential })).rejects.toThrow(message);
	});
});
