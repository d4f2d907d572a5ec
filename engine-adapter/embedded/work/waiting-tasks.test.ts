import { chain, endEvent, extensions, type ModelPart, processModel, startEvent } from '../../../test/contract/model-builder';
import type { EmbeddedEngine } from '../embedded-engine';
import { openEmbeddedEngine } from '../open-embedded-engine';
import type { TenantIds } from '../state/tenants';
import { TenantEngine } from '../tenant-engine';
import { waitsFor } from './named-people';
import { listWaitingTasks, searchUserTaskDetails } from './work-directory';

let engine: EmbeddedEngine;
beforeEach(async () => (engine = await openEmbeddedEngine({ file: ':memory:' })));
afterEach(() => engine.close());

const task = (properties: string): ModelPart => ({
	tag: 'userTask',
	id: 'decide',
	extensions: extensions(`<zeebe:userTask/>${properties}`),
});
const named = (names: string) => `<zeebe:assignmentDefinition ${names}/>`;
/** Starts a process that waits for the people of its variables. */
async function start(id: string, properties: string, variables: object = {}, tenantId?: string): Promise<string> {
	await engine.deploy([processModel(id, [startEvent(), task(properties), endEvent(), ...chain('start', 'decide', 'end')])], tenantId);
	const { instanceKey } = await engine.start({ processId: id, variables: variables as never, ...(tenantId !== undefined && { tenantId }) });
	const found = await engine.read((kernel) => searchUserTaskDetails(kernel, { instanceKey, tenants: 'every' }));
	return found[0]?.key ?? 'none';
}

const person = (name: string, decides = false) => ({ name, decides });
const list = async (name: string, { decides = false, max = 10, tenants = ['<default>'] as TenantIds } = {}) =>
	engine.read((kernel) => listWaitingTasks(kernel, { tenants, person: person(name, decides), max }).map(({ key }) => key));

it('lists what names a person, and what names nobody, the oldest first, up to the max', async () => {
	const bias = await start('a', named('assignee="bia"'));
	const anybodys = await start('b', '');
	const adas = await start('c', named('candidateUsers="=users" assignee=""'), { users: ['ada', 'ana', 'ada'] });
	await start('d', named('candidateGroups="clerks"'));
	const given = await start('e', named('assignee="ada" candidateUsers="bia"'));
	expect(await list('ada')).toEqual([anybodys, adas, given]);
	expect(await list('ada', { max: 2 })).toEqual([anybodys, adas]);
	expect(await list('bia')).toEqual([bias, anybodys]);
	expect(await list("everybody' OR 1 = 1 --")).toEqual([anybodys]);
	for (const name of ['open', 'everybody', 'person:ada']) expect(await list(name)).toEqual([anybodys]);
	const all = await engine.read((kernel) => searchUserTaskDetails(kernel, { tenants: 'every' }));
	expect(await list('eve', { decides: true })).toEqual(all.map(({ key }) => key));
	for (const name of ['ada', 'ana', 'bia', 'eve'])
		expect(await list(name)).toEqual(all.filter(({ properties }) => waitsFor(properties, person(name))).map(({ key }) => key));
});

it('follows what is given to another, given back and done', async () => {
	const key = await start('a', named('candidateUsers="ada,bia"'));
	await engine.assignUserTask(key, 'bia', { allowOverride: false });
	expect([await list('ada'), await list('bia')]).toEqual([[], [key]]);
	await engine.assignUserTask(key, '', { allowOverride: true });
	expect([await list('ada'), await list('bia')]).toEqual([[key], [key]]);
	await engine.updateUserTask(key, { candidateUsers: '["ana"]' });
	expect([await list('ada'), await list('ana')]).toEqual([[], [key]]);
	await engine.completeUserTask(key, {});
	expect([await list('ana'), await list('eve', { decides: true })]).toEqual([[], []]);
	expect(await engine.read(({ database }) => database.get('SELECT count(*) AS n FROM waiting_task'))).toEqual({ n: 0 });
});

it('lists nothing about which listeners decide', async () => {
	const listeners = '<zeebe:taskListeners><zeebe:taskListener eventType="assigning" type="check"/></zeebe:taskListeners>';
	const key = await start('a', listeners);
	expect(await list('ada')).toEqual([key]);
	await engine.assignUserTask(key, 'ada', { allowOverride: false });
	expect(await list('ada')).toEqual([]);
	const [job] = await engine.activate('check', { limit: 1, timeoutMs: 60_000 });
	await engine.answer(job!.key, { kind: 'complete', variables: {} });
	expect(await list('ada')).toEqual([key]);
});

it('keeps tenants apart, and lists all of them to whoever may see all', async () => {
	const acmes = new TenantEngine(engine, { tenantId: 'acme', tenants: ['acme'] });
	const own = await start('a', named('assignee="ada"'));
	const other = await start('b', '', {}, 'acme');
	expect(
		await acmes.read((kernel, tenants) => listWaitingTasks(kernel, { tenants, person: person('ada'), max: 9 }).map(({ key }) => key)),
	).toEqual([other]);
	expect([await list('ada'), await list('ada', { tenants: ['acme', '<default>'] })]).toEqual([[own], [own, other]]);
	expect([await list('ada', { tenants: 'every' }), await list('ada', { tenants: [] })]).toEqual([[own, other], []]);
});
