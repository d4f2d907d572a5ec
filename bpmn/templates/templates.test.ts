import { validateZeebe } from '@bpmn-io/element-templates-validator';
import { definitionIdPattern } from '../../core/base/text/definition-id';
import type { Job } from '../../engine-adapter/engine/jobs';
import { toJobOutcome } from '../../engine-adapter/to-job-outcome';
import { handOverVariables, readHandOverJob } from '../../engine-adapter/workers/channels/hand-over-job-input';
import { guardrailJobHandler } from '../../engine-adapter/workers/guardrails/guardrail-worker';
import { crmVariables, readCrmJob } from '../../engine-adapter/workers/crm/crm-job-input';
import {
	ingestVariables,
	readIngestTask,
	readRetrieveTask,
	retrieveVariables,
} from '../../engine-adapter/workers/knowledge/knowledge-job-input';
import { memoryVariables, readMemoryTask } from '../../engine-adapter/workers/knowledge/memory-job-input';
import { evalVariables, readEvalJob } from '../../engine-adapter/workers/evaluation/eval-job-input';
import { modelJobHandler } from '../../engine-adapter/workers/model-worker';
import { httpVariables, readHttpJob } from '../../engine-adapter/workers/requests/http-job-input';
import { readResultMapping } from '../../engine-adapter/workers/requests/result-mapping';
import { toolboxVariables } from '../../engine-adapter/workers/toolbox/toolbox-variables';
import { readWorkflowTask, workflowVariables } from '../../engine-adapter/workers/requests/workflow-worker';
import { jobTypes } from '../job-types';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { openGate } from '../../test/fakes/permissive-gate';
import { jobResults } from '../job-types';
import type { JobType } from '../job-types';
import { elementTemplates } from '.';
import { n8nNodeHeaders, n8nNodeVariables } from './n8n/n8n-node-job';
import { slowTest } from '../../test/support/slow-tests';

const all = elementTemplates.flatMap(({ template }) => template.properties);
const of = (id: string) => elementTemplates.find(({ template }) => template.id === id)!.template.properties;
const listResults = (id: string) => [...jobResults[id.replace('.', ':') as JobType]].sort();

test.each(elementTemplates)('$fileName is an element template', ({ template }) => {
	expect(validateZeebe(template)).toMatchObject({ valid: true, errors: null });
});

test('no field that may stay empty has a pattern: the modeler holds an empty one to it', () => {
	const held = all.filter(({ constraints }) => constraints?.pattern);
	expect(held.length).toBeGreaterThan(0);
	expect(held.filter(({ constraints, value }) => !constraints!.notEmpty && value === undefined)).toEqual([]);
});

test('there is one for each job type', () => {
	const types = all.filter(({ binding }) => binding.type === 'zeebe:taskDefinition' && binding.property === 'type');
	// One has a field for the job type of a trigger too.
	expect([...new Set(types.flatMap(({ value }) => value ?? []))]).toEqual([...jobTypes]);
});

test.each(elementTemplates)('$fileName leaves the task its own outputs', ({ template }) => {
	expect(template.entriesVisible).toEqual({ outputs: true });
});

test('a toolbox has the fields of an agent, and the names of tool calls that its job reads', () => {
	const fields = (id: string) =>
		of(id).flatMap(({ binding }) => (binding.type === 'zeebe:property' ? [] : (binding.key ?? binding.name ?? [])));
	const elsewhere = ['agentState', 'decisions', 'resultVariable', 'resultExpression'];
	expect(fields('troupe.agent-toolbox')).toEqual(fields('troupe.agent').filter((name) => !elsewhere.includes(name)));
	const adHoc = of('troupe.agent-toolbox').filter(({ binding }) => binding.type === 'zeebe:adHoc');
	const names = adHoc.map(({ value }) => value!).join();
	expect(names.match(/\w*toolCall\w*/g)!.filter((name) => !['toolCall', 'toolCallResult', ...toolboxVariables].includes(name))).toEqual([]);
	expect(names).toContain('toolCallResults');
});

test('the results of an agent are what its job returns', () => {
	const outcome = {
		kind: 'reply',
		reply: '',
		citations: [],
		usage: {},
		guardrails: [],
		searches: [],
		manifest: {},
		agent: {},
	} as unknown as AgentOutcome;
	const { variables } = toJobOutcome(outcome, { output: { schema: {} }, tools: { handOver: true } }) as { variables: object };
	expect(listResults('troupe.agent')).toEqual(Object.keys(variables).sort());
});

test('the results of a guardrail are what its job returns', async () => {
	const handle = guardrailJobHandler({ gate: openGate(), agentFolders: [], providers: {} });
	const job = { headers: { operation: 'restore' }, variables: { text: 'x' }, instanceKey: '1' } as unknown as Job;
	const { variables } = (await handle(job, new AbortController().signal)) as { variables: object };
	expect(listResults('troupe.guardrail')).toEqual(Object.keys(variables).sort());
});

slowTest('the results of a model task are what its job returns', async () => {
	const handle = modelJobHandler({ gate: openGate(), agentFolders: [], providers: {} });
	const job = { headers: { operation: 'estimate', models: 'openai:any' }, variables: { prompt: 'x' } } as unknown as Job;
	const { variables } = (await handle(job, new AbortController().signal)) as { variables: object };
	expect(listResults('troupe.model')).toEqual(Object.keys(variables).sort());
});

test('the form of a node of n8n has a field for all that its jobs read and return', () => {
	const names = of('troupe.n8n-node').flatMap(({ binding }) => (binding.type === 'zeebe:input' ? [binding.name] : []));
	const keys = of('troupe.n8n-node').flatMap(({ binding }) => (binding.type === 'zeebe:taskHeader' ? [binding.key] : []));
	expect(keys.sort()).toEqual(Object.values(n8nNodeHeaders).sort());
	expect(names.sort()).toEqual(Object.values(n8nNodeVariables).sort());
});

const withResults = elementTemplates.map(({ template }) => template.id).filter((id) => id !== 'troupe.agent-toolbox');
test.each(withResults)('the form of %s says what its result expression sees', (id) => {
	const { description = '' } = of(id).find((property) => property.id === 'resultExpression')!;
	expect(listResults(id).filter((name) => !new RegExp(`\\b${name}\\b`).test(description))).toEqual([]);
});

test.each([
	['troupe.ingest', (job: Job) => readIngestTask(job, []), ingestVariables],
	['troupe.retrieve', (job: Job) => readRetrieveTask(job, []), retrieveVariables],
	['troupe.remember', readMemoryTask, memoryVariables],
])('the form of %s has a field for all that its jobs read', (id, read, variables) => {
	const asked = new Set<string>();
	const record = (_: object, name: string | symbol) => void asked.add(String(name));
	const job = { headers: new Proxy({}, { get: record }), variables: { collection: 'c', text: 't', question: 'q' }, instanceKey: '1' };
	read(job as unknown as Job);
	const bound = of(id).map(({ binding }) => ('key' in binding && binding.key) || ('name' in binding && binding.name));
	expect(asked).toContain('timeoutMs');
	expect(bound.filter((name, place) => name && bound.indexOf(name) < place && !variables.includes(String(name)))).toEqual([]);
	expect([...asked, ...variables].filter((name) => !bound.includes(name))).toEqual([]);
});

test('the form of a CRM task has a field for all that its jobs read', () => {
	const asked = new Set<string>();
	const known: Record<string, string> = { credential: 'c', operation: 'findCompany' };
	const headers = new Proxy(known, { get: (_, name: string) => (asked.add(name), known[name]) });
	readCrmJob({ headers, variables: { cnpj: '12ABC34501DE35' }, elementInstanceKey: '1' } as unknown as Job);
	const bound = of('troupe.crm').map(({ binding }) => ('key' in binding && binding.key) || ('name' in binding && binding.name));
	expect(asked.size).toBeGreaterThan(8);
	expect([...asked, ...crmVariables].filter((name) => !bound.includes(name))).toEqual([]);
});

test('the form of an evaluation has a field for all that its jobs read', () => {
	const asked = new Set<string>();
	readEvalJob({ headers: new Proxy({}, { get: (_, name) => void asked.add(String(name)) }), variables: { set: 's' } } as unknown as Job);
	const bound = of('troupe.eval').map(({ binding }) => ('key' in binding && binding.key) || ('name' in binding && binding.name));
	expect(asked.size).toBeGreaterThan(6);
	expect([...asked, ...evalVariables].filter((name) => !bound.includes(name))).toEqual([]);
});

const authentications = ['credential', 'basic', 'bearer', 'header', 'oauth2'];

test.each([
	[
		'troupe.http',
		httpVariables,
		authentications.map((authentication) => (job: Job) => readHttpJob({ ...job, headers: asking(job, { authentication }) })),
	],
	['troupe.n8n-workflow', workflowVariables, [readWorkflowTask]],
])('the form of %s has a field for all that its jobs read', async (id, variables, reads) => {
	const asked = new Set<string>();
	const job = { headers: {}, variables: { url: 'https://a.example' }, key: '1', asked } as unknown as Job;
	for (const read of reads) read({ ...job, headers: asking(job) });
	await readResultMapping({ ...job, headers: asking(job) });
	const bound = of(id).map(({ binding }) => ('key' in binding && binding.key) || ('name' in binding && binding.name));
	expect(asked.size).toBeGreaterThan(4);
	expect([...asked, ...variables].filter((name) => !bound.includes(name))).toEqual([]);
});

test('the form of troupe.hand-over has a field for all that its jobs read', () => {
	const asked = new Set<string>();
	const job = { variables: { conversation: 'c', reason: 'r' }, asked } as unknown as Job;
	readHandOverJob({ ...job, headers: asking(job) });
	const bound = of('troupe.hand-over').map(({ binding }) => ('key' in binding && binding.key) || ('name' in binding && binding.name));
	expect(asked.size).toBeGreaterThan(4);
	expect([...asked, ...handOverVariables].filter((name) => !bound.includes(name))).toEqual([]);
});

/** Headers that write down which of them are asked for. */
function asking(job: object, known: Record<string, string> = {}): Record<string, string> {
	const texts: Record<string, string> = { url: 'https://a.example', credential: 'c', ...known };
	const secrets = ['username', 'password', 'token', 'authName', 'authValue', 'tokenUrl', 'clientId', 'clientSecret'];
	return new Proxy(texts, {
		get(_, name: string) {
			(job as { asked: Set<string> }).asked.add(name);
			return texts[name] ?? (secrets.includes(name) ? '${KEY}' : undefined);
		},
	});
}

test('the form takes the ids that agents may have, and ranges of published ones', () => {
	const pattern = of('troupe.agent').find(({ id }) => id === 'agent')?.constraints?.pattern?.value ?? '';
	expect(pattern).toContain(definitionIdPattern.slice(1, -1));
	const takes = (text: string) => new RegExp(pattern).test(text);
	const good = ['support', 'support@^1.2', 'registry:support', 'support@>=1.2.0 <2', 'support@1.3.0-rc.1', 'support@1.x || ~2.1'];
	expect(good.filter((text) => !takes(text))).toEqual([]);
	expect(['Support', 'support@', '@^1', 'support@^1@^2', 'support\n@^1', '../support'].filter(takes)).toEqual([]);
});
