import { randomUUID } from 'node:crypto';
import {
	adHocSubProcess,
	chain,
	endEvent,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	userTask,
} from '../../../../test/contract/model-builder';
import type { EngineCaller } from '../../../embedded/engine-caller';
import { openTestService, type TestService } from '../../../../test/support/engine/test-service';

const tools = adHocSubProcess('agent', [scriptTask('lookUp', '=1', 'x')], { jobType: 'agent' });
const models = [
	processModel('asking', [startEvent(), tools, endEvent(), ...chain('start', 'agent', 'end')]),
	processModel('single', [startEvent(), serviceTask('work', { type: 'single' }), endEvent(), ...chain('start', 'work', 'end')]),
	processModel('manual', [startEvent(), userTask('ask', { native: true }), endEvent(), ...chain('start', 'ask', 'end')]),
];
const callers: Record<string, EngineCaller> = {
	home: { tenantId: '<default>', tenants: 'every' },
	acme: { tenantId: 'acme', tenants: ['acme'] },
};

let service: TestService;
beforeEach(async () => {
	service = await openTestService(models, ({ headers }) => callers[String(headers['x-caller'] ?? 'home')]!);
});
afterEach(() => service.close());

type Json = Record<string, unknown>;

async function call(method: string, path: string, body?: object, caller = 'home') {
	const headers = { 'x-caller': caller, ...(body && { 'content-type': 'application/json' }) };
	const response = await fetch(`${service.url}/v2${path}`, { method, headers, body: body && JSON.stringify(body) });
	return { status: response.status, answer: (response.status === 204 ? {} : await response.json()) as Json };
}
const post = (path: string, body: object = {}) => call('POST', path, body);

async function activate(type = 'agent', withLease = true) {
	const { answer } = await post('/jobs/activation', { type, timeout: 60_000, maxJobsToActivate: 1, requestTimeout: -1, withLease });
	return (answer.jobs as Json[])[0] as { jobKey: string; elementInstanceKey: string; jobLeaseToken: string } | undefined;
}

async function begin(processId = 'asking', type = 'agent') {
	const { instanceKey } = await service.engine.start({ processId });
	return { ...(await activate(type))!, instanceKey };
}
const claimOf = ({ elementInstanceKey, jobKey, jobLeaseToken }: Awaited<ReturnType<typeof begin>>) => ({
	...{ elementInstanceKey, jobKey, jobLeaseToken },
});

const text = (words: string) => [{ contentType: 'TEXT', text: words }];
const item = (role: string, fields: Json = {}) => ({
	...{ historyItemId: randomUUID(), loopIteration: 1, role, content: text('Words.'), producedAt: '2026-11-01T10:00:00.000Z' },
	...fields,
});
const configuration = (fields: Json = {}) =>
	item('CONFIGURATION', { model: 'gpt-4o', provider: 'openai', systemPrompt: text('You help.'), ...fields });

async function create(job: Awaited<ReturnType<typeof begin>>, history: object[] = [configuration()]) {
	const { status, answer } = await post('/agent-instances', { ...claimOf(job), history });
	expect(status).toBe(200);
	return answer.agentInstanceKey as string;
}
const agentOf = async (key: string) => (await call('GET', `/agent-instances/${key}`)).answer;
const historyOf = async (key: string, body: object = {}) =>
	(await post(`/agent-instances/${key}/history/search`, body)).answer.items as Json[];

test('a worker says what its agent does, and clients see it', async () => {
	const job = await begin();
	const key = await create(job, [configuration({ limits: { maxModelCalls: 10, maxToolCalls: 20, maxTokens: 5000 } })]);
	expect(await agentOf(key)).toMatchObject({
		agentInstanceKey: key,
		agentDefinitionKey: expect.stringMatching(/^\d+$/) as string,
		status: 'INITIALIZING',
		definition: { model: 'gpt-4o', provider: 'openai', systemPrompt: text('You help.') },
		metrics: { inputTokens: 0, outputTokens: 0, modelCalls: 0, toolCalls: 0, cacheReadTokenCount: 0, reasoningTokenCount: 0 },
		limits: { maxModelCalls: 10, maxToolCalls: 20, maxTokens: 5000 },
		tools: [],
		elementId: 'agent',
		processInstanceKey: job.instanceKey,
		rootProcessInstanceKey: job.instanceKey,
		processDefinitionId: 'asking',
		processDefinitionVersion: 1,
		processDefinitionVersionTag: null,
		tenantId: '<default>',
		completionDate: null,
		elementInstanceKeys: [job.elementInstanceKey],
	});
	const calls = [{ toolCallId: 'one', toolName: 'lookUp', elementId: 'lookUp', arguments: { of: 'it' } }];
	const metrics = { inputTokens: 50, outputTokens: 100, reasoningTokenCount: 7, cacheReadTokenCount: 9, durationMs: 12 };
	const history = [
		configuration({ model: undefined, provider: undefined, systemPrompt: undefined, tools: [{ name: 'lookUp', elementId: 'lookUp' }] }),
		item('ASSISTANT', { toolCalls: calls, metrics }),
		item('ASSISTANT', { loopIteration: 2, metrics: { inputTokens: 5 } }),
	];
	const { status, answer } = await call('PATCH', `/agent-instances/${key}`, { ...claimOf(job), status: 'TOOL_CALLING', history });
	expect(status).toBe(200);
	expect(answer.createdHistory).toMatchObject(history.map(({ historyItemId }) => ({ historyItemId, isDuplicate: false })));
	expect(await agentOf(key)).toMatchObject({
		status: 'TOOL_CALLING',
		metrics: { inputTokens: 55, outputTokens: 100, reasoningTokenCount: 7, cacheReadTokenCount: 9, modelCalls: 2, toolCalls: 1 },
		tools: [],
	});
	expect(await historyOf(key)).toMatchObject([{ role: 'CONFIGURATION', commitStatus: 'COMMITTED', model: 'gpt-4o' }]);
	expect(await historyOf(key, { filter: { commitStatus: 'PENDING', role: 'ASSISTANT' }, page: { limit: 1 } })).toEqual([
		{
			historyItemKey: expect.stringMatching(/^\d+$/) as string,
			historyItemId: history[1]!.historyItemId,
			agentInstanceKey: key,
			elementInstanceKey: job.elementInstanceKey,
			jobKey: job.jobKey,
			jobLeaseToken: job.jobLeaseToken,
			loopIteration: 1,
			role: 'ASSISTANT',
			content: text('Words.'),
			toolCalls: calls,
			metrics: { ...metrics, cacheCreationTokenCount: null },
			commitStatus: 'PENDING',
			producedAt: '2026-11-01T10:00:00.000Z',
			tools: [],
			model: null,
			provider: null,
			limits: { maxModelCalls: -1, maxToolCalls: -1, maxTokens: -1 },
			systemPrompt: [],
		},
	]);
	const result = { type: 'adHocSubProcess', isCompletionConditionFulfilled: true };
	expect((await post(`/jobs/${job.jobKey}/completion`, { jobLeaseToken: job.jobLeaseToken, result })).status).toBe(204);
	expect((await historyOf(key)).map(({ role, loopIteration }) => [role, loopIteration])).toEqual([
		['CONFIGURATION', 1],
		['CONFIGURATION', 1],
		['ASSISTANT', 1],
		['ASSISTANT', 2],
	]);
	expect(await agentOf(key)).toMatchObject({
		status: 'COMPLETED',
		completionDate: expect.any(String) as string,
		definition: { model: 'gpt-4o' },
		tools: [{ name: 'lookUp', description: null, elementId: 'lookUp' }],
	});
	expect((await call('PATCH', `/agent-instances/${key}`, { ...claimOf(job), status: 'IDLE' })).status).toBe(404);
});

test('of an activation that was lost the use counts, and nothing else', async () => {
	const lost = await begin('single', 'single');
	const key = await create(lost);
	const early = item('ASSISTANT', { metrics: { inputTokens: 10 } });
	await call('PATCH', `/agent-instances/${key}`, { ...claimOf(lost), history: [early] });
	await post(`/jobs/${lost.jobKey}/failure`, { retries: 2, jobLeaseToken: lost.jobLeaseToken });
	expect(await activate('single', false)).toBeUndefined();
	const won = { ...lost, ...(await activate('single'))! };
	expect(won.jobLeaseToken).not.toBe(lost.jobLeaseToken);
	const late = [configuration({ model: 'other' }), item('ASSISTANT', { metrics: { inputTokens: 1 } })];
	expect((await call('PATCH', `/agent-instances/${key}`, { ...claimOf(lost), history: late })).status).toBe(200);
	// The same item of another activation is a new one, whose tokens were counted.
	const { answer } = await call('PATCH', `/agent-instances/${key}`, { ...claimOf(won), history: [early, early] });
	expect(answer.createdHistory).toMatchObject([{ isDuplicate: false }, { isDuplicate: true }]);
	expect((await agentOf(key)).metrics).toMatchObject({ inputTokens: 11, modelCalls: 2 });
	expect((await post(`/jobs/${lost.jobKey}/completion`, { jobLeaseToken: lost.jobLeaseToken })).status).toBe(409);
	expect((await post(`/jobs/${lost.jobKey}/completion`)).status).toBe(409);
	expect((await post(`/jobs/${won.jobKey}/completion`, { leaseToken: won.jobLeaseToken })).status).toBe(204);
	const items = await historyOf(key, { filter: { commitStatus: { $exists: true } } });
	expect(items.map(({ commitStatus }) => commitStatus)).toEqual(['COMMITTED', 'DISCARDED', 'DISCARDED', 'DISCARDED', 'COMMITTED']);
	expect(await agentOf(key)).toMatchObject({ status: 'COMPLETED', definition: { model: 'gpt-4o' }, metrics: { inputTokens: 11 } });
});

test('a cancelled instance discards what was not committed', async () => {
	const job = await begin();
	const key = await create(job, [configuration(), item('USER')]);
	await service.engine.cancel(job.instanceKey);
	expect(await historyOf(key, { filter: { commitStatus: 'DISCARDED' } })).toMatchObject([{ role: 'USER' }]);
	expect(await agentOf(key)).toMatchObject({ status: 'COMPLETED' });
});

test('a request that cannot be right is refused, and says why', async () => {
	const job = await begin();
	const claim = claimOf(job);
	const refused = async (body: object, status: number, words: string) => {
		const { status: found, answer } = await post('/agent-instances', { ...claim, history: [configuration()], ...body });
		expect({ found, detail: answer.detail }).toEqual({ found: status, detail: expect.stringContaining(words) as string });
	};
	await refused({ history: [] }, 400, 'No history provided.');
	await refused({ history: [item('USER')] }, 400, 'does not state the model');
	await refused({ history: [item('USER', { model: 'x' })] }, 400, 'of the role USER has model');
	await refused({ history: [configuration({ content: [{ contentType: 'TEXT', object: {} }] })] }, 400, 'Give it "text"');
	await refused({ history: [configuration({ content: [{ contentType: 'IMAGE' }] })] }, 400, 'contentType');
	await refused({ history: [configuration({ historyItemId: '  ' })] }, 400, 'historyItemId');
	await refused({ history: Array.from({ length: 101 }, () => configuration()) }, 400, '100 items');
	await refused({ jobLeaseToken: null }, 400, 'needs a jobLeaseToken');
	await refused({ jobLeaseToken: 'another' }, 404, 'does not hold the lease');
	await refused({ elementInstanceKey: '9999999999999' }, 404, '9999999999999');
	await refused({ jobKey: '9999999999999' }, 404, '9999999999999');
	const manual = await service.engine.start({ processId: 'manual' });
	const asked = await service.engine.findElementInstance('ask', manual.instanceKey);
	await refused({ elementInstanceKey: asked }, 400, 'no agent works');
	const key = await create(job);
	await refused({}, 409, 'already has an agent instance');
	for (const status of ['COMPLETED', 'INITIALIZING', 'thinking'])
		expect((await call('PATCH', `/agent-instances/${key}`, { ...claim, status })).status).toBe(400);
	expect((await call('PATCH', `/agent-instances/${key}`, { ...claim, metrics: { inputTokens: -1 } })).status).toBe(400);
	const other = await begin();
	expect((await call('PATCH', `/agent-instances/${key}`, { ...claimOf(other), history: [item('USER')] })).status).toBe(400);
	expect((await call('GET', '/agent-instances/9999999999999')).status).toBe(404);
	expect((await post('/agent-instances/9999999999999/history/search')).status).toBe(404);
	expect((await post('/agent-instances/search', { filter: { elementInstanceKeys: 'one' } })).status).toBe(400);
});

test('what the first versions of the API sent is understood', async () => {
	const { elementInstanceKey, jobKey, jobLeaseToken: jobLease } = await begin();
	const definition = { model: 'gpt-4o', provider: 'openai', systemPrompt: 'You help.' };
	const { answer } = await post('/agent-instances', { elementInstanceKey, definition, limits: { maxModelCalls: 5 } });
	const key = answer.agentInstanceKey as string;
	const tools = [{ name: 'lookUp', description: 'Looks it up.', elementId: 'lookUp' }];
	const metrics = { modelCalls: 1, inputTokens: 20, toolCalls: 2 };
	await call('PATCH', `/agent-instances/${key}`, { elementInstanceKey, status: 'THINKING', metrics, tools });
	expect(await agentOf(key)).toMatchObject({
		status: 'THINKING',
		definition: { systemPrompt: text('You help.') },
		limits: { maxModelCalls: 5, maxTokens: -1 },
		metrics: { modelCalls: 1, inputTokens: 20, outputTokens: 0, toolCalls: 2 },
		tools,
	});
	const one = { elementInstanceKey, jobKey, jobLease, role: 'USER', content: text('Hello.'), producedAt: '2026-11-01T10:00:00Z' };
	expect(await post(`/agent-instances/${key}/history`, one)).toMatchObject({
		status: 201,
		answer: { historyItemKey: expect.any(String) as string },
	});
	expect((await post(`/agent-instances/${key}/history`, { ...one, jobLease: 'another' })).status).toBe(404);
	expect(await historyOf(key, { filter: { commitStatus: 'PENDING' } })).toMatchObject([
		{ role: 'USER', loopIteration: null, historyItemId: '' },
	]);
});

test('agents are searched by everything that they show, in pages', async () => {
	const [first, second] = [await begin(), await begin('single', 'single')];
	const keys = [await create(first), await create(second)];
	await call('PATCH', `/agent-instances/${keys[1]!}`, { ...claimOf(second), status: 'THINKING' });
	const search = async (body: object) => (await post('/agent-instances/search', body)).answer as { items: Json[]; page: Json };
	const found = async (filter: object) => (await search({ filter })).items.map(({ agentInstanceKey }) => agentInstanceKey);
	expect(await found({})).toEqual(keys);
	expect(await found({ processInstanceKey: second.instanceKey })).toEqual([keys[1]]);
	expect(await found({ status: { $in: ['THINKING'] } })).toEqual([keys[1]]);
	expect(await found({ elementId: 'agent' })).toEqual([keys[0]]);
	expect(await found({ elementInstanceKeys: [{ $eq: second.elementInstanceKey }] })).toEqual([keys[1]]);
	expect(await found({ elementInstanceKeys: [first.elementInstanceKey, second.elementInstanceKey] })).toEqual([]);
	const { items, page } = await search({ sort: [{ field: 'agentInstanceKey', order: 'DESC' }], page: { limit: 1 } });
	expect(items).toMatchObject([{ agentInstanceKey: keys[1] }]);
	expect(page).toMatchObject({ totalItems: 2 });
});

test('an agent of another tenant is not there', async () => {
	const job = await begin();
	const key = await create(job);
	expect((await call('GET', `/agent-instances/${key}`, undefined, 'acme')).status).toBe(404);
	expect((await call('PATCH', `/agent-instances/${key}`, { ...claimOf(job), status: 'IDLE' }, 'acme')).status).toBe(404);
	expect((await call('POST', `/agent-instances/${key}/history/search`, {}, 'acme')).status).toBe(404);
	expect((await call('POST', '/agent-instances', { ...claimOf(job), history: [configuration()] }, 'acme')).status).toBe(404);
	expect((await call('POST', '/agent-instances/search', {}, 'acme')).answer.items).toEqual([]);
});
