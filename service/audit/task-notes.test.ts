import { startTask } from '../../test/support/fill-inbox';
import { startOperationsService } from '../../test/support/operations-service';
import { waitUntil } from '../../test/support/wait-until';

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
