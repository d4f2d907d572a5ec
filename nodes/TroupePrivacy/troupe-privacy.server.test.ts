import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate } from '../../test/fakes/permissive-gate';
import { startTestService } from '../../test/support/offering-service';
import { hearPerson } from '../../test/support/privacy/hear-person';
import { fakeExecuteFunctions, type FakeExecution } from '../../test/support/n8n/fake-execute-functions';
import { execute } from './execute';

const [phone, other] = ['5544988880001', '5544988880002'];
const person = `phone=+${phone}`;
const scopes = ['channel:manage', 'tenant:manage', 'audit:read'];

let service: Awaited<ReturnType<typeof startTestService>>;
let home: string;
let key: string;
beforeAll(async () => {
	process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-privacy-node-'));
	// As where n8n and the service have one home.
	service = await startTestService([], {}, {}, { home });
	key = await service.createKey('privacy', scopes);
});
afterAll(async () => {
	await service.close();
	await closeOpened();
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

const hear = (text: string, whose = phone) => hearPerson(whose, [{ kind: 'text', text }], { ...service.host, tenant: 'default' });
const access = (accessToken = key, baseUrl = service.url) => ({ troupeRegistryApi: { baseUrl, accessToken, tenant: 'default' } });

async function run(parameters: FakeExecution['parameters'], options: Partial<FakeExecution> = {}): Promise<INodeExecutionData[]> {
	const context = fakeExecuteFunctions({ credentials: access(), ...options, parameters });
	const [output] = await execute.call(context, openGate());
	return output!;
}
const of = (resource: string, operation: string, more: IDataObject = {}) => ({ resource, operation, ...more });
const only = async (parameters: IDataObject) => (await run(parameters))[0]!.json;
const textOf = (item: INodeExecutionData, field: string) => Buffer.from(item.binary![field]!.data, 'base64').toString();

describe('a person', () => {
	beforeAll(() => hear('watermark of Ana'));

	it('is found, with places that cannot be searched', async () => {
		const found = await only(of('person', 'find', { person }));
		expect(found).toMatchObject({ isStored: true, contact: expect.any(String) as string });
		expect((found['stored'] as IDataObject[]).map(({ table }) => table)).toContain('contact_alias');
		expect(found['elsewhere']).not.toHaveLength(0);
		expect(await only(of('person', 'find', { person: 'nobody' }))).toMatchObject({ isStored: false, contact: null, stored: [] });
	});

	it('is exported as files, as fields of the item, or as both, and nobody gets no file', async () => {
		const [files] = await run(of('person', 'export', { person, options: { language: 'pt' } }));
		expect(files!.json).toMatchObject({ isStored: true, rows: expect.any(Number) as number });
		expect(textOf(files!, 'page')).toMatch(/^<!doctype html>[^]*O que guardamos sobre você[^]*watermark of Ana[^]*<\/html>\n$/);
		expect(files!.binary).toMatchObject({
			page: { fileName: 'export.html', mimeType: 'text/html' },
			data: { fileName: 'export.json', mimeType: 'application/json' },
		});
		const document = JSON.parse(textOf(files!, 'data')) as { rows: IDataObject[] };
		expect(document).toMatchObject({ format: 'troupe-person-export', version: 1, leftOut: { others: 0 } });
		const [fields] = await run(of('person', 'export', { person, exportAs: 'fields' }));
		expect(fields!.binary).toBeUndefined();
		expect(JSON.stringify(fields!.json['rows'])).toContain('watermark of Ana');
		expect((await run(of('person', 'export', { person, exportAs: 'both' })))[0]).toMatchObject({
			json: { answer: { person: { names: expect.any(Array) as [] } } },
			binary: { page: {}, data: {} },
		});
		expect(await run(of('person', 'export', { person: 'nobody' }))).toEqual([
			{ json: { isStored: false, rows: expect.any(Number) as number, notReached: expect.any(Array) as [] }, pairedItem: { item: 0 } },
		]);
	});

	it('is corrected and restricted, and released again', async () => {
		const corrections = { name: 'Ana Lima', email: ' ' };
		const rectified = await only(of('person', 'rectify', { person, reason: 'She wrote it', corrections }));
		expect(rectified['changes']).toMatchObject([{ field: 'name', to: 'Ana Lima' }]);
		const reason = 'She asked for it';
		expect(await only(of('person', 'restrict', { person, reason }))).toMatchObject({ state: 'restricted' });
		await expect(run(of('person', 'restrict', { person, reason }))).rejects.toThrow('is restricted already');
		expect(await only(of('person', 'release', { person, reason }))).toMatchObject({ state: 'lifted' });
		const remove = `phone=+${phone}, email=`;
		await expect(run(of('person', 'rectify', { person, reason, corrections: { remove } }))).rejects.toMatchObject({
			description: expect.stringContaining('(INPUT_INVALID)') as string,
		});
	});

	it('is noted with the execution, so that forgetting reaches what n8n stores of it', async () => {
		await run(of('person', 'find', { person }), { executionId: 'e77' });
		expect(Number((await only(of('person', 'find', { person })))['executions'])).toBeGreaterThan(0);
	});

	it('is forgotten where the form says so, and counted where it does not', async () => {
		await hear('of Bob', other);
		const bob = `phone=+${other}`;
		const counted = await only(of('person', 'forget', { person: bob }));
		expect(counted).toMatchObject({ dryRun: true, isStored: true, stored: expect.any(Array) as [] });
		for (const forgetMode of ['Forget', true, ' forget'])
			await expect(run(of('person', 'forget', { person: bob, forgetMode }))).rejects.toThrow('neither dryRun nor forget');
		expect(await only(of('person', 'find', { person: bob }))).toMatchObject({ isStored: true });
		const forgotten = await only(of('person', 'forget', { person: bob, forgetMode: 'forget', options: { language: 'pt' } }));
		expect(forgotten).toMatchObject({ dryRun: false, status: 'complete', receipt: { subject: expect.any(String) as string } });
		expect(JSON.stringify(forgotten)).not.toContain(other);
		expect(await only(of('person', 'find', { person: bob }))).toMatchObject({ contact: null });
		expect(await only(of('person', 'forget', { person: 'nobody-0', forgetMode: 'forget' }))).toMatchObject({ status: 'nobody' });
	});
});

describe('a request', () => {
	it('is noted once, listed, extended and completed', async () => {
		await hear('hello');
		const [today] = new Date().toISOString().split('T');
		const noted = await only(of('request', 'create', { person, kind: 'access', options: { at: today! } }));
		expect(noted).toMatchObject({ isNew: true, state: 'open', at: `${today}T00:00:00.000Z`, law: 'lgpd' });
		const protocol = noted['protocol'] as string;
		expect(await only(of('request', 'create', { person, kind: 'access' }))).toMatchObject({ isNew: false, protocol });
		const luxon = { toISO: () => new Date().toISOString() };
		const second = await only(of('request', 'create', { person, kind: 'erasure', options: { at: luxon as never } }));
		const listed = await run(of('request', 'getAll', { returnAll: true }));
		expect(listed.map(({ json }) => json['protocol'])).toEqual(expect.arrayContaining([protocol, second['protocol']]));
		expect(await run(of('request', 'getAll', { limit: 1 }))).toHaveLength(1);
		expect(await only(of('request', 'get', { protocol: ` ${protocol.toLowerCase()} ` }))).toMatchObject({ protocol });
		expect(await only(of('request', 'extend', { protocol, reason: 'Many records' }))).toMatchObject({ state: 'extended' });
		expect(await only(of('request', 'complete', { protocol, outcome: 'Sent by mail' }))).toMatchObject({ state: 'done' });
		const refused = of('request', 'refuse', { protocol: second['protocol']!, reason: 'Not the person' });
		expect(await only(refused)).toMatchObject({ state: 'refused' });
		expect((await run(of('request', 'getAll', { requestState: 'all' }))).length).toBeGreaterThan(1);
		await expect(run(refused)).rejects.toThrow('waits for an answer');
	});

	it.each(['..', 'a/b', '2026-11-28-7F3K?x=1'])('has no path for a number: %s', async (protocol) => {
		await expect(run(of('request', 'get', { protocol }))).rejects.toThrow('is not the number of a request');
	});
});

it('describes the processing as a page and as fields, and how long data is kept', async () => {
	const [report] = await run(of('report', 'processing', { options: { language: 'pt' } }));
	expect(report!.json).toMatchObject({ tenant: 'default', language: 'pt', activities: expect.any(Array) as [] });
	expect(report!.json).not.toHaveProperty('page');
	expect(textOf(report!, 'page')).toMatch(/^<!doctype html>/);
	const kept = await run(of('report', 'retention', { options: { within: 30 } }));
	expect(kept.map(({ json }) => json['class'])).toContain('conversation');
	expect(kept[0]).toMatchObject({ json: { tenant: 'default', class: 'conversation', due: 0 }, pairedItem: { item: 0 } });
});

it('finds entries of the audit log, page for page', async () => {
	await only(of('person', 'export', { person }));
	const exports = await run(of('audit', 'getAll', { returnAll: true, options: { act: 'data.exported' } }));
	expect(exports.length).toBeGreaterThan(0);
	expect(exports[0]!.json).toMatchObject({ action: 'data.exported', outcome: 'success', who: { kind: 'key' } });
	expect(await run(of('audit', 'getAll', { limit: 2 }))).toHaveLength(2);
	await expect(run(of('audit', 'getAll', { options: { from: 'soon' } }))).rejects.toThrow('expected a time');
});

it('verifies the audit log, proves an entry, and gives the checkpoint to keep', async () => {
	await only(of('person', 'export', { person }));
	expect(await only(of('audit', 'verify'))).toMatchObject({ ok: true, entries: expect.any(Number) as number, waiting: 0 });
	const [proof] = await run(of('audit', 'prove', { index: 0 }));
	expect(proof!.binary!['data']).toMatchObject({ fileName: 'entry-0.tlog-proof' });
	expect(textOf(proof!, 'data')).toBe(proof!.json['proof']);
	expect(proof!.json['proof']).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra \S+\nindex 0\n/);
	const { checkpoint, key: verifier } = await only(of('audit', 'checkpoint'));
	expect(checkpoint).toContain(String(verifier as string).split('+')[0]);
	await expect(run(of('audit', 'prove', { index: 1_000_000 }))).rejects.toMatchObject({
		description: expect.stringContaining('(INPUT_INVALID)') as string,
	});
	for (const index of [-1, 1.5, 'x']) await expect(run(of('audit', 'prove', { index }))).rejects.toThrow('"Index" is not a whole number');
});

describe('what goes wrong', () => {
	it('asks the gate first', async () => {
		const refusing = { admit: () => Promise.reject(new Error('revoked')) };
		await expect(execute.call(fakeExecuteFunctions({ parameters: {} }), refusing)).rejects.toThrow('revoked');
	});

	it.each(['find', 'export', 'forget', 'restrict'])('lets no AI agent %s', async (operation) => {
		for (const options of [{ asTool: true }, { node: { type: 'n8n-nodes-troupe.troupePrivacyTool' } }])
			await expect(run(of('person', operation, { person }), options)).rejects.toMatchObject({
				description: expect.stringContaining('(ACCESS_DENIED)') as string,
			});
	});

	it.each<[IDataObject, RegExp]>([
		[of('person', 'find', { person: ' ' }), /The field "Person" is empty/],
		[of('person', 'find'), /The field "Person" has no value/],
		[of('person', 'find', { person: { a: 1 } }), /The field "Person" is of type object/],
		[of('person', 'constructor', { person }), /has no operation constructor/],
		[of('toString', 'find', { person }), /The resource toString has no operation/],
		[of('person', 'export', { person, exportAs: 'pdf' }), /"Export As" is not one of files, fields, both/],
		[of('request', 'extend', { protocol: 'x', reason: '' }), /The field "Reason" is empty/],
	])('refuses %j', async (parameters, message) => {
		await expect(run(parameters)).rejects.toThrow(message);
	});

	it('repeats no name in an error, which stays when the person is forgotten', async () => {
		const name = 'phone=+5544977776666';
		for (const asked of [
			of('person', 'rectify', { person: name, reason: 'x', corrections: { name: 'y' } }),
			of('person', 'restrict', { person: name, reason: 'x' }),
			of('request', 'create', { person: name, kind: 'access' }),
		]) {
			const error = (await run(asked).catch((thrown: unknown) => thrown)) as Error;
			expect(error.message).toBe('No contact has the id or name in the field "Person".');
			expect(JSON.stringify(error)).not.toContain('77776666');
		}
	});

	it('says what to do about the credential: an empty or refused token, a key without the scope, another service', async () => {
		const find = of('person', 'find', { person });
		const refused = (credentials: FakeExecution['credentials']) => run(find, { credentials });
		await expect(refused(access(' '))).rejects.toThrow('has no access token');
		await expect(refused(access('trp_wrong'))).rejects.toMatchObject({ description: expect.stringContaining('(ACCESS_DENIED)') as string });
		const reader = await service.createKey('reader', ['registry:read']);
		await expect(refused(access(reader))).rejects.toThrow('channel:manage');
		await expect(refused(access(key, 'http://127.0.0.1:1'))).rejects.toMatchObject({
			description: expect.stringContaining('check the base URL in the credential') as string,
		});
	});

	it('goes on with the other items where it continues on fail, each paired with its own (n8n-io/n8n#12558)', async () => {
		const parameters = (item: number) => of('person', 'find', { person: item === 1 ? '' : person });
		const items = [{ json: {} }, { json: {} }, { json: {} }];
		expect(await run(parameters, { items, node: { onError: 'continueRegularOutput' } })).toMatchObject([
			{ json: { isStored: true }, pairedItem: { item: 0 } },
			{ json: { error: expect.stringContaining('"Person"') as string, details: { code: 'INPUT_INVALID' } }, pairedItem: { item: 1 } },
			{ json: { isStored: true }, pairedItem: { item: 2 } },
		]);
	});
});
