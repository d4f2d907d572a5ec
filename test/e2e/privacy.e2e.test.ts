import { hearPerson } from '../support/privacy/hear-person';
import { closeOpened } from '../../providers/compose/open-once';
import { type Step, webhookWorkflow } from './workflows';
import { startWorld, type World } from './world';

const [ana, bob] = ['5544988880101', '5544988880102'];

let world: World;
let url: string;
let credential: object;
beforeAll(async () => {
	world = await startWorld();
	url = await world.serve();
	const scopes = 'channel:manage,tenant:manage,audit:read';
	const accessToken = (await world.troupe('key', 'create', 'privacy', '--scopes', scopes)).trim();
	credential = await world.api.createCredential('troupeRegistryApi', { baseUrl: url, accessToken, tenant: 'default' });
	const host = { stateFolder: world.home, database: '', tenant: 'default' };
	for (const phone of [ana, bob]) await hearPerson(phone, [{ kind: 'text', text: `watermark of ${phone}` }], host);
	await closeOpened();
}, 900_000);
afterAll(() => world?.stop());

const privacy = (parameters: object, more: object = {}): Step => ({
	...{ name: 'Privacy', type: 'n8n-nodes-troupe.troupePrivacy', typeVersion: 1, parameters },
	credentials: { troupeRegistryApi: credential },
	...more,
});
const split: Step = { name: 'Split', type: 'n8n-nodes-base.splitOut', typeVersion: 1, parameters: { fieldToSplitOut: 'body.people' } };
const all = { responseData: 'allEntries' };

async function ask(path: string, steps: Step[], body: object): Promise<unknown> {
	await world.api.publish(webhookWorkflow(path, steps, [], all), path);
	return (await world.api.ask(path, body)).body;
}

it('exports a person to a file of n8n, which the next node reads', async () => {
	const read: Step = {
		...{ name: 'Read', type: 'n8n-nodes-base.extractFromFile', typeVersion: 1 },
		parameters: { operation: 'fromJson', binaryPropertyName: 'data', destinationKey: 'document', options: {} },
	};
	const exporting = privacy({ resource: 'person', operation: 'export', person: '={{ $json.body.person }}' });
	const answer = await ask('privacy-export', [exporting, read], { person: `phone=+${ana}` });
	expect(answer).toMatchObject([{ document: { format: 'troupe-person-export', version: 1 } }]);
	expect(JSON.stringify(answer)).toContain(`watermark of ${ana}`);
	expect(JSON.stringify(answer)).not.toContain(bob);
});

it('takes failed items to the error output, and both outputs know their items (n8n-io/n8n#12558, n8n-io/n8n#30050)', async () => {
	const find = privacy({ resource: 'person', operation: 'find', person: '={{ $json.person }}' }, { onError: 'continueErrorOutput' });
	const tell: Step = {
		...{ name: 'Tell', type: 'n8n-nodes-base.code', typeVersion: 2 },
		parameters: {
			mode: 'runOnceForEachItem',
			jsCode: "return { json: { asked: $('Split').item.json.person, isStored: $json.isStored, error: $json.error } };",
		},
	};
	const workflow = webhookWorkflow('privacy-errors', [split, find, tell], [], all);
	const toTell = [{ node: 'Tell', type: 'main', index: 0 }];
	Object.assign(workflow.connections, { Privacy: { main: [[], toTell] } });
	const people = ['', `phone=+${ana}`, ' '].map((person) => ({ person }));
	await world.api.publish(workflow, 'privacy-errors');
	expect((await world.api.ask('privacy-errors', { people })).body).toMatchObject(
		['', ' '].map((asked) => ({ asked, error: expect.stringContaining('The field "Person" is empty') as string })),
	);
	const found = webhookWorkflow('privacy-found', [split, find, tell], [], all);
	Object.assign(found.connections, { Privacy: { main: [toTell, []] } });
	await world.api.publish(found, 'privacy-found');
	expect((await world.api.ask('privacy-found', { people })).body).toMatchObject([{ asked: `phone=+${ana}`, isStored: true }]);
});

it('keeps the register of requests, and forgets whom the form says', async () => {
	const create = privacy({ resource: 'request', operation: 'create', person: '={{ $json.body.person }}', kind: 'erasure' });
	const today = { options: { at: '={{ $now }}' } };
	const [noted] = (await ask('privacy-request', [{ ...create, parameters: { ...create.parameters, ...today } }], {
		person: `phone=+${bob}`,
	})) as [{ protocol: string }];
	expect(noted).toMatchObject({ kind: 'erasure', state: 'open', isLate: false });
	const forget = (forgetMode: string) =>
		privacy({ resource: 'person', operation: 'forget', person: '={{ $json.body.person }}', forgetMode });
	const person = { person: `phone=+${bob}` };
	expect(await ask('privacy-count', [forget('dryRun')], person)).toMatchObject([{ dryRun: true, isStored: true }]);
	expect(await ask('privacy-forget', [forget('forget')], person)).toMatchObject([
		{ dryRun: false, status: 'complete', protocols: [noted.protocol], receipt: { sha256: expect.any(String) as string } },
	]);
	expect(await ask('privacy-again', [forget('dryRun')], person)).toMatchObject([{ contact: null }]);
});

it('lists entries of the audit log, with the key of the credential', async () => {
	const find = privacy({ resource: 'audit', operation: 'getAll', limit: 5, options: { act: 'data.exported' } });
	expect(await ask('privacy-audit', [find], {})).toMatchObject([{ action: 'data.exported', who: { kind: 'key' } }]);
});

it('proves an entry to a file that others verify, and says that the log is as it was written', async () => {
	const verify = privacy({ resource: 'audit', operation: 'verify' });
	expect(await ask('privacy-verify', [verify], {})).toMatchObject([{ ok: true, waiting: 0 }]);
	const read: Step = {
		...{ name: 'Read', type: 'n8n-nodes-base.extractFromFile', typeVersion: 1 },
		parameters: { operation: 'text', binaryPropertyName: 'data', destinationKey: 'proof', options: {} },
	};
	const prove = privacy({ resource: 'audit', operation: 'prove', index: 0 });
	expect(await ask('privacy-prove', [prove, read], {})).toMatchObject([
		{ proof: expect.stringMatching(/^c2sp\.org\/tlog-proof@v1\n/) as string },
	]);
});

it('says which scope the key of its credential lacks', async () => {
	const accessToken = (await world.troupe('key', 'create', 'reader', '--role', 'viewer')).trim();
	const reader = await world.api.createCredential('troupeRegistryApi', { baseUrl: url, accessToken, tenant: 'default' });
	const find = privacy({ resource: 'person', operation: 'find', person: 'x' }, { onError: 'continueRegularOutput' });
	expect(await ask('privacy-scope', [{ ...find, credentials: { troupeRegistryApi: reader } }], {})).toMatchObject([
		{ error: expect.stringContaining('channel:manage') as string, details: { code: 'ACCESS_DENIED' } },
	]);
});
