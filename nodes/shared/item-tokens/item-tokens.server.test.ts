import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import type { TenantRules } from '../../../core/ports/tenants';
import { startZApiServer, zApiAccount, type ZApiServer } from '../../../sandbox/fakes/channels/z-api-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { openGate } from '../../../test/fakes/permissive-gate';
import { openAudit } from '../../../providers/compose/state/host-audit';
import { getVaultParts } from '../../../providers/compose/guardrails/vault-parts';
import { dropReadRules, openTenants } from '../../../providers/compose/state/host-tenants';
import { takeTurn } from '../../../test/support/channels/take-turn';
import { execute as agent } from '../../TroupeAgent/execute';
import { defaultDefinition } from '../../TroupeAgent/request/default-definition';
import { execute as channel } from '../../TroupeChannel/execute';
import { openHiding } from '../../TroupeChannelTrigger/hide-turn';
import { composeItem } from '../../TroupeChannelTrigger/to-item';
import { execute as guardrails } from '../../TroupeGuardrails/execute';
import { exportPerson } from '../../TroupePrivacy/operations/export';
import { readState } from '../state/read-state';
import { customer, openConversation } from '../../../test/support/n8n/channel-account';
import { fakeAiNodeSdk } from '../../../test/support/n8n/fake-ai-node-sdk';
import { fakeExecuteFunctions, type FakeExecution } from '../../../test/support/n8n/fake-execute-functions';
import { findOwners } from './find-owner';
import { hideItem } from './hide-item';
import { ItemTokens } from './item-tokens';
import { openItemTokens } from './open-item-tokens';

const values = { name: 'Maria Souza', phone: customer, email: 'maria.souza@example.com', cpf: '529.982.247-25' };
const said = `Sou a Maria, CPF ${values.cpf}, ${values.email}.`;
const trigger = { name: 'WhatsApp', type: 'n8n-nodes-troupe.troupeChannelTrigger', typeVersion: 1, disabled: false };

let home: string;
let zApi: ZApiServer;
let model: FakeServer;
let opened: Awaited<ReturnType<typeof openConversation>>;
beforeAll(async () => {
	[zApi, model] = await Promise.all([startZApiServer(), startOpenAiServer({ keys: null })]);
});
afterAll(() => Promise.all([zApi.close(), model.close()]));
beforeEach(async () => {
	process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-item-tokens-'));
	opened = await openConversation(home, { ...zApiAccount, baseUrl: zApi.url }, 'default', values.name);
	zApi.sent.length = 0;
	model.calls.length = 0;
});
afterEach(() => {
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

async function setRules(rules: TenantRules): Promise<void> {
	await (await openTenants({ stateFolder: home }))!.set({ name: 'default', rules, changedAt: 0, changedBy: 'ana' });
	dropReadRules({ stateFolder: home, tenant: 'default' });
}

/** The trigger's item of a turn with these words. */
async function begin(words = said, personalData: 'values' | 'tokens' = 'tokens'): Promise<Item> {
	const turn = (await takeTurn(opened.parts.mailbox, 'w 1', 60_000))!;
	const content = [{ kind: 'text' as const, text: words }];
	const spoken = { ...turn, messages: turn.messages.map((message) => ({ ...message, content })) };
	const hide = await openHiding({ name: 'n8n', stateFolder: home, tenant: 'default' }, { personalData });
	const item = await composeItem(opened.parts, spoken, 'w 1', undefined);
	return (hide ? await hide(turn, item) : item).json as Item;
}

type Item = IDataObject & { chatInput: string };

const after = (started: IDataObject): Partial<FakeExecution> => ({ before: [trigger], started, items: [{ json: started }] });
/** Parameters as a workflow has them: expressions, and what they return. */
const asExpressions = (parameters: IDataObject) => ({
	parameters,
	node: { parameters: Object.fromEntries(Object.keys(parameters).map((name) => [name, '={{ $json }}'])) },
});
const run = async (execute: typeof channel, parameters: IDataObject, options: Partial<FakeExecution>) => {
	const context = fakeExecuteFunctions({
		...options,
		...asExpressions(parameters),
		node: { ...asExpressions(parameters).node, ...options.node },
	});
	return (await execute.call(context, openGate()))[0]![0]!.json;
};
const send = (text: string, options: Partial<FakeExecution>) => run(channel, { operation: 'text', text, conversation: '' }, options);
function expectNoValues(json: unknown): void {
	const text = JSON.stringify(json);
	expect(Object.values(values).filter((value) => text.includes(value))).toEqual([]);
	expect(text).not.toMatch(/maria/i);
}

describe('n8n with tokens in place of personal data', () => {
	it('gets tokens from the trigger, and the customer gets the values that a workflow sends', async () => {
		const item = await begin();
		expectNoValues(item);
		expect(item).toMatchObject({
			...{ personalData: 'tokens', sessionId: expect.any(String) as string, contact: { id: opened.contact } },
			conversation: { id: opened.conversation, channel: 'sales' },
		});
		const sent = await send(`Olá! Recebi: ${item.chatInput}`, after(item));
		expect(sent).toMatchObject({ state: 'sent' });
		expectNoValues(sent);
		expect(zApi.sent).toMatchObject([{ body: { phone: customer, message: `Olá! Recebi: ${said}` } }]);
	});

	it('gets values where nobody says tokens', async () => {
		const item = await begin(said, 'values');
		expect(JSON.stringify(item)).toContain(values.cpf);
		expect(item).not.toHaveProperty('personalData');
	});

	it('hides the values by the rule of the tenant alone, also what a look-up finds', async () => {
		await setRules({ executionData: 'tokens' });
		const item = await begin(said, 'values');
		expectNoValues(item);
		const contact = await run(channel, { operation: 'contact', findBy: 'conversation', conversation: opened.conversation }, {});
		expectNoValues(contact);
		expect(contact).toMatchObject({ exists: true, id: opened.contact });
		expectNoValues(await run(channel, { operation: 'conversation', conversation: opened.conversation, messages: 5 }, {}));
	});

	it('restores no token that the customer typed, and sends none whose value is not known here', async () => {
		const item = await begin(`Meu email: ${values.email}`);
		const [token] = item.chatInput.match(/\[EMAIL_1_\w+\]/)!;
		const typed = await openHiding({ name: 'n8n', stateFolder: home, tenant: 'default' }, { personalData: 'tokens' });
		const turn = { conversation: { id: opened.conversation, contact: opened.contact } } as Parameters<NonNullable<typeof typed>>[0];
		const shown = { chatInput: `Escreva ${token}`, contact: { id: opened.contact }, conversation: { id: opened.conversation } };
		expect((await typed!(turn, { json: shown })).json.chatInput).toBe('Escreva [EMAIL]');
		const foreign = send('Seu email é [EMAIL_7_zzzzzz].', after(item));
		await expect(foreign).rejects.toMatchObject({ message: expect.stringContaining('"text" has a token without a value') as string });
		expect(zApi.sent).toEqual([]);
	});

	it('sends words in brackets that only have the form of a token', async () => {
		const item = await begin();
		expect(await send('O modelo [SKU_12_ab34] chegou.', after(item))).toMatchObject({ state: 'sent' });
		expect(zApi.sent).toMatchObject([{ body: { message: 'O modelo [SKU_12_ab34] chegou.' } }]);
	});

	it('writes the values of no item into what is of no single one', async () => {
		const owners = ['Maria Souza', 'Bruno Lima'].map((name) => ({
			...{ id: name, hasTokens: true, names: { contact: { name } }, others: [] as string[] },
		}));
		const tokens = new ItemTokens(owners, await readState(fakeExecuteFunctions({ parameters: {} })), true);
		const fault = new TroupeError({ code: 'INPUT_INVALID', message: 'Maria Souza and bruno lima are two.', fix: 'Ask Bruno.' });
		const { message, fix } = await tokens.maskFault(undefined, fault);
		expect(message).toMatch(/^\[PESSOA_1_\w+\] and \[PESSOA_\d_\w+\] are two\.$/);
		expect(fix).toMatch(/^Ask \[PESSOA_\d_\w+\]\.$/);
	});

	it('writes no value into an error, nor into the item of a node that goes on (n8n-io/n8n#30598)', async () => {
		const item = await begin();
		const wrong = (node: FakeExecution['node']) => ({ ...after(item), node });
		const failing = (options: Partial<FakeExecution>) =>
			run(channel, { operation: 'text', text: 'x', conversation: item.chatInput }, options);
		const fault = await failing(wrong({})).catch((error: unknown) => error as Error & { description?: string });
		expect(fault).toMatchObject({ message: expect.stringContaining('There is no conversation') as string });
		const { message, description, stack, cause } = fault as Error & { description?: string };
		expectNoValues([message, description, stack, cause]);
		const item2 = await failing(wrong({ onError: 'continueRegularOutput' }));
		expect(item2.error).toContain('There is no conversation');
		expectNoValues(item2);
	});

	it('shows values by Restore only where the tenant allows it, with an entry in the audit log', async () => {
		await setRules({ executionData: 'tokens' });
		const item = await begin();
		const restore = () => run(guardrails, { operation: 'restore', text: item.chatInput, conversationId: '', options: {} }, after(item));
		expect(await restore()).toMatchObject({ text: said });
		const { store } = (await openAudit({ stateFolder: home, tenant: 'default' }))!;
		await store.sequence('default');
		const { entries } = await store.search('default', { limit: 9, act: 'data.revealed' });
		const leaves = entries.map(({ leaf }) => JSON.parse(leaf) as object);
		expect(leaves).toMatchObject([
			{ action: 'data.revealed', object: { kind: 'person' }, details: { kind: 'workflow', value: { workflow: 'w1' } } },
		]);
		expectNoValues(leaves);
		await setRules({ executionData: 'tokens-only' });
		await expect(restore()).rejects.toMatchObject({ message: expect.stringContaining('does not allow n8n to store') as string });
	});

	it('exports files of a person only where the tenant allows it, with an entry in the audit log', async () => {
		await setRules({ executionData: 'tokens' });
		const portion = { rows: [{ purpose: 'p', store: 'state.db', table: 'contact' }], leftOut: {}, notReached: [], page: 'Maria' };
		const service = { call: () => Promise.resolve({ ...portion, answer: { person: { id: opened.contact } } }) };
		const parameters = { person: 'ana', exportAs: 'files', options: {} };
		const exported = async () => {
			const { context } = await openItemTokens(fakeExecuteFunctions({ parameters }), 'troupePrivacy');
			return exportPerson({ context, item: 0, service, noteAbout: () => Promise.resolve() } as never);
		};
		expect(await exported()).toMatchObject({ binary: { data: { fileName: 'export.json' } } });
		const { store } = (await openAudit({ stateFolder: home, tenant: 'default' }))!;
		await store.sequence('default');
		const { entries } = await store.search('default', { limit: 9, act: 'data.revealed' });
		expect(entries.map(({ leaf }) => JSON.parse(leaf) as object)).toMatchObject([{ object: { kind: 'person' } }]);
		await setRules({ executionData: 'tokens-only' });
		await expect(exported()).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
	});

	it('gives nobody the values once the person is forgotten, whatever n8n still has', async () => {
		const item = await begin();
		const { store, keys } = await getVaultParts({ stateFolder: home, tenant: 'default' }, home);
		expect(await store.destroySubject('default', keys.pseudonym('subject', 'default', opened.contact))).toBe(1);
		await expect(send(item.chatInput, after(item))).rejects.toMatchObject({
			message: expect.stringContaining('token without a value') as string,
		});
		expect(zApi.sent).toEqual([]);
	});

	it('gives the values to a sub-workflow that gets the item, and to a tool of an agent by the execution', async () => {
		const item = await begin();
		const conversation = (item.conversation as IDataObject).id as string;
		await run(channel, { operation: 'text', text: item.chatInput, conversation }, { items: [{ json: item }] });
		expect(zApi.sent).toMatchObject([{ body: { message: said } }]);
	});

	it.each<[string, (item: Item) => IDataObject]>([
		['has no proof', ({ tokensOf: _proof, ...item }) => item],
		['has a changed proof', (item) => ({ ...item, tokensOf: `${item.tokensOf as string}x` })],
		[
			'has the proof of another',
			({ tokensOf, ...item }) => ({
				...item,
				tokensOf: `${Buffer.from('["x",null]').toString('base64url')}.${(tokensOf as string).split('.')[1]}`,
			}),
		],
		['has a list for it', (item) => ({ ...item, tokensOf: [item.tokensOf] })],
		['is too long', (item) => ({ ...item, tokensOf: 'x'.repeat(1_000_000) })],
	])('gives no values to an item that says whose it is and %s', async (_, forge) => {
		await setRules({ executionData: 'tokens' });
		const item = await begin();
		const forged = forge(item);
		const conversation = (item.conversation as IDataObject).id as string;
		const sent = run(channel, { operation: 'text', text: item.chatInput, conversation }, { items: [{ json: forged }] });
		await expect(sent).rejects.toMatchObject({ message: expect.stringContaining('token without a value') as string });
		expect(zApi.sent).toEqual([]);
		expect(await openOwners(state(), {}, forged)).toMatchObject([{ id: expect.stringMatching(/^execution /) as string, hasTokens: false }]);
		expect(await openOwners(state(), {}, item)).toMatchObject([{ id: opened.conversation, person: opened.contact }]);
	});

	it('gives an item the values of its own conversation alone, with whomever it shares an execution', async () => {
		await setRules({ executionData: 'tokens' });
		const item = await begin();
		const other = await hideItem(state(), { text: 'bruno.lima@example.com' }, { id: 'another conversation' });
		const conversation = (item.conversation as IDataObject).id as string;
		const sends = (json: IDataObject, text: string) => run(channel, { operation: 'text', text, conversation }, { items: [{ json }] });
		await expect(sends(item, other.text as string)).rejects.toThrow('token without a value');
		await expect(sends(other, item.chatInput)).rejects.toThrow('token without a value');
		await sends(other, other.text as string);
		expect(zApi.sent).toMatchObject([{ body: { message: 'bruno.lima@example.com' } }]);
		await expect(openOwners({ ...state(), tenant: 'acme' }, other)).resolves.toMatchObject([{ hasTokens: false }]);
	});

	it('has one token for a CPF, as a number and with its signs', async () => {
		const item = await begin();
		const [token] = item.chatInput.match(/\[CPF_\d+_\w+\]/)!;
		const owner = { id: opened.conversation, person: opened.contact };
		expect(await hideItem(state(), { cpf: 52998224725, text: 'CPF 52998224725, 529 982 247 25' }, owner)).toMatchObject({
			...{ cpf: token, text: `CPF ${token}, ${token}` },
		});
	});
});

const state = () => ({ name: 'n8n', stateFolder: home, tenant: 'default' });

/** @param answered by a node before, of another kind */
function openOwners(of: Parameters<typeof findOwners>[1], json: IDataObject, answered: IDataObject = {}) {
	const node = { name: 'Ask', type: 'n8n-nodes-base.httpRequest' };
	const runData = { Ask: [{ data: { main: [[{ json: answered }]] } }] };
	const inside = { workflow: { nodes: { Ask: node } }, runExecutionData: { resultData: { runData } } };
	return findOwners(Object.assign(fakeExecuteFunctions({ parameters: {}, items: [{ json }] }), inside), of);
}

describe('an agent in n8n with tokens', () => {
	const usual = { source: 'define', definition: defaultDefinition, model: 'openai', options: { allowTools: 'refund' } };
	const ask = async (item: Item, options: Partial<FakeExecution> = {}, parameters: IDataObject = {}) => {
		const read = { ...usual, message: item.chatInput, conversationId: item.sessionId, ...parameters } as IDataObject;
		const context = fakeExecuteFunctions({
			...{ credentials: { troupeOpenAiApi: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } }, ...after(item), ...options },
			...asExpressions(read),
		});
		return (await agent.call(context, openGate(), () => fakeAiNodeSdk))[0]![0]!.json;
	};

	it('gets the values, as far as its guardrails give them to a model, and n8n gets tokens for its reply', async () => {
		const item = await begin();
		model.script([{ text: 'Obrigada, Maria.' }]);
		const json = await ask(item);
		expect(JSON.stringify(model.calls[0]!.body)).toContain('Sou a Maria, CPF [CPF_1_');
		expectNoValues(json);
		await send(json.reply as string, after(item));
		expect(zApi.sent).toMatchObject([{ body: { message: 'Obrigada, Maria.' } }]);
	});

	it('returns a run that waits for a person, and continues it from what n8n has of it', async () => {
		const item = await begin();
		model.script([
			{ text: '', calls: [{ name: 'refund', input: { of: 'Maria', cpf: values.cpf } }] },
			{ text: `Feito, Maria: ${values.cpf}.` },
		]);
		const given: unknown[] = [];
		const schema = { type: 'object', properties: { of: { type: 'string' }, cpf: { type: 'string' } } };
		const invoke = async (input: unknown) => (given.push(input), 'ok');
		const connectedTools = [{ name: 'refund', description: 'Refunds.', schema, invoke }];
		const waiting = await ask(item, { connectedTools }, { options: {} });
		expect(waiting).toMatchObject({ outcome: 'needs-human', state: expect.any(Object) as object });
		expectNoValues(waiting);
		const resume = { task: 'resume', suspended: JSON.stringify(waiting), decision: 'approve', text: '', options: {} };
		const done = await ask(item, { connectedTools }, resume);
		expect(done).toMatchObject({
			outcome: 'reply',
			reply: expect.stringMatching(/^Feito, \[PESSOA_\d+_\w+\]: \[CPF_\d+_\w+\]\.$/) as string,
		});
		expect(given).toHaveLength(1);
		expectNoValues([done, given]);
	});

	it('calls a connected tool with tokens, and reads the values of what it returns', async () => {
		const item = await begin();
		model.script([{ text: '', calls: [{ name: 'refund', input: { of: 'Maria' } }] }, { text: 'Feito.' }]);
		const given: unknown[] = [];
		const invoke = async (input: unknown) => (given.push(input), JSON.stringify({ name: (input as { of: string }).of }));
		const schema = { type: 'object', properties: { of: { type: 'string' } } };
		const json = await ask(item, { connectedTools: [{ name: 'refund', description: 'Refunds.', schema, invoke }] });
		expect(json).toMatchObject({ outcome: 'reply' });
		expect(given).toEqual([{ of: expect.stringMatching(/^\[PESSOA_\d+_\w+\]$/) as string }]);
		expect((model.calls[1]!.body as { messages: object[] }).messages.at(-1)).toMatchObject({ content: '{"name":"Maria"}' });
		expectNoValues(json);
	});
});
