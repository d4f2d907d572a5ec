import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGate } from '../../../test/fakes/permissive-gate';
import type { Job, JobOutcome } from '../../engine/jobs';
import { rememberJobHandler } from './remember-worker';
import type { WorkerHost } from '../task-worker';
import { slowTest } from '../../../test/support/slow-tests';

let host: WorkerHost;
beforeEach(() => {
	const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-remember-'));
	host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder };
});
afterEach(() => rmSync(host.stateFolder!, { recursive: true }));

const job = (headers: Record<string, string>, variables: Record<string, unknown>, more: Partial<Job> = {}): Job => ({
	key: '11',
	type: 'troupe:remember',
	instanceKey: '7',
	processId: 'support',
	processDefinitionKey: '3',
	elementId: 'note',
	elementInstanceKey: '8',
	headers,
	variables,
	retries: 3,
	deadline: 0,
	...more,
});

async function handle(headers: Record<string, string>, variables: Record<string, unknown>, more: Partial<Job> = {}): Promise<JobOutcome> {
	return rememberJobHandler(host)(job(headers, variables, more), new AbortController().signal);
}
const none = { remembered: null, memories: null, conversation: null, preferences: null, personData: null, removed: null };
const turns = (outcome: JobOutcome) =>
	(outcome as unknown as { variables: { conversation: { turns: unknown[] } } }).variables.conversation.turns;

test('remembers facts of a person and a turn of the instance’s conversation, and recalls both', async () => {
	const said = { person: 'ana', facts: 'Owns an X-10', message: 'It leaks.', reply: 'We send a seal.' };
	expect(await handle({}, said)).toEqual({
		kind: 'complete',
		variables: { ...none, remembered: [expect.objectContaining({ text: 'Owns an X-10', kind: 'fact' })] },
	});
	expect(await handle({ operation: 'recall', top: '3' }, { person: 'ana', question: 'Which machine, the X-10?' })).toMatchObject({
		kind: 'complete',
		variables: {
			...none,
			memories: [{ text: 'Owns an X-10' }],
			conversation: { turns: [{ message: 'It leaks.', reply: 'We send a seal.' }] },
		},
	});
});

test('a job that is delivered again keeps everything once; what is really said again comes behind something else', async () => {
	const said = { person: 'ana', facts: ['Likes tea'], message: 'Yes.', reply: 'Good.' };
	for (let delivery = 0; delivery < 3; delivery += 1) await handle({}, said);
	await handle({}, { message: 'And now?', reply: 'Now too.' });
	await handle({}, said);
	const recalled = await handle({ operation: 'recall' }, { person: 'ana' });
	expect(recalled).toMatchObject({ variables: { memories: [{ text: 'Likes tea' }] } });
	expect(turns(recalled)).toHaveLength(3);
});

test('a token that somebody typed into a message is stored by its name, also if the job is delivered again', async () => {
	const said = { message: 'Is it [CPF_1_9hvdsb]?', reply: 'No.' };
	for (let delivery = 0; delivery < 2; delivery += 1) await handle({}, said);
	expect(turns(await handle({ operation: 'recall' }, {}))).toMatchObject([{ message: 'Is it [CPF]?', reply: 'No.' }]);
});

test('what can repeat a text of others keeps that, as the process says with origins', async () => {
	const said = { person: 'ana', facts: ['Pays to XX99', { text: 'Owns an X-10', source: 'person' }], message: 'Read it.', reply: 'Noted.' };
	const sensitivity = { class: ['confidential'] };
	const sources = (outcome: JobOutcome) =>
		(outcome as unknown as { variables: { remembered: Array<{ labels: object }> } }).variables.remembered.map(({ labels }) => labels);
	expect(sources(await handle({}, { ...said, origins: ['document', 'tool'], sensitivity }))).toEqual([
		{ source: 'tool' },
		{ source: 'person' },
	]);
	const recalled = await handle({ operation: 'recall' }, {});
	expect(turns(recalled)).toMatchObject([{ from: ['document', 'tool'], sensitivity }]);
	expect(recalled).toMatchObject({ variables: { origins: ['document', 'tool'] } });
	expect(sources(await handle({}, { person: 'bo', facts: ['Pays to XX99'], origins: ['document'] }))).toEqual([{ source: 'document' }]);
	expect(sources(await handle({}, { person: 'cy', facts: ['Pays to XX99'], origins: 'odd' }))).toEqual([{ source: 'tool' }]);
	expect(sources(await handle({}, { person: 'di', facts: ['Pays to XX99'], origins: [] }))).toEqual([{ source: 'workflow' }]);
	const set = { person: 'ana', set: { iban: 'XX99' }, origins: ['tool'] };
	expect(await handle({ operation: 'preferences' }, set)).toMatchObject({
		kind: 'fail',
		message: expect.stringContaining('set has preferences, which only the person or the workflow sets'),
	});
	expect(await handle({ operation: 'preferences' }, { ...set, set: { iban: null } })).toMatchObject({ kind: 'complete' });
});

test('a conversation is that of the instance, unless the process names one', async () => {
	await handle({}, { message: 'Hello.', reply: 'Hi.' });
	expect(turns(await handle({ operation: 'recall' }, {}, { instanceKey: '8' }))).toEqual([]);
	await handle({}, { conversationId: 'c', message: 'Hello.', reply: 'Hi.' });
	expect(turns(await handle({ operation: 'recall' }, { conversationId: 'c' }, { instanceKey: '8' }))).toHaveLength(1);
});

test('sets preferences, exports a person, and forgets them', async () => {
	expect(await handle({ operation: 'preferences' }, { person: 'ana', set: { language: 'pt' } })).toMatchObject({
		variables: { ...none, preferences: { language: 'pt' } },
	});
	await handle({}, { person: 'ana', message: 'Hello.', reply: 'Hi.' });
	expect(await handle({ operation: 'export' }, { person: 'ana' })).toMatchObject({
		variables: { personData: { memories: [{ text: 'pt' }], conversations: [{ turns: [{ reply: 'Hi.' }] }] } },
	});
	expect(await handle({ operation: 'forget' }, { person: 'ana' })).toMatchObject({ variables: { removed: { memories: 1, turns: 1 } } });
	expect(await handle({ operation: 'export' }, { person: 'ana' })).toMatchObject({ variables: { personData: { memories: [] } } });
});

test('forgets the conversation that is named, and never one that is not', async () => {
	await handle({}, { conversationId: 'c', message: 'Hello.', reply: 'Hi.' });
	expect(await handle({ operation: 'forget' }, { conversationId: 'c' })).toMatchObject({ variables: { removed: { turns: 1 } } });
	expect(await handle({ operation: 'forget' }, {})).toMatchObject({
		kind: 'fail',
		retries: 0,
		message: expect.stringContaining('does not name a person or conversation to forget') as string,
	});
});

test('a person who starts an instance names nobody else, unless the designer lets them', async () => {
	await handle({}, { person: 'ana', facts: ['Likes tea'] });
	const bob = { startedBy: 'oidc:bob' };
	for (const operation of ['export', 'forget', 'recall', 'remember'])
		expect(await handle({ operation }, { person: 'ana', facts: ['Likes rum'] }, bob)).toMatchObject({
			kind: 'fail',
			retries: 0,
			message: expect.stringContaining('names another person') as string,
		});
	expect(await handle({}, { facts: ['Likes rum'] }, bob)).toMatchObject({ kind: 'complete' });
	expect(await handle({ operation: 'export' }, { person: 'bob' }, bob)).toMatchObject({
		variables: { personData: { memories: [{ text: 'Likes rum' }] } },
	});
	for (const operation of ['export', 'recall', 'remember', 'forget'])
		expect(await handle({ operation }, { question: 'rum?', facts: ['Hates rum'] }, { ...bob, asker: ['group:staff'] })).toMatchObject({
			kind: 'fail',
			message: expect.stringContaining('another caller changed the instance') as string,
		});
	expect(await handle({}, { facts: ['Likes ice'] }, { ...bob, asker: ['person:bob'] })).toMatchObject({ kind: 'complete' });
	const any = { operation: 'export', persons: 'any' };
	expect(await handle(any, { person: 'ana' }, bob)).toMatchObject({ variables: { personData: { memories: [{ text: 'Likes tea' }] } } });
	expect(await handle({ persons: 'all' }, { person: 'ana', facts: ['x'] }, bob)).toMatchObject({ kind: 'fail', retries: 0 });
});

test.each<[Record<string, string>, Record<string, unknown>, string]>([
	[{ operation: 'remeber' }, {}, 'Task "note" of process "support" has an unknown operation'],
	[{}, {}, 'facts or turn is missing'],
	[{}, { facts: ['Likes tea'] }, 'person is missing'],
	[{ operation: 'recall', top: 'many' }, { person: 'ana' }, 'top must be integer'],
])('is an incident at once for %j with %j', async (headers, variables, message) => {
	expect(await handle(headers, variables)).toMatchObject({
		kind: 'fail',
		retries: 0,
		message: expect.stringContaining(message) as string,
	});
});

slowTest('hands on no more than an engine takes', async () => {
	const text = 'x'.repeat(90_000);
	for (let number = 0; number < 15; number += 1) await handle({}, { conversationId: 'c', message: `${number} ${text}`, reply: text });
	expect(await handle({ operation: 'recall', turns: '15' }, { conversationId: 'c' })).toMatchObject({
		kind: 'fail',
		message: expect.stringMatching(/^INPUT_TOO_LARGE: The result of memory/) as string,
	});
});

test('asks the gate for its job type', async () => {
	await handle({ operation: 'recall' }, { person: 'ana' });
	expect((host.gate as ReturnType<typeof openGate>).admitted).toContainEqual({ kind: 'job-type', name: 'troupe:remember' });
});
