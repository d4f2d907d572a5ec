import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import type { NodeGate } from '../../core/ports/manifests';
import { closeOpened } from '../../providers/compose/open-once';
import { runNodeTask } from '../../providers/compose/nodes/node-task';
import { hasPermissionModel, listNotHeld } from '../../providers/tools/n8n-node/node-restriction';
import { openGate, openNodeGate } from '../fakes/permissive-gate';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'troupe-machine-permissions-')));
const at = (name: string) => join(home, name);
const folder = at('.n8n/nodes/node_modules/n8n-nodes-toucher');

/** A node that does what its parameter says, as code that was reviewed could do too. */
const node = `
	const fs = require('node:fs');
	const uses = {
		read: (path) => fs.readFileSync(path, 'utf8'),
		write: (path) => fs.writeFileSync(path, 'changed') ?? 'written',
		start: (program) => require('node:child_process').execFileSync(program, ['ran'], { encoding: 'utf8' }).trim(),
		reach: (way) => { try { ways[way](); return 'reached'; } catch ({ code, name }) { return code ?? name; } },
		environment: (name) => process.env[name] ?? 'not there',
		own: () => fs.readFileSync(__dirname + '/note.txt', 'utf8'),
		send: (message) => process.send(JSON.parse(message)) && 'sent',
		ask: (request) => new Promise((resolve) => {
			process.on('message', ({ call, answer }) => call === 9000 && resolve(JSON.stringify(answer)));
			process.send({ kind: 'call', call: 9000, request: JSON.parse(request) });
		}),
		list: (path) => fs.readdirSync(path).join(),
		temporary: () => { const path = require('node:os').tmpdir() + '/own.txt'; fs.writeFileSync(path, 'kept'); return fs.readFileSync(path, 'utf8'); },
	};
	const ways = {
		signal: () => process.kill(process.ppid, 0),
		debugger: () => process._debugProcess(process.ppid),
		database: () => require('node:sqlite'),
		binding: () => process.binding('process_methods'),
	};
	exports.Toucher = class {
		description = {
			displayName: 'Toucher', name: 'toucher', group: ['transform'], version: 1, description: '', defaults: { name: 'Toucher' },
			inputs: ['main'], outputs: ['main'],
			properties: [{ displayName: 'Use', name: 'use', type: 'string', default: '' }, { displayName: 'Of', name: 'of', type: 'string', default: '' }],
		};
		async execute() {
			const use = this.getNodeParameter('use', 0);
			const of = this.getNodeParameter('of', 0);
			if (use === 'store') {
				const data = await this.helpers.prepareBinaryData(Buffer.from(of), 'own.txt');
				const used = (await this.helpers.binaryToBuffer(await this.helpers.getBinaryStream(data.id))).toString();
				return [[{ json: { used }, binary: { data } }]];
			}
			return [[{ json: { used: await uses[use](of) } }]];
		}
	};
`;

beforeAll(() => {
	mkdirSync(join(folder, 'dist'), { recursive: true });
	const named = { name: 'n8n-nodes-toucher', version: '1.0.0', n8n: { nodes: ['dist/Toucher.node.js'] } };
	writeFileSync(join(folder, 'package.json'), JSON.stringify(named));
	writeFileSync(join(folder, 'dist/Toucher.node.js'), node);
	writeFileSync(join(folder, 'dist/note.txt'), 'own');
	mkdirSync(at('data'));
	for (const name of ['data/prices.csv', 'secret.csv']) writeFileSync(at(name), name);
});
afterAll(async () => {
	await closeOpened();
	rmSync(home, { recursive: true });
});

function touch(use: string, of: string, permissions?: Capabilities, more: object = {}) {
	const open = openNodeGate();
	const nodeGate: NodeGate = { admit: async (...subject) => ({ ...(await open.admit(...subject)), ...(permissions && { permissions }) }) };
	const { data, named, ...ofHost } = more as { data?: Record<string, unknown>; /** Secrets that headers name. */ named?: string[] };
	const request = {
		...{ type: 'n8n-nodes-toucher.toucher', typeVersion: 1, name: 'touch', items: [{ json: {} }], parameters: { use, of } },
		...{ execution: '7', workflow: 'prices', timeoutMs: 60_000, ...(data && { data }), ...(named && { secrets: named }) },
	};
	const environment = { ...process.env, N8N_USER_FOLDER: home };
	const host = { gate: openGate(), nodeGate, agentFolders: [], providers: {}, stateFolder: at('state'), environment, ...ofHost };
	return runNodeTask(request, host, new AbortController().signal);
}

const list = (lists: Omit<Capabilities, 'version'>): Capabilities => ({ version: 1, ...lists });
const returned = (used: string) => ({ kind: 'returned', outputs: [[{ json: { used } }]] });
const missing = (capability: string, actual: RegExp) => ({
	code: 'CAPABILITY_MISSING',
	message: expect.stringMatching(
		/The node n8n-nodes-toucher\.toucher of task "touch" tried to .*, which the manifest of n8n-nodes-toucher 1\.0\.0 does not allow/,
	) as string,
	fix: expect.stringMatching(new RegExp(`among its ${capability} approved`)) as string,
	details: { capability, actual: expect.stringMatching(actual) as string },
});

it('without a list, a node uses what the worker can', async () => {
	expect(await touch('read', at('secret.csv'))).toMatchObject(returned('secret.csv'));
	expect(await touch('start', 'echo')).toMatchObject(returned('ran'));
});

it('with a list, it has its package, a folder of its own and the files that are listed', async () => {
	const permissions = list({ files: [{ path: at('data'), access: 'read' }] });
	expect(await touch('own', '', permissions)).toMatchObject(returned('own'));
	expect(await touch('temporary', '', permissions)).toMatchObject(returned('kept'));
	expect(await touch('read', at('data/prices.csv'), permissions)).toMatchObject(returned('data/prices.csv'));
	await expect(touch('read', at('secret.csv'), permissions)).rejects.toMatchObject(missing('files', /^read .*secret\.csv$/));
	await expect(touch('read', at('data/../secret.csv'), permissions)).rejects.toMatchObject(missing('files', /secret\.csv$/));
	await expect(touch('write', at('data/prices.csv'), permissions)).rejects.toMatchObject(missing('files', /^write .*prices\.csv$/));
	// Other packages and tenants would run what it leaves there.
	const cache = at('state/n8n/compile-cache/planted');
	await expect(touch('write', cache, permissions)).rejects.toMatchObject(missing('files', /compile-cache.planted$/));
	await expect(touch('start', 'echo', permissions)).rejects.toMatchObject(missing('programs', /./));
	expect(await touch('environment', 'TROUPE_VAULT_KEY', permissions)).toMatchObject(returned('not there'));
});

it('with a list, it reaches no other process, and no file through SQLite', async () => {
	const ways = { signal: 'EPERM', debugger: 'TypeError', database: 'ERR_UNKNOWN_BUILTIN_MODULE', binding: 'ERR_ACCESS_DENIED' };
	for (const [way, code] of Object.entries(ways)) expect(await touch('reach', way, list({}))).toMatchObject(returned(code));
});

it('with a list, it has the files of its tenant and those of no other', async () => {
	const kept = await touch('store', 'of acme', list({}), { tenant: 'acme' });
	expect(kept).toMatchObject(returned('of acme'));
	const id = (kept as unknown as { outputs: Array<Array<{ binary: { data: { id: string } } }>> }).outputs[0]![0]!.binary.data.id;
	const file = at(`state/n8n/files/${id.replace(/^filesystem-v2:/, '')}`);
	expect(await touch('read', file, list({}), { tenant: 'acme' })).toMatchObject(returned('of acme'));
	for (const use of ['read', 'write'])
		await expect(touch(use, file, list({}), { tenant: 'beta' })).rejects.toMatchObject(missing('files', /binary_data/));
	await expect(touch('list', at('state/n8n/files/workflows'), list({}), { tenant: 'beta' })).rejects.toMatchObject(
		missing('files', /workflows/),
	);
	expect(await touch('store', 'of beta', list({}), { tenant: 'beta' })).toMatchObject(returned('of beta'));
	for (const tenant of ['..', 'acme/../acme'])
		await expect(touch('read', file, list({}), { tenant })).rejects.toMatchObject(missing('files', /binary_data/));
});

it('gets the secrets that its headers name, and no other by asking for it or by its data', async () => {
	const has = { secrets: (name: string) => `value of ${name}` };
	const ask = (name: string, more = {}) => touch('ask', JSON.stringify({ of: 'secret', name }), list({}), { ...has, ...more });
	const refused = returned('{"problem":"the worker refused it"}');
	expect(await ask('BANK_KEY')).toMatchObject(refused);
	expect(await ask('BANK_KEY', { data: { use: 'ask', of: '{"of":"secret","name":"BANK_KEY","x":"${CRM}"}' } })).toMatchObject(refused);
	expect(await ask('CRM', { data: { use: 'ask', of: '{"of":"secret","name":"CRM","x":"${CRM}"}' } })).toMatchObject(refused);
	expect(await ask('CRM', { named: ['CRM'] })).toMatchObject(returned('{"value":"value of CRM"}'));
	expect(await ask('BANK_KEY', { named: ['CRM'] })).toMatchObject(refused);
});

it.each([
	'null',
	'"text"',
	'7',
	'[]',
	'{"kind":"call"}',
	'{"kind":"call","call":1,"request":{"of":"x"}}',
	'{"kind":"ready"}',
	'{"kind":"result"}',
	'{"kind":"fault","fault":null}',
])('a message such as %s from its process does not end the worker', async (message) => {
	expect(await touch('send', message, list({}))).toMatchObject(returned('sent'));
});

it('another list is another process', async () => {
	const writing = list({ files: [{ path: at('data'), access: 'write' }], programs: ['echo'] });
	expect(await touch('write', at('data/prices.csv'), writing)).toMatchObject(returned('written'));
	expect(await touch('start', 'echo', writing)).toMatchObject(returned('ran'));
	await expect(touch('read', at('data/prices.csv'), list({ requests: [] }))).rejects.toMatchObject({ code: 'CAPABILITY_MISSING' });
});

it('says what a machine does not hold', () => {
	const n8n = { folder: '/n8n', version: '2.0.0', program: process.execPath };
	expect(hasPermissionModel(process.execPath)).toBe(true);
	expect(hasPermissionModel('/bin/false')).toBe(false);
	expect(listNotHeld({ files: [], programs: [] }, n8n, '/package')).toEqual([]);
	expect(listNotHeld({ files: [], programs: ['git'] }, n8n, '/package')).toEqual([expect.stringMatching(/which programs/)]);
	expect(listNotHeld({ files: [{ path: 'a*', access: 'read' }], programs: [] }, n8n, '/package')[0]).toMatch(/the file \/package\/a\*/);
	expect(listNotHeld({ files: [], programs: [] }, { ...n8n, program: '/bin/false' }, '/package')[0]).toMatch(/no permission model/);
});
