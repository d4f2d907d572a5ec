import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { roles } from '../../access/scopes';
import { startOperationsService } from '../../../test/support/operations-service';

interface Installed {
	files: Array<{ path: string; action: string }>;
	deployed: Array<{ processId: string; version: number }>;
	missing: string[];
	before: string | null;
	scopes: string[];
	values: Record<string, unknown>;
}

let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeAll(async () => {
	service = await startOperationsService(['registry:read', 'process:deploy', 'registry:approve']);
});
afterAll(() => service.close());

it('lists and shows the templates of the package, and no folder of the service', async () => {
	const [status, { items }] = (await service.call('GET templates')) as [number, { items: Array<{ id: string }> }];
	expect([status, items]).toEqual([200, expect.arrayContaining([expect.objectContaining({ id: 'meeting-notes', source: 'package' })])]);
	expect(await service.call('GET templates/meeting-notes')).toMatchObject([
		200,
		{ source: 'package', from: 'meeting-notes', template: { id: 'meeting-notes', files: expect.any(Array) } },
	]);
	expect(await service.call('GET templates/nothing')).toMatchObject([404, { code: 'TEMPLATE_NOT_FOUND' }]);
	for (const path of ['./meeting-notes', '/etc', '~/x', 'templates/meeting-notes'])
		expect(await service.call(`GET templates/${encodeURIComponent(path).replaceAll('.', '%2E')}`)).toMatchObject([
			400,
			{ code: 'INPUT_INVALID' },
		]);
	expect((await service.call('GET templates', { as: 'nobody' }))[0]).toBe(403);
	expect((await service.call('GET templates/meeting-notes', { as: 'nobody' }))[0]).toBe(403);
});

it('installs a template on the service: agents are found by their IDs, and its processes start', async () => {
	const install = (values: object, more: object = {}, as: 'ours' | 'theirs' | 'nobody' = 'ours') =>
		service.call('POST templates/ticket-classifier/install', { body: { values, ...more }, as });
	expect(await install({}, {}, 'nobody')).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	// Agents in a folder are those of all tenants.
	expect(await install({}, {}, 'theirs')).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
	expect(await install({ compnay: 'x' })).toMatchObject([
		400,
		{ code: 'INPUT_INVALID', detail: expect.stringContaining('did you mean company') as string },
	]);
	expect(await install({ company: 'line\nbreak' })).toMatchObject([400, { code: 'INPUT_INVALID' }]);
	const [, planned] = (await install({ company: 'Loja da Ada' }, { dryRun: true })) as [number, Installed];
	expect(planned).toMatchObject({ dryRun: true, deployed: [], agents: ['ticket-classifier'], source: 'package' });
	expect(planned.files.every(({ action }) => action === 'create')).toBe(true);
	const home = service.host.stateFolder;
	expect(existsSync(join(home, 'agents/ticket-classifier'))).toBe(false);

	const [status, installed] = (await install({ company: 'Loja "da" Ada' })) as [number, Installed];
	expect([status, installed]).toMatchObject([200, { agents: ['ticket-classifier'], deployed: [{ version: 1 }] }]);
	const agent = readFileSync(join(home, 'agents/ticket-classifier/agent.json'), 'utf8');
	expect((JSON.parse(agent) as { id: string }).id).toBe('ticket-classifier');
	expect(readFileSync(join(home, 'templates/ticket-classifier/.troupe-template.json'), 'utf8')).toContain('Loja \\"da\\" Ada');
	const [process] = installed.deployed;
	const started = await service.engine.start({ processId: process!.processId, variables: {} });
	expect(started.instanceKey).toMatch(/^\d+$/);

	// Again, with the values of before: nothing is different, and the process has no new version.
	const [, again] = (await install({})) as [number, Installed];
	expect(again).toMatchObject({ values: { company: 'Loja "da" Ada' }, deployed: [{ version: 1 }] });
	expect(new Set(again.files.map(({ action }) => action))).toEqual(new Set(['same']));
	writeFileSync(join(home, 'agents/ticket-classifier/agent.json'), agent.replace('{', '{ '));
	const [, kept] = (await install({ company: 'Other' })) as [number, Installed];
	expect(kept.files.find(({ path }) => path === 'agents/ticket-classifier/agent.json')!.action).toMatch(/^keep/);
});

/** Asks as somebody who has these scopes. */
async function ask(scopes: readonly string[], body: object): Promise<[number, Installed]> {
	const headers = { authorization: `Bearer ${await service.createKey('one', [...scopes])}`, 'content-type': 'application/json' };
	const address = `${service.url}/api/v1/templates/ticket-classifier/install`;
	const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
	return [answer.status, (await answer.json()) as Installed];
}

it('changes what all tenants run for who approves agents alone, and tells before which right is missing', async () => {
	const agent = join(service.host.stateFolder, 'agents/ticket-classifier/agent.json');
	rmSync(agent);
	const refused = await ask(roles.editor, {});
	expect(refused).toMatchObject([403, { code: 'ACCESS_DENIED', detail: expect.stringContaining('registry:approve') as string }]);
	expect(existsSync(agent)).toBe(false);
	expect(await ask(roles.editor, { dryRun: true })).toMatchObject([200, { scopes: ['registry:approve'] }]);
	expect(await ask(roles.admin, {})).toMatchObject([200, { scopes: ['registry:approve'] }]);
	expect(existsSync(agent)).toBe(true);
	// What changes no agent and no policy is a process as any other.
	expect(await ask(roles.editor, {})).toMatchObject([200, { scopes: [] }]);
});

it('fills a form by a dry run: the values of before, and the version that is there', async () => {
	const record = join(service.host.stateFolder, 'templates/ticket-classifier/.troupe-template.json');
	const before = JSON.parse(readFileSync(record, 'utf8')) as { version: string; values: Record<string, unknown> };
	const [, known] = await ask(roles.admin, { dryRun: true });
	expect(known).toMatchObject({ values: before.values, missing: [], before: before.version });
});

it('goes back to an older version only if it is told so', async () => {
	const record = join(service.host.stateFolder, 'templates/ticket-classifier/.troupe-template.json');
	const installed = JSON.parse(readFileSync(record, 'utf8')) as { version: string };
	writeFileSync(record, JSON.stringify({ ...installed, version: '99.0.0' }));
	expect(await ask(roles.admin, { dryRun: true })).toMatchObject([200, { before: '99.0.0', version: installed.version }]);
	expect(await ask(roles.admin, {})).toMatchObject([
		400,
		{ code: 'INPUT_INVALID', detail: expect.stringMatching(/99\.0\.0.* is older/) as string },
	]);
	expect(await ask(roles.admin, { allowOlder: true })).toMatchObject([200, { before: '99.0.0' }]);
	expect(await ask(roles.admin, { dryRun: true })).toMatchObject([200, { before: installed.version }]);
});

it('changes no agent that somebody else wrote', async () => {
	const path = join(service.host.stateFolder, 'agents/sa-telegram/agent.json');
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, '{}');
	const refused = await service.call('POST templates/sa-telegram/install', { body: {} });
	expect(refused).toMatchObject([
		400,
		{ code: 'INPUT_INVALID', detail: expect.stringContaining('agents/sa-telegram/agent.json') as string },
	]);
	expect(readFileSync(path, 'utf8')).toBe('{}');
	for (const name of ['..', './x', '/etc'])
		expect(
			(await service.call(`POST templates/${encodeURIComponent(name).replaceAll('.', '%2E')}/install`, { body: {} }))[0],
		).toBeGreaterThanOrEqual(400);
});

it('is what the commands do at a service', async () => {
	expect((await service.troupe(['template', 'list'])).printed).toMatch(/meeting-notes +\d/);
	const shown = await service.troupe(['template', 'show', 'meeting-notes', '--json']);
	expect([shown.code, JSON.parse(shown.printed)]).toMatchObject([0, { source: 'package', id: 'meeting-notes' }]);
});
