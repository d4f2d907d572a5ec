import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, ISupplyDataFunctions } from 'n8n-workflow';
import { troupeHome } from '../../core/base/home';
import { composeViolationLog } from '../../providers/compose/guardrails/violations';
import { openTenants } from '../../providers/compose/state/host-tenants';
import { openGate } from '../../sandbox/fakes/open-gate';
import { FakeAiChunk, FakeChatModel, FakeMessage } from '../shared/testing/fake-chat-model';
import { fakeExecuteFunctions, type FakeExecution } from '../shared/testing/fake-execute-functions';
import { properties } from './properties';
import { supplyData } from './supply-data';

const cpf = '529.982.247-25';
let home: string;
beforeEach(() => void (process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-guarded-model-node-'))));
afterEach(() => {
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

const defaults = Object.fromEntries(properties.map((property) => [property.name, property.default])) as IDataObject;

async function supply(set: IDataObject = {}, options: Partial<FakeExecution> = {}, input: IDataObject = {}) {
	const model = new FakeChatModel((messages) => [new FakeAiChunk({ content: String(messages.at(-1)!.content) })]);
	const shown: unknown[] = [];
	const context = {
		...fakeExecuteFunctions({ connected: [model], ...options, parameters: { ...defaults, ...set } }),
		evaluateExpression: (expression: string) => (expression.includes('$json.sessionId') ? input.sessionId : 'from the trigger'),
		getChatTrigger: () => (input.hasTrigger ? { name: 'Chat "1"' } : null),
		addInputData: (_type: string, data: unknown) => (shown.push(data), { index: 3 }),
		addOutputData: (_type: string, index: number, data: unknown) => void shown.push(index, data),
	};
	const { response } = await supplyData.call(context as unknown as ISupplyDataFunctions, 0, openGate());
	return { guarded: response as FakeChatModel, model, shown };
}

const readToken = ({ seen }: FakeChatModel) => String(seen.at(-1)!.at(-1)!.content);

it('shows each call among the run’s data, without what anyone wrote', async () => {
	const { guarded, shown } = await supply();
	expect((await guarded.invoke([new FakeMessage(cpf)])).content).toBe(cpf);
	expect(shown).toEqual([[[{ json: { messages: 1, masked: { BR_CPF: 1 } } }]], 3, [[{ json: { outcome: 'reply', violations: [] } }]]]);
});

it('keeps tokens for the execution, or for the conversation of the input, of the chat trigger or of the field', async () => {
	const ask = async (set: IDataObject, options: Partial<FakeExecution> = {}, input: IDataObject = {}) => {
		const { guarded, model } = await supply(set, options, input);
		await guarded.invoke([new FakeMessage(cpf)]);
		return readToken(model);
	};
	const inExecution = await ask({}, { executionId: '11' });
	expect(await ask({}, { executionId: '11' })).toBe(inExecution);
	expect(await ask({}, { executionId: '12' })).not.toBe(inExecution);

	expect(await ask({}, { executionId: '' })).not.toBe(await ask({}, { executionId: '' }));

	const conversation = { tokensFor: 'conversation' };
	const inConversation = await ask(conversation, { executionId: '13' }, { sessionId: 's1' });
	expect(inConversation).not.toBe(inExecution);
	expect(await ask({ ...conversation, sessionIdType: 'customKey', sessionKey: 's1' })).toBe(inConversation);
	expect(await ask(conversation, {}, { hasTrigger: true })).not.toBe(inConversation);
	await expect(ask(conversation)).rejects.toThrow('There is no session ID');
});

it('records what a guardrail found', async () => {
	const guardrails = { length: [{ characters: 5, action: 'block', stages: ['input'] }] };
	const { guarded, model } = await supply({ guardrails, onBlock: 'error' });
	await expect(guarded.invoke([new FakeMessage('far too long')])).rejects.toMatchObject({
		message: expect.stringContaining('The guardrail "length" stopped the message') as string,
		description: expect.stringContaining('GUARDRAIL_VIOLATION') as string,
	});
	expect(model.seen).toEqual([]);
	const log = await composeViolationLog({ stateFolder: troupeHome() });
	expect(await log.read()).toMatchObject([{ guardrail: 'length', code: 'LENGTH', host: 'n8n' }]);
});

it('says what is wrong with what is connected', async () => {
	await expect(supply({}, { connected: [] })).rejects.toThrow('No model is connected');
	await expect(supply({}, { connected: [{ lc_namespace: ['langchain', 'llms'], generate: () => 1 }] })).rejects.toThrow(
		'is not a chat model',
	);
});

it('applies what the tenant demands, with or without a policy of its own, and speaks its language', async () => {
	mkdirSync(join(home, 'policies'));
	const required = { id: 'required', checks: [{ check: 'pattern', patterns: ['https?://'], stages: ['input'], action: 'block' }] };
	writeFileSync(join(home, 'policies', 'required.json'), JSON.stringify(required));
	const tenants = (await openTenants({ stateFolder: home }))!;
	await tenants.set({ name: 'default', rules: { policies: ['required'], locale: 'pt-BR' }, changedAt: 0, changedBy: 'ana' });
	const { guarded, model } = await supply();
	expect((await guarded.invoke([new FakeMessage('http://x')])).content).toMatch(/não/i);
	expect(model.seen).toEqual([]);
});
