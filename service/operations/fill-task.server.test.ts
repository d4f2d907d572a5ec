import { startTask } from '../../test/support/fill-inbox';
import { startOperationsService } from '../../test/support/operations-service';

let service: Awaited<ReturnType<typeof startOperationsService>>;
let key: string;
beforeAll(async () => {
	service = await startOperationsService(['process:read', 'process:run']);
	await startTask(service.engine, 'refund', 'Refund', { customer: 'Maria' });
	key = (await service.engine.searchUserTasks({}))[0]!.key;
});
afterAll(() => service.close());

interface Filled {
	fields: Array<{ path: string[] }>;
}
const fill = async (entered?: object, as?: 'ours' | 'theirs' | 'nobody') =>
	service.call(`POST user-tasks/${key}/fill`, { body: { ...(entered && { entered }) }, as });
const names = ([, answer]: [number, unknown]) => (answer as Filled).fields.map(({ path }) => path.join('.'));

it('shows what a person sees with the values so far, and why the form cannot be sent', async () => {
	const first = await fill();
	expect(first).toMatchObject([200, { hasForm: true, values: { customer: 'Maria' }, variables: { customer: 'Maria' } }]);
	expect(names(first)).toEqual(['customer', 'amount', 'reason', 'agreed']);
	expect(first[1]).toMatchObject({
		fields: [
			{ label: 'Customer', value: 'Maria', isReadOnly: true, problems: [] },
			{ label: 'Amount', isRequired: true, problems: ['is required'] },
			{ options: [{ value: 'late', label: 'It was late' }, { value: 'broken' }] },
			{ type: 'checkbox', value: false },
		],
	});
	const broken = await fill({ amount: 900, reason: 'broken' });
	expect(names(broken)).toContain('note');
	expect(broken[1]).toMatchObject({ problems: [expect.stringContaining('above 500'), expect.stringContaining('"note"')] });
	const whole = await fill({ amount: 70, reason: 'broken', note: 'The lid is off', agreed: true });
	expect(whole[1]).toMatchObject({ problems: [], values: { amount: 70, reason: 'broken', note: 'The lid is off', agreed: true } });
});

it('says which right a caller lacks to complete it', async () => {
	const needsOf = async (task: string, scopes: string[]) => {
		const headers = { authorization: `Bearer ${await service.createKey('eva', scopes)}`, 'content-type': 'application/json' };
		const answer = await fetch(`${service.url}/api/v1/user-tasks/${task}/fill`, { method: 'POST', headers, body: '{}' });
		return ((await answer.json()) as { needs: string | null }).needs;
	};
	const assigned = '<zeebe:assignmentDefinition assignee="somebody else"/>';
	await startTask(service.engine, 'theirs', 'Theirs', {}, assigned);
	const theirs = (await service.engine.searchUserTasks({})).find(({ name }) => name === 'Theirs')!.key;
	expect(await needsOf(key, ['process:read'])).toBe('process:run');
	expect(await needsOf(key, ['process:read', 'process:run'])).toBeNull();
	expect(await needsOf(theirs, ['process:read', 'process:run'])).toBe('agent:decide');
	expect(await needsOf(theirs, ['process:read', 'process:run', 'agent:decide'])).toBeNull();
});

it('tells the slower of two who completed the task, and when', async () => {
	await startTask(service.engine, 'late', 'Late');
	const late = (await service.engine.searchUserTasks({})).find(({ name }) => name === 'Late')!.key;
	const complete = async (name: string, scopes: string[]) => {
		const authorization = `Bearer ${await service.createKey(name, scopes)}`;
		const answer = await fetch(`${service.url}/v2/user-tasks/${late}/completion`, { method: 'POST', headers: { authorization } });
		return [answer.status, ((await answer.json().catch(() => ({}))) as { detail?: string }).detail];
	};
	expect(await complete('ana', ['process:run'])).toEqual([204, undefined]);
	const who = expect.stringMatching(/^The user task \d+ was completed by key:trp_\S{8} at 20/) as string;
	expect(await complete('bia', ['process:run', 'process:read'])).toEqual([404, who]);
	expect(await complete('caio', ['process:run'])).toEqual([404, expect.stringMatching(/was completed at 20/)]);
	expect(await service.call(`POST user-tasks/${late}/fill`, { body: {} })).toMatchObject([
		409,
		{
			code: 'STATE_CONFLICT',
			detail: who,
			details: { decidedBy: expect.stringMatching(/^key:/) as string, decidedAt: expect.stringMatching(/^20/) as string },
		},
	]);
	expect(await service.call(`POST user-tasks/${late}/fill`, { body: {}, as: 'theirs' })).toMatchObject([
		404,
		{ code: 'RESOURCE_NOT_FOUND' },
	]);
});

it('changes nothing, and is for who reads the task', async () => {
	expect((await service.engine.searchUserTasks({}))[0]).toMatchObject({ key, variables: { customer: 'Maria' } });
	expect(await fill({}, 'theirs')).toMatchObject([404, { code: 'RESOURCE_NOT_FOUND' }]);
	expect(await fill({}, 'nobody')).toMatchObject([403, {}]);
	expect(await service.call('POST user-tasks/1/fill', { body: {} })).toMatchObject([404, { code: 'RESOURCE_NOT_FOUND' }]);
	expect(await service.call('POST user-tasks/x/fill', { body: {} })).toMatchObject([400, { code: 'INPUT_INVALID' }]);
});
