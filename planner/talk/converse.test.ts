import { randomBytes } from 'node:crypto';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { openConversationStates, type OpenConversationStates } from '../../providers/state/conversations/conversation-states';
import { openPlanStore, type PlanStore } from '../../providers/state/plans/plan-store';
import { expensesSkills } from '../../test/support/plans/expenses-plan';
import { createOwnKey } from '../confirm/own-key';
import { openPlans } from '../open-plans';
import type { Plans } from '../plans';
import { provePlan } from '../prove/prove-plan';
import type { PlannerSkills } from '../skills';
import { converse, type Message, type TalkParts } from './converse';

const { signal } = new AbortController();
const key = createOwnKey(randomBytes(32));
let engine: EmbeddedEngine;
let store: PlanStore;
let states: OpenConversationStates;
let now: number;
beforeEach(async () => {
	engine = await openEmbeddedEngine({ file: ':memory:' });
	store = openPlanStore(':memory:');
	now = Date.parse('2026-11-30T12:00:00Z');
	states = openConversationStates(':memory:', { tenant: 'acme', pseudonym: async (id) => `hash of ${id}`, clock: { now: () => now } });
});
afterEach(() => Promise.all([engine.close(), store.close(), states.close()]));

const open = (skills: Partial<PlannerSkills> = {}, tenant = 'acme'): Plans =>
	openPlans({
		tenant,
		clock: { now: () => now },
		kept: {
			store,
			seal: (text) => Promise.resolve(Buffer.from(text)),
			unseal: (sealed) => Promise.resolve(Buffer.from(sealed).toString()),
		},
		skills: expensesSkills(provePlan, skills),
		keys: { sign: (facts) => Promise.resolve(key.sign(facts)), verify: async (statement) => key.verify(statement) },
		withEngine: (_, work) => work(engine),
	});

function talk(plans = open(), more: Partial<TalkParts> = {}) {
	const parts: TalkParts = { plans, states: states.of('workflow'), findLink: (id) => `https://troupe.test/console/plans/${id}`, ...more };
	return (text: string, message: Partial<Message> = {}) => converse({ conversation: 'chat-1', text, ...message }, parts, signal);
}

it('takes a wish, an answer, a question and a change in one conversation, and proves what it draws', async () => {
	const say = talk();
	const asked = await say('Pay what employees spent');
	expect(asked).toMatchObject({ plan: { state: 'asking' }, text: expect.stringMatching(/Who approves\?.*finance.*you decide/s) as string });
	expect((await say('Why do you ask?')).plan).toMatchObject({ state: 'asking', answers: {} });
	const drawn = await say('the manager');
	const { id, hash } = drawn.plan!;
	expect(drawn.plan).toMatchObject({ id: asked.plan!.id, state: 'proved', answers: { who: 'the manager' } });
	for (const part of ['1. Classify', `Hash: ${hash}`, `console/plans/${id}`, 'A person confirms its hash'])
		expect(drawn.text).toContain(part);
	expect(await say('What are the risks?')).toMatchObject({ plan: { hash }, text: 'About What are the risks?' });
	const changed = await say('rename "Approve" to "Approve the trip"');
	expect(changed).toMatchObject({ plan: { id, state: 'proved' }, text: expect.stringContaining('Approve the trip') as string });
});

it.each(['ok', 'yes, confirm and run it', 'Pode rodar!', 'confirm HASH'])('confirms nothing and starts nothing by "%s"', async (text) => {
	const say = talk();
	await say('Pay what employees spent');
	const { plan } = await say('you decide');
	const reply = await say(text.replace('HASH', plan!.hash!));
	expect(reply.text).toMatch(/^A message cannot confirm or start a plan\.\n\nHash: [0-9a-f]{64}\n/);
	expect(await open().show(plan!.id)).toEqual(plan);
});

it('tells how the instances get on where the plan runs', async () => {
	const [plans, say] = [open(), talk()];
	await say('Pay what employees spent');
	const { plan } = await say('finance');
	await plans.confirm(plan!.id, { hash: plan!.hash!, engine: 'embedded', by: 'user:ana' });
	expect((await say('show')).text).toContain('It is confirmed.');
	await plans.run(plan!.id, { amount: 5_000 });
	const [job] = await engine.activate('troupe:agent', { limit: 1, timeoutMs: 1_000 });
	await engine.answer(job!.key, { kind: 'complete', variables: { output: { kind: 'travel' } } });
	expect((await say('How is it going?')).text).toMatch(/waits for: Approve\.\nAbout How/);
	expect((await say('status')).text).toMatch(/^Instance \d+ waits for: Approve\.\n\nExpenses/);
});

it('begins another plan where it is told to, and after a wish that could not be drawn', async () => {
	const say = talk();
	const first = await say('Pay what employees spent');
	const second = await say('New plan: pay invoices');
	expect(second.plan).toMatchObject({ wish: 'pay invoices' });
	expect(second.plan!.id).not.toBe(first.plan!.id);
	expect((await say('finance')).plan).toMatchObject({ id: second.plan!.id, state: 'proved' });
	const fault = { path: '/do', rule: 'empty', message: 'Nothing is to do.', fix: 'Say what is done.' };
	const fails = talk(open({ draw: async () => ({ faults: [fault], supposed: [] }) }));
	await fails('New plan: nothing');
	expect(await fails('finance')).toMatchObject({
		plan: { state: 'failed' },
		text: expect.stringMatching(/Nothing is to do.*other words/s) as string,
	});
	expect((await say('Pay what they spent')).plan).toMatchObject({ wish: 'Pay what they spent', state: 'asking' });
});

it('takes a greeting neither for a wish nor for an answer or a change', async () => {
	const say = talk();
	expect(await say('Olá, bom dia!')).toEqual({ text: expect.stringMatching(/^Diga o que você quer/) as string });
	const { plan } = await say('Pay what employees spent');
	expect((await say('thanks')).plan).toEqual(plan);
	expect(await say('New plan')).toEqual({ text: expect.stringMatching(/^Say what you want done/) as string });
	expect((await say('Pay invoices')).plan).toMatchObject({ wish: 'Pay invoices' });
});

it('begins nothing by a command or a yes where nothing was wished (kxkw/chatgpt-telegram-bot#17, HybridAIOne/hybridclaw#188)', async () => {
	const say = talk();
	for (const text of ['/start', 'Yes', 'ok 👍', 'no', 'help', 'status', 'cancel'])
		expect([text, await say(text)]).toEqual([text, { text: expect.stringMatching(/^Say what you want done/) as string }]);
	expect((await open().list({})).items).toEqual([]);
});

it('starts over in any state, with nothing of the plan before (dimagi/open-chat-studio#17, n8n-io/n8n#21186)', async () => {
	const say = talk();
	for (const [messages, again] of [
		[['Pay what employees spent'], '/reset'],
		[['Pay what employees spent', 'the manager'], 'start over'],
		[['Pay what employees spent', 'the manager', 'What are the risks?'], 'começar de novo'],
	] as const) {
		for (const message of messages) await say(message);
		expect(await say(again)).toEqual({ text: expect.stringMatching(/^(?:Say|Diga) what|^Diga o que/) as string });
		const { plan } = await say('Send the news');
		expect(plan).toMatchObject({ wish: 'Send the news', state: 'asking', answers: {} });
		expect(JSON.stringify(plan)).not.toContain('spent');
	}
});

it('stops asking where somebody breaks off, and keeps what was said (axa-group/nlp.js#352)', async () => {
	const say = talk();
	const { plan } = await say('Pay what employees spent');
	expect(await say('never mind')).toEqual({ text: expect.stringMatching(/^Say what you want done/) as string });
	expect(await open().show(plan!.id)).toEqual(plan);
	expect((await say('Send the news')).plan).toMatchObject({ wish: 'Send the news' });
	// A plan that the host names is the one of the message.
	expect((await say('stop', { plan: plan!.id })).plan).toMatchObject({ answers: { who: 'stop' } });
});

it('takes a command for no answer, and a sign for one', async () => {
	const say = talk();
	const asked = await say('Pay what employees spent');
	expect(await say('status')).toEqual(asked);
	expect((await say('👍🏽')).plan).toMatchObject({ answers: { who: 'ok' }, state: 'proved' });
});

it('asks no model to change a plan for a no, a question or a command (n8n-io/n8n#30057)', async () => {
	const plans = open({ change: () => Promise.reject(new Error('The plan would be changed.')) });
	const say = talk(plans);
	await say('Pay what employees spent');
	const { hash } = (await say('finance')).plan!;
	for (const text of ['no', "don't run it yet", 'undo', '👎', 'you decide', 'What does it do?', 'prove', 'status', 'help'])
		expect((await say(text)).plan).toMatchObject({ hash, state: 'proved' });
	await plans.confirm((await plans.list({})).items[0]!.id, { hash: hash!, engine: 'embedded', by: 'user:ana' });
	await plans.run((await plans.list({})).items[0]!.id, { amount: 5_000 });
	for (const text of ['cancel', 'try again']) expect((await say(text)).text).toMatch(/^A message here cannot cancel an instance/);
	expect((await engine.activate('troupe:agent', { limit: 1, timeoutMs: 1_000 })).length).toBe(1);
});

it('answers messages that come at once in their order, about one plan (jikig-ai/soleur#1194, lucianfialho/effect-gates#64)', async () => {
	const say = talk();
	const [first, second] = await Promise.all([say('Pay what employees spent'), say('the manager')]);
	expect(second.plan).toMatchObject({ id: first.plan!.id, state: 'proved', answers: { who: 'the manager' } });
	const texts = ['What are the risks?', 'rename "Approve" to "Approve the trip"', 'Why?'];
	const said = (await Promise.all(texts.map((text) => say(text)))).at(-1)!.plan!.conversation;
	expect(
		said
			.filter(({ from }) => from === 'person')
			.map(({ text }) => text)
			.slice(-3),
	).toEqual(texts);
	expect((await open().list({})).items).toHaveLength(1);
});

it('goes on with a conversation in which somebody wrote within thirty days', async () => {
	const say = talk();
	const { plan } = await say('Pay what employees spent');
	for (const text of ['hi', 'finance']) {
		now += 20 * 86_400_000;
		expect((await say(text)).plan).toMatchObject({ id: plan!.id });
	}
	now += 31 * 86_400_000;
	expect((await say('Pay invoices')).plan).toMatchObject({ wish: 'Pay invoices' });
});

it('keeps conversations, workflows and tenants apart', async () => {
	const { plan } = await talk()('Pay what employees spent');
	const others = [talk(open(), { states: states.of('other') }), (text: string) => talk()(text, { conversation: 'chat-2' })];
	for (const say of others) expect((await say('finance')).plan).toMatchObject({ wish: 'finance', state: 'asking' });
	await expect(talk(open({}, 'umbrella'))('finance', { plan: plan!.id })).rejects.toMatchObject({ code: 'PLAN_NOT_FOUND' });
	expect((await talk()('finance', { conversation: '', plan: plan!.id })).plan).toMatchObject({ id: plan!.id, state: 'proved' });
});

it('says that the plan of the conversation was removed, and takes the next message as a wish', async () => {
	const say = talk();
	await say('Pay what employees spent');
	await store.close();
	store = openPlanStore(':memory:');
	const again = talk();
	expect(await again('o financeiro, como eu disse')).toEqual({ text: expect.stringContaining('não está mais guardado') as string });
	expect((await again('Pay invoices')).plan).toMatchObject({ wish: 'Pay invoices' });
});

it.each<[string, Partial<Message>, string]>([
	['an empty message', { text: ' \n' }, 'The message is empty'],
	['a message without a conversation', { conversation: '' }, 'belongs to no conversation'],
])('refuses %s', async (_, message, problem) => {
	await expect(talk()('Pay', message)).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.stringContaining(problem) as string,
	});
});
