import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeViolationLog } from '../../../providers/compose/guardrails/violations';
import { openGate } from '../../../test/fakes/permissive-gate';
import type { Host } from '../../../providers/compose/hosts/host';
import type { Job } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import type { WorkerOptions } from '../../engine/workers';
import { toErrorCode, guardrailJobHandler, openGuardrailWorker } from './guardrail-worker';

const never = new AbortController().signal;
const job = (headers: Record<string, string>, variables: Record<string, unknown>, instanceKey = '7'): Job => ({
	key: '11',
	type: 'troupe:guardrail',
	instanceKey,
	processId: 'support',
	processDefinitionKey: '3',
	elementId: 'guard',
	elementInstanceKey: '8',
	headers,
	variables,
	retries: 3,
	deadline: 0,
});
const host = (changes: Partial<Host> = {}): Host => ({ gate: openGate(), agentFolders: [], providers: {}, ...changes });
const handle = (headers: Record<string, string>, variables: Record<string, unknown>, on = host()) =>
	guardrailJobHandler(on)(job(headers, variables), never);
const policy = (...checks: object[]) => ({ id: 'short', checks });
const loose = policy({ check: 'length', action: 'log', words: { max: 1 } });
const short = policy({ check: 'length', action: 'block', characters: { max: 20 } });

describe('check', () => {
	test('completes with the text when nothing is found', async () => {
		expect(await handle({ operation: 'check', stage: 'output' }, { text: 'Short.', policy: short })).toEqual({
			kind: 'complete',
			variables: { outcome: 'pass', reason: null, text: 'Short.', matches: [], violations: [], conversationState: null },
		});
	});

	test('exempts by facts, and says which rule and why', async () => {
		const exempt = policy({ check: 'no-price', action: 'block', unless: { temperature: 'cold' } });
		const variables = { text: 'Custa R$ 1.500.', policy: exempt };
		expect(await handle({ operation: 'check-reply' }, { ...variables, facts: { temperature: 'cold' } })).toMatchObject({
			kind: 'complete',
			variables: { outcome: 'pass', violations: [{ guardrail: 'no-price', action: 'log', exempted: { temperature: 'cold' } }] },
		});
		expect(await handle({ operation: 'check-reply' }, variables)).toMatchObject({ kind: 'bpmn-error', errorCode: 'GUARDRAIL_PRICE' });
	});

	test('returns what the person is told with the error of a text that was stopped', async () => {
		const harm = policy({ check: 'harmful-content', action: 'block' });
		expect(await handle({ operation: 'check' }, { text: 'Quero me matar.', policy: harm })).toMatchObject({
			kind: 'bpmn-error',
			errorCode: 'GUARDRAIL_HARMFUL_CONTENT',
			variables: { answer: expect.stringContaining('188') as string },
		});
	});

	test('limits a contact in all conversations, by the variable personId', async () => {
		const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-abuse-job-'));
		const limited = policy({ check: 'harmful-content', action: 'block' }, { check: 'abuse-limit', action: 'block', block: 1 });
		const write = (text: string, personId?: string) =>
			handle({ operation: 'check' }, { text, policy: limited, ...(personId && { personId }) }, host({ stateFolder }));
		await write('I will kill you.', 'person 1');
		expect(await write('Good morning.', 'person 1')).toMatchObject({ kind: 'bpmn-error', errorCode: 'GUARDRAIL_ABUSE_LIMIT' });
		expect([await write('Good morning.', 'person 2'), await write('Good morning.')]).toMatchObject([
			{ kind: 'complete' },
			{ kind: 'complete' },
		]);
		const records = await (await composeViolationLog({ stateFolder })).read();
		expect(records.map(({ code, action }) => [code, action])).toEqual([
			['ABUSE_LIMIT', 'log'],
			['HARMFUL_CONTENT', 'block'],
			['ABUSE_LIMIT', 'block'],
		]);
		rmSync(stateFolder, { recursive: true });
	});

	test('refuses facts that no condition can read', async () => {
		const outcome = await handle({ operation: 'check' }, { text: 'x', policy: short, facts: { temperature: 'frio' } });
		expect(outcome).toMatchObject({ kind: 'fail', message: expect.stringContaining('cold, warm, hot') as string });
	});

	test('throws the error of its violation, with type and position, and without the value', async () => {
		const secrets = policy({ check: 'secrets', action: 'block' });
		const text = 'Use ghp_16C7e42F292c6912E7710c838347Ae178B4a now.';
		const outcome = await handle({ operation: 'check' }, { text, policy: secrets });
		expect(outcome).toMatchObject({
			kind: 'bpmn-error',
			errorCode: 'GUARDRAIL_SECRET',
			variables: {
				outcome: 'blocked',
				matches: [{ type: 'SECRET', start: 4, end: 44 }],
				violations: [{ guardrail: 'secrets', code: 'SECRET', stage: 'input', action: 'block' }],
			},
		});
		const { message, variables } = outcome as { message: string; variables: Record<string, unknown> };
		expect(JSON.stringify([message, variables.violations, variables.matches, variables.reason])).not.toContain('ghp_');
	});

	test('writes violations down for all processes with the state folder, by type and position', async () => {
		const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-guardrail-'));
		await handle(
			{ operation: 'check' },
			{ text: 'senha: gato123', policy: policy({ check: 'secrets', action: 'log' }) },
			host({ stateFolder }),
		);
		const records = await (await composeViolationLog({ stateFolder })).read();
		expect(records).toMatchObject([{ host: 'worker', code: 'SECRET', action: 'log', matches: [{ type: 'SECRET', start: 7, end: 14 }] }]);
		expect(JSON.stringify(records)).not.toContain('gato');
		rmSync(stateFolder, { recursive: true });
	});

	describe('compares a reply with what the agent knew', () => {
		const reply = (text: string, check: object, compareWith?: object | null) =>
			handle({ operation: 'check-reply' }, { text, policy: policy({ action: 'block', ...check }), compareWith });

		test('by its calls', async () => {
			const claim = 'I have cancelled subscription 8830.';
			const calls = [{ tool: 'cancel_subscription', input: { subscription: 8830 }, text: { status: 'cancelled' } }];
			expect(await reply(claim, { check: 'claimed-effect' }, { calls })).toMatchObject({ kind: 'complete' });
			for (const none of [undefined, null, {}, { calls: [] }])
				expect(await reply(claim, { check: 'claimed-effect' }, none)).toMatchObject({ errorCode: 'GUARDRAIL_CLAIM' });
		});

		test('by its passages', async () => {
			const passages = [{ title: 'Returns', text: 'A kettle can be returned within 30 days.' }];
			expect(await reply('You can return a kettle within 30 days [1].', { check: 'support' }, { passages })).toMatchObject({
				kind: 'complete',
			});
			expect(await reply('You can return a kettle within 90 days [1].', { check: 'support' }, { passages })).toMatchObject({
				errorCode: 'GUARDRAIL_SUPPORT',
			});
		});

		test.each([
			[{ check: 'support' }, { message: 'Hi' }, 'Map the variable "compareWith" with a field "passages"'],
			[{ check: 'prompt-leak' }, undefined, 'Map the variable "compareWith" with a field "systemPrompt"'],
			[{ check: 'support' }, { passage: 'x' }, 'has the unknown field "passage"'],
			[{ check: 'support' }, ['x'], 'must be object'],
			[{ check: 'claimed-effect' }, { calls: [{ input: {} }] }, "calls.0 must have required property 'tool'"],
			[{ check: 'claimed-effect' }, { calls: 'refund' }, 'calls must be array'],
			[{ check: 'prompt-leak' }, { systemPrompt: 7 }, 'systemPrompt must be string'],
		])('and raises an incident for %j with %j', async (check, compareWith, problem) => {
			const message = expect.stringContaining(problem) as string;
			expect(await reply('Fine.', check, compareWith)).toMatchObject({ kind: 'fail', retries: 0, message });
		});
	});

	test('leaves to a person by an error too, which says so', async () => {
		const asking = policy({ check: 'length', action: 'ask-person', characters: { max: 2 } });
		expect(await handle({ operation: 'check', stage: 'output' }, { text: 'Long.', policy: asking })).toMatchObject({
			kind: 'bpmn-error',
			errorCode: 'GUARDRAIL_LENGTH',
			variables: { outcome: 'needs-human', reason: expect.any(String) },
		});
	});

	test('completes with what was rewritten', async () => {
		const rewriting = policy({ check: 'secrets', action: 'rewrite' });
		expect(await handle({ operation: 'check' }, { text: 'senha: gato123', policy: rewriting })).toMatchObject({
			kind: 'complete',
			variables: { outcome: 'rewritten', text: 'senha: [SECRET]', matches: [{ type: 'SECRET' }] },
		});
	});
});

describe('check-reply', () => {
	test('counts over the conversation by the variable that it hands on', async () => {
		const asks = policy({ check: 'question-streak', action: 'block', most: 1 });
		const first = await handle({ operation: 'check-reply' }, { text: 'What size?', policy: asks });
		expect(first).toMatchObject({ kind: 'complete', variables: { conversationState: { replies: 1, questionsInARow: 1 } } });
		const { conversationState } = (first as { variables: Record<string, unknown> }).variables;
		const second = await handle({ operation: 'check-reply' }, { text: 'What colour?', policy: asks, conversationState });
		expect(second).toMatchObject({ kind: 'bpmn-error', errorCode: 'GUARDRAIL_QUESTION_STREAK', variables: { conversationState } });
	});
});

describe('mask and restore', () => {
	const text = 'I am ana@example.com, CPF 529.982.247-25.';
	const readText = (outcome: unknown) => (outcome as { variables: { text: string } }).variables.text;

	test('what one job of an instance masks, a later one restores, and none of another instance', async () => {
		const on = guardrailJobHandler(host());
		const masked = await on(job({ operation: 'mask' }, { text }), never);
		expect(readText(masked)).toMatch(/^I am \[EMAIL_1_\w+\], CPF \[CPF_1_\w+\]\.$/);
		expect(masked).toMatchObject({
			variables: { outcome: 'rewritten', matches: [{ type: 'EMAIL_ADDRESS', start: 5, end: 20 }, { type: 'BR_CPF' }] },
		});
		const restore = (instanceKey: string) => on(job({ operation: 'restore' }, { text: readText(masked) }, instanceKey), never);
		expect(readText(await restore('7'))).toBe(text);
		expect(readText(await restore('8'))).toBe(readText(masked));
	});

	test('keeps tokens in the state folder, for every worker with it', async () => {
		const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-guardrail-'));
		const masked = await handle({ operation: 'mask' }, { text, conversationId: 'a' }, host({ stateFolder }));
		expect(readText(await handle({ operation: 'restore' }, { text: readText(masked), conversationId: 'a' }, host({ stateFolder })))).toBe(
			text,
		);
		rmSync(stateFolder, { recursive: true });
	});

	test('masks only the types that are named, in the way that is named', async () => {
		const masked = await handle({ operation: 'mask', mask: 'redact', types: 'BR_CPF, IBAN_CODE' }, { text });
		expect(readText(masked)).toBe('I am ana@example.com, CPF [CPF].');
	});
});

describe('a policy', () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'troupe-policies-'));
		mkdirSync(join(folder, 'policies'));
		writeFileSync(join(folder, 'policies', 'short.json'), JSON.stringify(short));
		writeFileSync(join(folder, 'policies', 'other.json'), JSON.stringify(short));
		writeFileSync(join(folder, 'secret.json'), JSON.stringify({ ...short, id: 'secret' }));
	});
	afterAll(() => rmSync(folder, { recursive: true }));
	const check = (headers: Record<string, string>, variables: Record<string, unknown>) =>
		handle(
			{ operation: 'check', stage: 'output', ...headers },
			{ text: 'This is far too long.', ...variables },
			host({ policyFolders: [join(folder, 'policies')] }),
		);
	const blocked = { kind: 'bpmn-error', errorCode: 'GUARDRAIL_LENGTH' };

	test.each<[string, Record<string, string>, Record<string, unknown>]>([
		['the id in the header', { policyId: 'short' }, {}],
		['the document in the header', { policy: JSON.stringify(short) }, {}],
		['the variable with the document', {}, { policy: short }],
		['the variable with the id', {}, { policyId: 'short' }],
		['the header before any variable', { policyId: 'short' }, { policy: loose }],
		['the variable with the id before the one with a document', {}, { policyId: 'short', policy: loose }],
	])('is taken from %s', async (_where, headers, variables) => expect(await check(headers, variables)).toMatchObject(blocked));

	test.each<[string, Record<string, string>, Record<string, unknown>, RegExp]>([
		['none', {}, {}, /INPUT_INVALID: .*does not name a policy/],
		['no such id', { policyId: 'gone' }, {}, /INPUT_INVALID: Guardrail policy "gone" not found/],
		['a path for an id', { policyId: '../secret' }, {}, /INPUT_INVALID: .* is not a valid policy id/],
		['a file of another id', { policyId: 'other' }, {}, /POLICY_INVALID: .*has another "id"/],
		['a header that is not JSON', { policy: '{' }, {}, /INPUT_INVALID: .*not JSON/],
		['a mistake', {}, { policy: policy({ check: 'lenght', action: 'block' }) }, /POLICY_INVALID/],
	])('is an incident at once with %s', async (_what, headers, variables, message) => {
		expect(await check(headers, variables)).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringMatching(message) });
	});
});

test.each<[string, Record<string, string>, Record<string, unknown>, RegExp]>([
	['no operation', {}, { text: 'x' }, /does not have the header "operation"/],
	['an unknown operation', { operation: 'chek' }, { text: 'x' }, /unknown operation.*check, check-reply, mask, restore/],
	['no text', { operation: 'restore' }, {}, /variable "text", but has nothing/],
	['an unknown mask', { operation: 'mask', mask: 'stars' }, { text: 'x' }, /unknown mask/],
	['an unknown type', { operation: 'mask', types: 'CPF' }, { text: 'x' }, /unknown types/],
	[
		'a state that no check returned',
		{ operation: 'check-reply' },
		{ text: 'x', policy: short, conversationState: { replies: -1 } },
		/"conversationState"/,
	],
])('is an incident at once with %s, which says what to do', async (_what, headers, variables, message) => {
	expect(await handle(headers, variables)).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringMatching(message) });
});

test('the worker asks the gate for its job type, and fetches only what a guardrail needs', async () => {
	const opened: Array<[string, WorkerOptions]> = [];
	const engine = {
		openWorker: async (type: string, options: WorkerOptions) => {
			opened.push([type, options]);
			return { type, close: async () => undefined };
		},
	} as unknown as ProcessEngine;
	const gate = openGate();
	await openGuardrailWorker(engine, host({ gate }), { concurrency: 2 });
	expect(gate.admitted).toEqual([{ kind: 'job-type', name: 'troupe:guardrail' }]);
	expect(opened).toMatchObject([
		[
			'troupe:guardrail',
			{
				concurrency: 2,
				fetchVariables: [
					'text',
					'conversationId',
					'conversationState',
					'facts',
					'policy',
					'policyId',
					'personId',
					'compareWith',
					'_troupe',
				],
			},
		],
	]);
});

test('a violation is the BPMN error of its code, and a guardrail that failed one of its own', () => {
	expect([toErrorCode({ code: 'PRICE' }), toErrorCode({ code: 'GUARDRAIL_FAILED' })]).toEqual(['GUARDRAIL_PRICE', 'GUARDRAIL_FAILED']);
});
