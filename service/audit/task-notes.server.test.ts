import { startTask } from '../../test/support/fill-inbox';
import { startOperationsService } from '../../test/support/operations-service';
import type { NotedEntry } from '../../engine-adapter/embedded/state/audit-outbox';
import { waitUntil } from '../../test/support/wait-until';
import { tellOutbox } from '../../cli/audit/tell-verified';
import { taskNotesInspector } from './inspect-task-notes';
import { markOf, TaskNotes } from './task-notes';

let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeEach(async () => void (service = await startOperationsService(['process:read', 'process:run', 'agent:decide', 'audit:read'])));
afterEach(() => service.close());

interface Entry {
	action: string;
	who: { kind: string; value?: { name: string } };
	object: { value: string };
	details: { value?: Record<string, unknown> };
}

const list = async () => ((await service.call('GET audit/entries?act=user_task'))[1] as { items: Entry[] }).items.toReversed();
const listSome = (count: number) =>
	waitUntil(`${count} entries`, async () => {
		const entries = await list();
		return entries.length >= count && entries;
	});

async function change(method: string, path: string, body?: object, scopes = ['process:run', 'agent:decide']) {
	const key = await service.createKey('ana', scopes);
	const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) };
	const { status } = await fetch(`${service.url}/v2/user-tasks/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
	return [status, `key:${key.slice(0, 12)}`] as const;
}

it('notes who completed, assigned, claimed and changed a user task, with the change', async () => {
	const instance = await startTask(service.engine, 'refund', 'Refund', { customer: 'Maria' });
	const [{ key }] = (await service.engine.searchUserTasks({})) as unknown as [{ key: string }];
	const [, ana] = await change('POST', `${key}/assignment`, { assignee: 'bia' });
	await change('DELETE', `${key}/assignee`);
	await change('PATCH', key, { changeset: { priority: 80 } });
	expect((await change('POST', `${key}/completion`, { variables: { secret: 'of Maria' } }))[0]).toBe(204);
	const entries = await listSome(4);
	expect(entries.map(({ action, object }) => [action, object.value])).toEqual(
		['assigned', 'unassigned', 'updated', 'completed'].map((act) => [`user_task.${act}`, key]),
	);
	expect(entries[0]).toMatchObject({
		who: { kind: 'key', value: { name: ana, address: '127.0.0.1' } },
		details: { value: { process: 'refund', instance, element: 'decide', assignee: 'bia', at: expect.stringMatching(/^20/) as string } },
	});
	expect(entries[2]!.details.value).toMatchObject({ changed: ['priority'] });
	expect(JSON.stringify(entries)).not.toContain('Maria');
	expect(await service.engine.listNoted(0, 10)).toEqual([]);
});

it('notes nothing that was refused, and calls it claiming where it is the own name', async () => {
	await startTask(service.engine, 'refund', 'Refund', {}, '<zeebe:assignmentDefinition assignee="bia"/>');
	const [{ key }] = (await service.engine.searchUserTasks({})) as unknown as [{ key: string }];
	expect((await change('POST', `${key}/completion`, {}, ['process:run']))[0]).toBe(403);
	const own = await service.createKey('caio', ['process:run', 'agent:decide']);
	const headers = { authorization: `Bearer ${own}`, 'content-type': 'application/json' };
	const body = JSON.stringify({ assignee: `key:${own.slice(0, 12)}` });
	await fetch(`${service.url}/v2/user-tasks/${key}/assignment`, { method: 'POST', headers, body });
	expect((await listSome(1)).map(({ action }) => action)).toEqual(['user_task.claimed']);
	expect((await change('POST', `${key}/completion`))[0]).toBe(204);
	expect((await change('POST', `${key}/completion`))[0]).toBe(404);
	expect((await listSome(2)).map(({ action }) => action)).toEqual(['user_task.claimed', 'user_task.completed']);
});

it('takes an entry once, however often it is handed over, and none that somebody else wrote', async () => {
	await startTask(service.engine, 'refund', 'Refund');
	const [{ key }] = (await service.engine.searchUserTasks({})) as unknown as [{ key: string }];
	const remove = jest.spyOn(service.engine, 'removeNoted').mockRejectedValueOnce(new Error('killed before it was removed'));
	await change('POST', `${key}/assignment`, { assignee: 'bia' });
	await listSome(1);
	const [row] = await service.engine.listNoted(0, 10);
	await service.engine.read(({ database }) =>
		database.run(
			'INSERT INTO audit_outbox (id, tenant_id, content, mark) VALUES (?, ?, ?, ?)',
			`ff${row!.id.slice(2)}`,
			row!.tenantId,
			row!.content,
			row!.mark,
		),
	);
	await change('POST', `${key}/completion`);
	expect((await listSome(2)).map(({ action }) => action)).toEqual(['user_task.assigned', 'user_task.completed']);
	expect(remove).toHaveBeenCalled();
	await waitUntil('only the foreign row waits', async () => (await service.engine.listNoted(0, 10)).length === 1);
});

it('tells whoever verifies the log how much of user tasks it does not have', async () => {
	await startTask(service.engine, 'refund', 'Refund');
	expect((await service.call('GET audit/verify'))[1]).toMatchObject({ ok: true, tasks: { waiting: 0, foreign: 0 } });
	jest.spyOn(service.engine, 'removeNoted').mockRejectedValue(new Error('The disk is full.'));
	const [{ key }] = (await service.engine.searchUserTasks({})) as unknown as [{ key: string }];
	await change('POST', `${key}/assignment`, { assignee: 'bia' });
	expect((await service.call('GET audit/waiting'))[1]).toMatchObject({ tenant: 'default', tasks: { waiting: 1, foreign: 0 } });
	const [row] = await service.engine.listNoted(0, 1);
	await insert({ ...row!, id: `fe${row!.id.slice(2)}` });
	await insert({ ...row!, id: `fd${row!.id.slice(2)}`, tenantId: 'globex' });
	expect((await service.call('GET audit/verify'))[1]).toMatchObject({ ok: false, tasks: { waiting: 1, foreign: 1 } });
	expect((await service.call('GET audit/waiting', { as: 'theirs' }))[1]).toMatchObject({ tasks: { waiting: 0, foreign: 0 } });
});

const insert = ({ id, tenantId, content, mark }: NotedEntry) =>
	service.engine.read(({ database }) =>
		database.run('INSERT INTO audit_outbox (id, tenant_id, content, mark) VALUES (?, ?, ?, ?)', id, tenantId, content, mark),
	);

/** Opens what follows user tasks beside that of the service, which has no more to do. */
function follow() {
	const faults: Array<[string | undefined, string]> = [];
	const looks: number[] = [];
	const engine = {
		listNoted: (after: number, limit: number) => (looks.push(after), service.engine.listNoted(after, limit)),
		removeNoted: (numbers: readonly number[]) => service.engine.removeNoted(numbers),
	};
	const host = { ...service.host, stateFolder: service.host.stateFolder };
	const reportFault = (fault: unknown, tenant?: string) => void faults.push([tenant, (fault as Error).message]);
	const parts = { engine, host, tenant: 'default', reportFault };
	const notes = new TaskNotes(parts);
	return { notes, parts, faults, looks };
}

/** Has a row of the service wait, which others are made from. */
async function leaveOne() {
	await startTask(service.engine, 'refund', 'Refund');
	const [{ key }] = (await service.engine.searchUserTasks({})) as unknown as [{ key: string }];
	jest.spyOn(service.engine, 'removeNoted').mockRejectedValueOnce(new Error('killed before it was removed'));
	await change('POST', `${key}/assignment`, { assignee: 'bia' });
	await listSome(1);
	return (await service.engine.listNoted(0, 1))[0]!;
}

it('counts what waits of one tenant alone, up to a number, and until it is cancelled', async () => {
	jest.spyOn(service.engine, 'removeNoted').mockRejectedValue(new Error('The disk is full.'));
	await startTask(service.engine, 'refund', 'Refund');
	const [{ key }] = (await service.engine.searchUserTasks({})) as unknown as [{ key: string }];
	await change('POST', `${key}/assignment`, { assignee: 'bia' });
	const row = (await service.engine.listNoted(0, 1))[0]!;
	for (let number = 0; number < 1_200; number += 1) {
		const other = { ...row, id: `${number}`.padStart(row.id.length, '0') };
		await insert({ ...other, tenantId: number < 1_100 ? row.tenantId : 'globex' });
	}
	const inspect = taskNotesInspector(service.engine, service.host, 'default');
	expect(await inspect('default', {})).toEqual({ waiting: 1, foreign: 1_100 });
	expect(await inspect('globex', {})).toEqual({ waiting: 0, foreign: 100 });
	expect(await inspect('default', { max: 1_101 })).toEqual({ waiting: 1, foreign: 1_100 });
	const some = await inspect('default', { max: 1_100 });
	expect(some).toEqual({ waiting: 1, foreign: 1_099, isAtLeast: true });
	expect(tellOutbox(some, 'act', 'on user tasks')[1]).toContain('At least 1,099 acts on user tasks');
	await expect(inspect('default', { signal: AbortSignal.abort(new Error('cancelled')) })).rejects.toThrow('cancelled');
});

it('hands over the entries of the other tenants where the log of one is broken, and reports that one', async () => {
	const row = await leaveOne();
	const { notes, parts, faults } = follow();
	const marked = async (tenantId: string, id: string, content = row.content) => ({
		...{ id, tenantId, content },
		mark: await markOf({ id, tenantId, content }, parts.host),
	});
	const after = (step: string) => `${step}${row.id.slice(2)}`;
	await insert(await marked('acme', after('fa'), 'no JSON'));
	await insert(await marked('acme', after('fb')));
	await insert(await marked('globex', after('fc')));
	await notes.handOver();
	// It looks by itself when it begins, too.
	expect(new Set(faults.map(([tenant]) => tenant))).toEqual(new Set(['acme']));
	expect(faults[0]![1]).toContain('JSON');
	expect((await service.engine.listNoted(0, 10)).map(({ tenantId }) => tenantId)).toEqual(['acme', 'acme']);
	await notes.close();
});

it('reads rows that somebody else wrote once, also where they are replaced', async () => {
	const row = await leaveOne();
	const { notes, looks } = follow();
	for (const step of ['fa', 'fb', 'fc']) await insert({ ...row, id: `${step}${row.id.slice(2)}` });
	await notes.handOver();
	const foreign = await service.engine.listNoted(0, 10);
	expect(foreign).toHaveLength(3);
	looks.length = 0;
	await notes.handOver();
	expect(looks).toEqual([foreign[2]!.number - 1, foreign[2]!.number]);
	await service.engine.removeNoted(foreign.map(({ number }) => number));
	await insert(row);
	await notes.handOver();
	expect(await service.engine.listNoted(0, 10)).toEqual([]);
	await notes.close();
});
