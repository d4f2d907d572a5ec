import { calling } from '../../test/fakes/tool-agent';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { startTask, stateOf } from '../../test/support/fill-inbox';
import { startOperationsService } from '../../test/support/operations-service';
import { listInbox } from './inbox';

const pays = { text: '', ...calling(['pay', { number: 7 }, 'p']), finish: 'tool-calls' } as const;
const rights = ['agent:run', 'agent:decide', 'process:read', 'process:run'];
let service: Awaited<ReturnType<typeof startOperationsService>>;
type Answer = Awaited<ReturnType<typeof listInbox.perform>>;

beforeAll(async () => {
	service = await startOperationsService(rights, { model: scriptedChatModel(pays) });
});
afterAll(() => service.close());

const list = async (query = ''): Promise<Answer> => (await service.call(`GET inbox${query}`))[1] as Answer;
const send = async (path: string, init: RequestInit = {}, scopes = rights) => {
	const authorization = `Bearer ${await service.createKey('some', scopes)}`;
	const response = await fetch(`${service.url}${path}`, { ...init, headers: { authorization, 'content-type': 'application/json' } });
	return { status: response.status, text: await response.text() };
};
const complete = (key: string) => send(`/v2/user-tasks/${key}/completion`, { method: 'POST', body: '{}' });
const due = (date: string) => `<zeebe:taskSchedule dueDate="${date}"/>`;

const titles = ({ items }: Pick<Answer, 'items'>) => items.map(({ title }) => title);

it('has what is due first at the top, by the moment, and what has no time last (medic/cht-core#1983, TracksApp/tracks#428)', async () => {
	await startTask(service.engine, 'later', 'Later', {}, due('2031-05-01T00:00:00Z'));
	await startTask(service.engine, 'never', 'Never');
	await startTask(service.engine, 'zone', 'Zone', {}, due('2030-02-28T23:00:00-03:00'));
	await startTask(service.engine, 'utc', 'UTC', {}, due('2030-03-01T01:00:00Z'));
	await startTask(service.engine, 'late', 'Late', {}, due('2026-01-01T00:00:00Z'));
	expect(titles(await list())).toEqual(['Late', 'UTC', 'Zone', 'Later', 'Never']);
}, 60_000);

it('lists all others where the date of one task is not a date (GothenburgBitFactory/taskwarrior#3639)', async () => {
	await expect(startTask(service.engine, 'odd', 'Odd', {}, due('2026-02-31'))).rejects.toMatchObject({
		message: expect.stringContaining('"2026-02-31" is not a date and time with an offset') as string,
	});
	await startTask(service.engine, 'said', 'Said', { when: 'tomorrow' }, due('=when'));
	expect(await list()).toMatchObject({ total: 5, omitted: [] });
});

it('says who completed a task, and completes it once (medic/cht-core#9612, opencollective/opencollective#351)', async () => {
	const [{ id } = { id: '' }] = (await list('?due=late')).items;
	const answers = await Promise.all([complete(id), complete(id)]);
	expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404]);
	expect((await complete(id)).text).toMatch(/was completed by key:\S+ at .* A task is completed only once/);
	expect(titles(await list())).not.toContain('Late');
});

it('shows a task that names a group to nobody else, and one that names nobody to all (Activiti/Activiti#2093, camunda/camunda-docs#7512)', async () => {
	await startTask(service.engine, 'group', 'Group', {}, '<zeebe:assignmentDefinition candidateGroups="hr"/>');
	const some = await send('/api/v1/inbox', {}, ['process:read', 'process:run']);
	expect(titles(JSON.parse(some.text) as Answer)).toEqual(['UTC', 'Zone', 'Later', 'Never']);
	expect(titles(await list())).toEqual(['UTC', 'Zone', 'Later', 'Never', 'Group']);
});

it('loses nothing between two pages where what was on the first is done meanwhile (a2aproject/A2A#1263)', async () => {
	const first = await list('?limit=2');
	await complete(first.items[0]!.id);
	await startTask(service.engine, 'sooner', 'Sooner', {}, due('2028-01-01T00:00:00Z'));
	const next = await list(`?limit=9&cursor=${first.cursor!}`);
	expect([titles(first), titles(next)]).toEqual([
		['UTC', 'Zone'],
		['Later', 'Never', 'Group'],
	]);
});

it('counts what it lists (tempus2016/taskmate#573, tinyhumansai/opencompany#932)', async () => {
	await service.call('POST agents/clerk/runs', { body: { message: 'Pay.' } });
	const { items, total, counts } = await list('?limit=200');
	for (const { kind, count } of counts) expect([kind, items.filter((one) => one.kind === kind).length]).toEqual([kind, count]);
	expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(total);
	expect((await list('?kind=approval')).total).toBe(1);
});

it('decides nothing where a program opens the links of an approval before a person does (activepieces/activepieces#6671, n8n-io/n8n#13792)', async () => {
	const [{ id, link } = { id: '', link: '' }] = (await list('?kind=approval')).items;
	for (const path of [link, `/approvals/${id}`, `/api/v1/approvals/${id}`, `/approvals/${id}?approved=true`])
		for (const method of ['GET', 'HEAD']) await send(path, { method, redirect: 'manual' });
	expect((await list('?kind=approval')).items).toMatchObject([{ id }]);
	expect(await service.call(`GET runs/${id}`)).toMatchObject([200, { state: 'waiting' }]);
});

it('shows a draft to those who may approve it, and not to its author (mozilla/normandy#1034)', async () => {
	const drafts = ['Ada@example.com', 'bob'].map((author, at) => ({
		...{ sha256: String(at), kind: 'prompt', name: 'tone', version: `1.${at}.0`, author, publishedAt: '2026-11-30T12:00:00Z' },
	}));
	const read = async (subject: string) => {
		const grant = { caller: { tenant: 'default', subject }, scopes: new Set(['registry:read', 'registry:approve']) };
		const host = { ...stateOf(service.host), grant, listDrafts: () => Promise.resolve(drafts) } as never;
		return titles(await listInbox.perform({ kind: 'draft' }, { host, by: subject, signal: new AbortController().signal }));
	};
	expect([await read('ada@example.com'), await read('bob'), await read('eve')]).toEqual([
		['tone 1.1.0'],
		['tone 1.0.0'],
		['tone 1.0.0', 'tone 1.1.0'],
	]);
});
