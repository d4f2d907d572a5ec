import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling } from '../../test/fakes/tool-agent';
import { failWork, handOver, startTask, stateOf } from '../../test/support/fill-inbox';
import { startOperationsService } from '../../test/support/operations-service';
import { hearPerson } from '../../test/support/privacy/hear-person';
import { draftLister } from '../inbox/draft-items';
import { listInbox } from './inbox';

const pays = { text: '', ...calling(['pay', { number: 7 }, 'p']), finish: 'tool-calls' } as const;
const asks = { text: '', ...calling(['askPerson', { question: 'Which one?' }, 'q']), finish: 'tool-calls' } as const;
const rights = [
	...['agent:run', 'agent:decide', 'process:read', 'process:run', 'channel:manage', 'conversation:manage', 'tenant:manage'],
	...['work:manage', 'events:manage'],
];
let service: Awaited<ReturnType<typeof startOperationsService>>;
type Answer = Awaited<ReturnType<typeof listInbox.perform>>;
const list = async (query = '', as?: 'ours' | 'theirs' | 'nobody'): Promise<Answer> => {
	const [status, answer] = await service.call(`GET inbox${query}`, { as });
	expect([status, answer]).toMatchObject([200, {}]);
	return answer as Answer;
};
const kindsOf = ({ items }: Pick<Answer, 'items'>) => items.map(({ kind }) => kind);

let runId: string;
beforeAll(async () => {
	service = await startOperationsService(rights, { model: scriptedChatModel(pays, asks) });
	[, { runId }] = (await service.call('POST agents/clerk/runs', { body: { message: 'Pay.' } })) as [number, { runId: string }];
	await service.call('POST agents/clerk/runs', { body: { message: 'Ask.' } });
	await startTask(service.engine, 'refund', 'Refund', {}, '<zeebe:taskSchedule dueDate="2026-01-01T00:00:00Z"/>');
	await startTask(service.engine, 'others', 'Of others', {}, '<zeebe:assignmentDefinition assignee="bia"/>');
	await hearPerson('5544988880001', [{ kind: 'text', text: 'quais dados vocês têm sobre mim?' }], stateOf(service.host));
	await handOver(service.host, '5544988880002');
	await failWork(service.host, 'often', 3);
	await failWork(service.host, 'once', 1);
});
afterAll(() => service.close());

it('has all kinds in one list, what is due first at the top, with true counts', async () => {
	const { items, total, counts, omitted } = await list();
	expect(kindsOf({ items }).toSorted()).toEqual(['approval', 'data-request', 'hand-over', 'question', 'task', 'task', 'work'].toSorted());
	expect(items[0]).toMatchObject({ kind: 'task', title: 'Refund', process: 'refund', isLate: true, due: '2026-01-01T00:00:00.000Z' });
	const dues = items.map(({ due }) => (due === null ? Infinity : Date.parse(due)));
	expect(dues).toEqual(dues.toSorted((one, other) => one - other));
	expect(items.find(({ kind }) => kind === 'approval')).toMatchObject({
		...{ id: runId, title: 'pay', agent: 'clerk', whenDue: 'end', link: `/console/inbox/approval/${runId}` },
	});
	expect([total, omitted]).toEqual([7, []]);
	expect(Object.fromEntries(counts.map(({ kind, count }) => [kind, count]))).toEqual({
		approval: 1,
		question: 1,
		task: 2,
		settings: 0,
		'hand-over': 1,
		'data-request': 1,
		unsent: 0,
		delivery: 0,
		work: 1,
	});
	// Nothing that a customer, or a model, wrote.
	expect(JSON.stringify(items)).not.toMatch(/number|person, please|88880001/);
});

it('goes from page to page across the kinds, without a gap or a repetition', async () => {
	const whole = (await list()).items.map(({ id }) => id);
	const paged: string[] = [];
	let cursor: string | undefined = '';
	while (cursor !== undefined) {
		const page: Answer = await list(`?limit=3${cursor && `&cursor=${cursor}`}`);
		expect(page.total).toBe(whole.length);
		paged.push(...page.items.map(({ id }) => id));
		({ cursor } = page);
	}
	expect(paged).toEqual(whole);
});

it('filters by kind and by due, and counts all kinds nevertheless (apache/airflow#54347)', async () => {
	const tasks = await list('?kind=task');
	expect([kindsOf(tasks), tasks.total, tasks.counts.length]).toEqual([['task', 'task'], 2, 9]);
	expect((await list('?due=late')).items).toMatchObject([{ title: 'Refund' }]);
	expect(kindsOf(await list('?due=day'))).toContain('hand-over');
	expect(await service.call('GET inbox?due=never')).toMatchObject([400, { code: 'INPUT_INVALID' }]);
});

it('shows each caller what it acts on, of its own tenant', async () => {
	expect(await list('', 'theirs')).toMatchObject({ items: [], total: 0 });
	expect(await list('', 'nobody')).toEqual({ items: [], total: 0, counts: [], omitted: [] });
	const ask = async (scopes: string[]) => {
		const key = await service.createKey('some', scopes);
		const answer = await fetch(`${service.url}/api/v1/inbox`, { headers: { authorization: `Bearer ${key}` } });
		return (await answer.json()) as Answer;
	};
	expect(kindsOf(await ask(['agent:decide:clerk']))).toEqual(['approval', 'question']);
	expect(kindsOf(await ask(['agent:decide:other']))).toEqual([]);
	// A task that names others is not for who may not decide in their place.
	expect((await ask(['process:read', 'process:run'])).items).toMatchObject([{ title: 'Refund' }]);
	expect((await ask(['process:read'])).counts).toEqual([]);
});

it('names a kind that cannot be read, and shows the others', async () => {
	const host = { ...stateOf(service.host), grant: undefined, listDrafts: undefined };
	const grant = {
		caller: { tenant: 'default', subject: 'key:x' },
		scopes: new Set(['process:read', 'process:run', 'work:manage']),
	} as never;
	const listTasks = () => Promise.reject(new Error('postgres://secret'));
	const answer = await listInbox.perform({}, { host: { ...host, grant, listTasks }, by: 'key:x', signal: new AbortController().signal });
	expect(answer).toMatchObject({ items: [{ kind: 'work' }], omitted: [{ kinds: ['task'], code: 'INTERNAL' }] });
	expect(JSON.stringify(answer)).not.toContain('secret');
});

it('reads the drafts of a registry page by page', async () => {
	const asked: unknown[] = [];
	const pages = [{ items: [1, 2], cursor: 'c' }, { items: [3] }];
	const registry = { list: (_caller: unknown, filter: unknown) => (asked.push(filter), Promise.resolve(pages.shift()!)) };
	expect(await draftLister(registry as never)({ tenant: 'default', subject: 'x' }, 900)).toEqual([1, 2, 3]);
	expect(asked).toEqual([
		{ state: 'draft', limit: 500, cursor: undefined },
		{ state: 'draft', limit: 500, cursor: 'c' },
	]);
});

it('is what the command lists at a service, and on the machine', async () => {
	const { code, printed, noted } = await service.troupe(['inbox', 'list']);
	expect([code, printed]).toMatchObject([0, expect.stringMatching(/late.*task.*Refund[\s\S]*approval.*pay/)]);
	expect(noted).toContain('7 ');
	const json = await service.troupe(['inbox', 'list', '--kind', 'data-request', '--json']);
	expect(JSON.parse(json.printed)).toMatchObject({ items: [{ kind: 'data-request' }], total: 1 });
});
