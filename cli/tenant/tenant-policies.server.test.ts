import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentDefinition } from '../../core/agents/definition/agent-definition';
import { runAgent } from '../../core/agents/run-agent';
import { guardrailJobHandler } from '../../engine-adapter/workers/guardrails/guardrail-worker';
import { modelJobHandler } from '../../engine-adapter/workers/model-worker';
import { composeAgent } from '../../providers/compose/agents/agent';
import { openGate } from '../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { composeGuard } from '../../providers/compose/guardrails/guard';
import { openTenants } from '../../providers/compose/state/host-tenants';
import { runCheck } from '../guardrails/guard-run';
import { testTerminal } from '../../test/support/test-terminal';
import { runTenantSet } from './tenant-run';

let home: string;
let server: Awaited<ReturnType<typeof startOpenAiServer>>;
beforeAll(async () => void (server = await startOpenAiServer()));
afterAll(() => server.close());
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-tenant-policies-'));
	mkdirSync(join(home, 'policies'));
	keep('short', { check: 'length', name: 'short', stages: ['input', 'output'], characters: { max: 12 }, action: 'block' });
	keep('no-links', { check: 'pattern', name: 'no-links', patterns: ['https?://'], stages: ['input'], action: 'block' });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const never = new AbortController().signal;

const keep = (id: string, ...checks: object[]) =>
	writeFileSync(join(home, 'policies', `${id}.json`), JSON.stringify({ id, onFailure: 'block', checks }));

const open = async ({ tenant }: { tenant?: string }) => createHost(tenant ?? 'default');

async function demand(tenant: string, ...policies: string[]): Promise<string> {
	const terminal = testTerminal({ TROUPE_HOME: home });
	await runTenantSet(tenant, { policies }, terminal, open);
	return terminal.printed.join('\n');
}

const definition = (policy?: object): AgentDefinition => ({
	...{ id: 'support', version: '1.0.0', name: 'Support', purpose: 'Answers.', capabilities: [], prompt: 'Answer briefly.' },
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	guardrails: { personalData: { types: [], action: 'token' }, ...(policy && { policy: policy as never }) },
	limits: { messageCharacters: 4000, modelCalls: 2, outputTokens: 500, tokens: 8000, wallClockMs: 30_000 },
});

const createHost = (tenant: string) => ({
	gate: openGate(),
	agentFolders: [],
	policyFolders: [join(home, 'policies')],
	stateFolder: home,
	tenant,
	providers: { openai: { apiKey: 'sk-fake', baseUrl: `${server.url}/v1` } },
});

async function ask(tenant: string, message: string, policy?: object, changes: object = {}) {
	const parts = await composeAgent({ kind: 'inline', definition: definition(policy) }, { ...createHost(tenant), ...changes });
	return runAgent({ message, conversationId: 'c' }, parts, never);
}

const stoppedBy = (guardrail: string) => ({
	kind: 'blocked',
	guardrails: expect.arrayContaining([expect.objectContaining({ guardrail })]) as unknown,
});

test('adds to what an agent names, for this tenant alone', async () => {
	expect(await demand('acme', 'short', 'no-links')).toBe('acme: policies short + no-links');
	const own = { id: 'own', onFailure: 'block', checks: [{ check: 'pattern', name: 'own', patterns: ['secret'], action: 'block' }] };
	expect(await ask('acme', 'a secret', own)).toMatchObject(stoppedBy('own'));
	expect(await ask('acme', 'A message of many words', own)).toMatchObject(stoppedBy('short'));
	expect(await ask('acme', 'http://x', undefined, { remembers: false })).toMatchObject(stoppedBy('no-links'));
	server.script([{ text: 'A reply that is much too long' }, { text: 'A reply that is much too long' }]);
	expect(await ask('acme', 'Hi')).toMatchObject(stoppedBy('short'));
	expect(await ask('globex', 'Hi')).toMatchObject({ kind: 'reply' });
});

test('is not weakened by an agent whose own policy allows more', async () => {
	await demand('acme', 'short');
	const loose = { id: 'loose', onFailure: 'pass', checks: [{ check: 'length', name: 'short', characters: { max: 9000 }, action: 'log' }] };
	expect(await ask('acme', 'A message of many words', loose)).toMatchObject(stoppedBy('short'));
	const rewriting = {
		...{ id: 'rewriting', onFailure: 'pass' },
		checks: [{ check: 'pattern', patterns: ['Hi'], stages: ['input'], action: 'rewrite', text: { en: 'see http://evil now' } }],
	};
	await demand('initech', 'no-links');
	expect(await ask('initech', 'Hi.', rewriting)).toMatchObject(stoppedBy('no-links'));
});

test('reaches jobs and the command, besides their own policy', async () => {
	await demand('acme', 'short');
	const own = { id: 'own', checks: [{ check: 'secrets', action: 'block' }] };
	const job = {
		...{ key: '1', type: 'troupe:guardrail', instanceKey: '7', processId: 'p', processDefinitionKey: '3', elementId: 'e' },
		...{ elementInstanceKey: '8', headers: { operation: 'check' }, retries: 3, deadline: 0 },
		...{ variables: { text: 'A message of many words', policy: own }, tenantId: 'acme' },
	};
	const handle = guardrailJobHandler(createHost('default'));
	expect(await handle(job, never)).toMatchObject({ kind: 'bpmn-error', errorCode: 'GUARDRAIL_LENGTH' });
	expect(await handle({ ...job, tenantId: 'globex' }, never)).toMatchObject({ kind: 'complete' });

	const asked = {
		...job,
		type: 'troupe:model',
		headers: { operation: 'chat', models: 'openai:gpt-4.1-mini' },
		variables: { prompt: 'A message of many words' },
	};
	const askModel = modelJobHandler(createHost('default'));
	expect(await askModel(asked, never)).toMatchObject({
		errorCode: 'TROUPE_BLOCKED',
		variables: { violations: [{ policy: { id: 'short' } }] },
	});
	expect(await askModel({ ...asked, tenantId: 'globex' }, never)).toMatchObject({ kind: 'complete' });

	const [file, texts] = [join(home, 'own.json'), join(home, 'texts.jsonl')];
	writeFileSync(file, JSON.stringify(own));
	writeFileSync(texts, JSON.stringify({ id: 1, text: 'A message of many words' }));
	const check = async (tenant: string) => {
		const terminal = { ...testTerminal({ TROUPE_HOME: home }), tenant };
		return [await runCheck({ files: [texts], policy: file, stage: 'input' }, terminal, open), terminal.printed.join()];
	};
	expect(await check('globex')).toEqual([0, expect.stringContaining('"pass"')]);
	expect(await check('acme')).toEqual([1, expect.stringContaining('"guardrail":"short"')]);
});

test.each([
	[['missing'], 'INPUT_INVALID', 'Guardrail policy "missing" not found'],
	[['short@^1'], 'INPUT_INVALID', 'No guardrail policy "short" is published'],
	[['broken'], 'POLICY_INVALID', 'names'],
	[['Strict!'], 'INPUT_INVALID', 'policies is not a list of 1 to 10 different guardrail policies'],
	[['short', 'short'], 'INPUT_INVALID', 'policies is not a list'],
])('refuses to set %j', async (policies, code, words) => {
	keep('broken', { check: 'competitors', action: 'block' });
	await expect(demand('acme', ...policies)).rejects.toMatchObject({ code, message: expect.stringContaining(words) as string });
	expect(await (await openTenants(createHost('acme')))!.find('acme')).toBeUndefined();
});

test('nothing of the tenant runs while a policy is missing on a machine', async () => {
	await demand('acme', 'short');
	rmSync(join(home, 'policies', 'short.json'));
	const missing = {
		code: 'INPUT_INVALID',
		message: expect.stringContaining('The tenant "acme" requires the guardrail policy "short", and nothing runs without it.') as string,
		details: expect.objectContaining({ tenant: 'acme', policy: 'short' }) as object,
	};
	await expect(ask('acme', 'Hi')).rejects.toMatchObject(missing);
	expect(await ask('globex', 'Hi')).toMatchObject({ kind: 'reply' });
});

test('its locale decides the language of what is said where neither message nor agent does', async () => {
	await runTenantSet('acme', { locale: 'pt-BR', policies: ['short'] }, testTerminal({ TROUPE_HOME: home }), open);
	const longName = 'Xpto 4711 2233';
	expect(await ask('acme', longName)).toMatchObject({
		reply: 'Não posso responder a esta mensagem por aqui. O texto tem mais de 12 caracteres.',
	});
	expect(await ask('acme', 'Where is my order?')).toMatchObject({
		reply: 'I cannot answer this message here. The text has more than 12 characters.',
	});
	const texts = { blocked: { en: 'Please call us.' } };
	const parts = await composeAgent({ kind: 'inline', definition: { ...definition(), texts } }, createHost('acme'));
	expect(await runAgent({ message: longName, conversationId: 'c' }, parts, never)).toMatchObject({
		reply: expect.stringMatching(/^Please call us\./) as string,
	});

	const policy = { id: 'own', checks: [{ check: 'secrets', action: 'block' }] };
	const guard = await composeGuard({ kind: 'inline', policy, where: 'The policy' }, createHost('acme'));
	expect(await guard.check('input', longName)).toMatchObject({ violations: [{ reason: 'O texto tem mais de 12 caracteres.' }] });
});

test('a locale in whose language Troupe says nothing changes nothing, and is told', async () => {
	const terminal = testTerminal({ TROUPE_HOME: home });
	await runTenantSet('initech', { locale: 'de-DE' }, terminal, open);
	expect(terminal.noted.join()).toContain('Troupe has no texts in the language of "de-DE"');
	expect(terminal.noted.join()).not.toContain('names no country');
	await runTenantSet('initech', { locale: 'de' }, terminal, open);
	expect(terminal.noted.join()).toContain('"de" names no country: the times of requests are those of the LGPD');
	server.script([{ text: 'Ja' }]);
	expect(await ask('initech', 'Hallo')).toMatchObject({ kind: 'reply' });
});
