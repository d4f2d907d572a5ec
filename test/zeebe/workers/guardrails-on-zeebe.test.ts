/** Harmful content and limits of abuse on the real Zeebe: which BPMN error a process catches, and what the worker records. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, errorBoundary, type ModelPart, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import { openAgentWorker } from '../../../engine-adapter/workers/agent-worker';
import { openGuardrailWorker } from '../../../engine-adapter/workers/guardrails/guardrail-worker';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { composeAbuseStore } from '../../../providers/compose/guardrails/abuse';
import { composeViolationLog } from '../../../providers/compose/guardrails/violations';
import { openGate } from '../../fakes/permissive-gate';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { describeWithBroker } from '../broker/real-engine';

const policy = {
	id: 'conduct',
	checks: [
		{ check: 'harmful-content', action: 'block' },
		{ check: 'abuse-limit', action: 'block', warn: 1, slow: 0, block: 2 },
	],
};
const told = [
	{ source: '=answer', target: 'told' },
	{ source: '=violations', target: 'violations' },
];
const check = serviceTask('check', {
	type: 'troupe:guardrail',
	headers: { operation: 'check', policyId: 'conduct' },
	inputs: [{ source: '=message', target: 'text' }],
});
const answer = serviceTask('answer', { type: 'troupe:agent', headers: { agent: 'polite' } });
/** Each error has an end of its own. */
const caught = (task: string, name: string, code: string, outputs = told): ModelPart[] => [
	errorBoundary(name, task, code, outputs),
	endEvent(`${name}-end`),
	...chain(name, `${name}-end`),
];

describeWithBroker('guardrails on Zeebe 8.6.0', ({ address, restAddress }) => {
	let stateFolder: string;
	let engine: ProcessEngine;
	let model: Awaited<ReturnType<typeof startOpenAiServer>>;
	beforeAll(async () => {
		stateFolder = mkdtempSync(join(tmpdir(), 'troupe-guardrails-zeebe-'));
		const [policies, agents] = [join(stateFolder, 'policies'), join(stateFolder, 'agents')];
		mkdirSync(policies);
		mkdirSync(join(agents, 'polite'), { recursive: true });
		writeFileSync(join(policies, 'conduct.json'), JSON.stringify(policy));
		const definition = {
			...{ id: 'polite', version: '1.0.0', name: 'Polite', purpose: 'Answers politely.', prompt: 'Answer politely.' },
			model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }] },
			guardrails: { personalData: { types: ['BR_CPF'], action: 'token' }, policy },
			limits: { messageCharacters: 1_000, modelCalls: 3, outputTokens: 800, tokens: 16_000, wallClockMs: 60_000 },
		};
		writeFileSync(join(agents, 'polite', 'agent.json'), JSON.stringify(definition));
		model = await startOpenAiServer({ respond: () => ({ text: 'Good morning to you.' }) });
		engine = await connectZeebe({ address, restAddress });
		const providers = { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } };
		const host = { gate: openGate(), agentFolders: [agents], policyFolders: [policies], providers, stateFolder };
		await Promise.all([openGuardrailWorker(engine, host), openAgentWorker(engine, host)]);
		await engine.deploy([
			processModel('guarded-message', [
				...[startEvent(), check, endEvent(), ...chain('start', 'check', 'end')],
				...caught('check', 'harmful', 'GUARDRAIL_HARMFUL_CONTENT'),
				...caught('check', 'limited', 'GUARDRAIL_ABUSE_LIMIT'),
			]),
			processModel('guarded-agent', [
				...[startEvent(), answer, endEvent(), ...chain('start', 'answer', 'end')],
				...caught('answer', 'blocked', 'TROUPE_BLOCKED', [{ source: '=reply', target: 'told' }]),
			]),
		]);
	});
	afterAll(async () => {
		await engine?.close();
		await model?.close();
		rmSync(stateFolder, { recursive: true, force: true });
	});

	const write = async (processId: string, message: string, personId: string) =>
		(await engine.startAndAwait({ processId, variables: { message, personId } }, 90_000)).variables;

	test('a process catches harmful content, then the limit of the contact, and not of another one', async () => {
		const first = await write('guarded-message', 'I will kill you.', 'c-1');
		expect(first).toMatchObject({ told: expect.stringMatching(/^I cannot go on with a message like this one/) as string });
		expect(first['violations']).toMatchObject([
			{ code: 'ABUSE_LIMIT', action: 'log' },
			{ code: 'HARMFUL_CONTENT', action: 'block', matches: [{ type: 'violence' }] },
		]);
		expect(await write('guarded-message', 'Good morning.', 'c-1')).toMatchObject({ outcome: 'pass', text: 'Good morning.' });
		await write('guarded-message', 'Vou te matar.', 'c-1');
		expect(await write('guarded-message', 'Bom dia, tudo bem com vocês?', 'c-1')).toMatchObject({
			told: expect.stringMatching(/não pode escrever por aqui/) as string,
			violations: [{ code: 'ABUSE_LIMIT', action: 'block' }],
		});
		expect(await write('guarded-message', 'Good morning.', 'c-2')).toMatchObject({ outcome: 'pass' });
	});

	test('who despairs is told where help exists, and is never limited', async () => {
		for (const number of [1, 2, 3])
			expect(await write('guarded-message', `Quero me matar. ${number}`, 'c-3')).toMatchObject({
				told: expect.stringContaining('188') as string,
				violations: [{ code: 'HARMFUL_CONTENT', matches: [{ type: 'self-harm' }] }],
			});
		expect(await write('guarded-message', 'Bom dia!', 'c-3')).toMatchObject({ outcome: 'pass' });
	});

	test('the agent of another process shares the counts, and never asks the model', async () => {
		await write('guarded-message', 'I will kill you.', 'c-4');
		expect(await write('guarded-agent', 'Good morning.', 'c-4')).toMatchObject({ outcome: 'reply', reply: 'Good morning to you.' });
		const asked = model.calls.length;
		expect(await write('guarded-agent', 'I will kill you, all of you.', 'c-4')).toMatchObject({
			told: expect.stringMatching(/you cannot write here for now/) as string,
		});
		expect(await write('guarded-message', 'Good morning.', 'c-4')).toMatchObject({
			violations: [{ code: 'ABUSE_LIMIT', action: 'block' }],
		});
		expect(model.calls).toHaveLength(asked);
		expect(await (await composeAbuseStore({ stateFolder }))!.lift('c-4', 'user:ana')).toBe(true);
		expect(await write('guarded-agent', 'Good morning.', 'c-4')).toMatchObject({ outcome: 'reply' });
	});

	test('the log has each violation by kind, and no message', async () => {
		const records = await (await composeViolationLog({ stateFolder })).read({ limit: 1000 });
		expect(new Set(records.map(({ code }) => code))).toEqual(new Set(['ABUSE_LIMIT', 'HARMFUL_CONTENT']));
		expect(new Set(records.map(({ agent }) => agent))).toEqual(new Set([null, 'polite']));
		expect(JSON.stringify(records)).not.toMatch(/kill|matar|c-4/);
	});
});
