import { ask, ownVault, run } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { createAskingTool } from '../../../channels/hand-over-tool';
import { TroupeError } from '../../../base/errors';
import type { AgentEvent } from '../../agent-event';
import { calling, fakeTool, teamMember, toolAgent } from '../../../../test/fakes/tool-agent';

const promise = 'I do not know that. A colleague will call you tomorrow.';
const honest = 'I do not know that. A person can help you with the rest.';
const read = fakeTool('look_up', () => 'nothing', { effect: 'reads' });

test('a reply that promises a person goes to one, whom nobody told before', async () => {
	expect(await run(toolAgent(scriptedChatModel(promise), {}))).toMatchObject({ kind: 'needs-human', reason: 'promised', reply: honest });
	const between = 'Sure! A colleague will call you tomorrow. The shop is open.';
	expect(await run(toolAgent(scriptedChatModel(between), {}))).toMatchObject({
		reply: 'Sure! The shop is open. A person can help you with the rest.',
	});
	const looked = scriptedChatModel(calling(['look_up', {}, 'c']), promise, promise);
	expect(await run(toolAgent(looked, { tools: [read] }))).toMatchObject({ kind: 'needs-human', reason: 'promised' });
});

test('so does one of a team whose agents only read, and that of an agent to which the conversation was handed over', async () => {
	const reach = async () => ({ effect: 'reads' as const, unasked: 'reads' as const, calls: [] });
	const helper = { ...teamMember(ownVault('helper', scriptedChatModel('I found nothing.'))), reach };
	expect(await run(toolAgent(scriptedChatModel(ask('helper', 'Look.'), promise, promise), { members: [helper as never] }))).toMatchObject({
		kind: 'needs-human',
		reason: 'promised',
	});
	const other = teamMember(ownVault('other', scriptedChatModel(promise)), { handOver: 'once' });
	const outcome = await run(toolAgent(scriptedChatModel(calling(['other', {}, 'h'])), { members: [other] }));
	expect(outcome).toMatchObject({ kind: 'needs-human', reason: 'promised', reply: honest });
});

test('a promise alone becomes the standard text, also where it was shown already', async () => {
	const events: AgentEvent[] = [];
	const alone = toolAgent(scriptedChatModel('Um colega vai ligar para você amanhã.'), { onEvent: (event) => void events.push(event) });
	expect(await run(alone, 'Vocês podem me ligar por favor?')).toMatchObject({
		reply: 'Não posso responder a isso, mas uma pessoa pode ajudar você.',
	});
	const shown = events.map((event) => (event.kind === 'model-part' ? event.text : event.kind === 'model-withdrawn' ? '|' : '')).join('');
	expect(shown).toBe('Um colega vai ligar para você amanhã.|Não posso responder a isso, mas uma pessoa pode ajudar você.');
});

test('a model that only says that it hands over is told once, and can do it', async () => {
	const other = teamMember(ownVault('other', scriptedChatModel('Your invoice is paid.')), { handOver: 'once' });
	const model = scriptedChatModel('I am transferring you to billing now.', calling(['other', {}, 'h']));
	expect(await run(toolAgent(model, { members: [other] }))).toMatchObject({ kind: 'reply', reply: 'Your invoice is paid.' });
	expect(model.requests[1]!.messages.at(-1)!.content).toContain('no tool call of yours told anybody');
});

test('a call that changed something can have told somebody', async () => {
	const model = scriptedChatModel(calling(['open_ticket', {}, 'c']), promise);
	expect(await run(toolAgent(model, { tools: [fakeTool('open_ticket')] }))).toMatchObject({ kind: 'reply', reply: promise });
});

test('but one that only stores something tells nobody, where the agent can hand over (chatwoot/chatwoot#13178)', async () => {
	const stores = { ...fakeTool('update_lead'), tellsNobody: true as const };
	const stored = calling(['update_lead', {}, 'c']);
	for (const said of [
		'Um especialista confirma isso para você por aqui.',
		'Vou te transferir para um vendedor. Qual é o seu nome?',
		'A specialist will confirm that.',
	]) {
		const model = scriptedChatModel(stored, said, calling(['hand_over', { reason: 'r' }, 'h']), 'Pronto.');
		expect(await run(toolAgent(model, { tools: [stores, createAskingTool()] }), 'Qual a medida?')).toMatchObject({ reply: 'Pronto.' });
		expect(model.requests[2]!.messages.at(-1)!.content).toContain('no tool call of yours told anybody');
	}
	const alone = scriptedChatModel(stored, promise);
	expect(await run(toolAgent(alone, { tools: [stores] }))).toMatchObject({ kind: 'reply', reply: promise });
});

test('so can one that is done when the run ends, such as a hand-over', async () => {
	const handOver = fakeTool('hand_over', () => 'It is written down. A person goes on after your next message.', {
		effect: 'reads',
		actsLater: true,
	});
	for (const [reply, message] of [
		[promise, 'Can somebody call me?'],
		['Um vendedor continua a conversa por aqui. Até logo!', 'Quero falar com um vendedor, por favor.'],
		['Anotei tudo para o vendedor. Até logo!', 'Quero falar com um vendedor, por favor.'],
	] as const) {
		const model = scriptedChatModel(calling(['hand_over', {}, 'c']), reply, reply);
		expect([await run(toolAgent(model, { tools: [handOver] }), message), model.requests.at(-1)!.messages.at(-1)!.content]).toMatchObject([
			{ kind: 'reply', reply },
			expect.stringContaining('goes on'),
		]);
	}
});

test('a call that asks for a person ends with one, whose reply stays as it is', async () => {
	const farewell = 'Ligue já para o 193. Um colega assume daqui.';
	const model = scriptedChatModel(calling(['hand_over', { reason: 'fire' }, 'c']), farewell);
	const asked = await run(toolAgent(model, { tools: [createAskingTool()] }), 'A máquina pegou fogo!');
	expect(asked).toMatchObject({ kind: 'needs-human', reason: 'promised', reply: farewell });
	const refused = scriptedChatModel(calling(['hand_over', {}, 'c']), 'Ligue já para o 193.');
	expect(await run(toolAgent(refused, { tools: [createAskingTool()] }))).toMatchObject({ kind: 'reply' });
});

test('so does one whose reply cannot be sent, or whose run reached a limit', async () => {
	const cut = { text: 'Ligue', finish: 'length' as const };
	const model = scriptedChatModel(calling(['hand_over', { reason: 'fire' }, 'c']), cut, cut);
	expect(await run(toolAgent(model, { tools: [createAskingTool()] }))).toMatchObject({ kind: 'needs-human', reason: 'promised' });
});

test('a called agent promises its caller nothing', async () => {
	const helper = teamMember(ownVault('helper', scriptedChatModel(promise)));
	const model = scriptedChatModel(ask('helper', 'Look.'), 'I found nothing.');
	expect(await run(toolAgent(model, { members: [helper] }))).toMatchObject({ kind: 'reply', reply: 'I found nothing.' });
});

describe('a called agent that asks for a person', () => {
	const asks = calling(['hand_over', { reason: 'emergência: um colega ficou preso' }, 'h']);
	const member = () => teamMember(ownVault('helper', scriptedChatModel(asks, 'Pedi uma pessoa.'), { tools: [createAskingTool()] }));
	const called = ask('helper', 'Veja isto.', 'c');

	test('ends the run of its caller with one, after the last words (xorbitsai/xagent#773, hassanhabib/The-Standard-Agent#279)', async () => {
		const model = scriptedChatModel(called, 'Um colega assume daqui.');
		expect(await run(toolAgent(model, { members: [member()] }))).toMatchObject({
			...{ kind: 'needs-human', reason: 'promised', reply: 'Um colega assume daqui.' },
		});
		expect(model.requests[1]!.messages.at(-1)!.content).toMatch(/asked for a person.*your last one/);
	});

	test('does so through an agent between, and where no model answers any more', async () => {
		const between = teamMember(ownVault('between', scriptedChatModel(called, 'Feito.'), { members: [member()] }));
		const down = new TroupeError({ code: 'MODEL_UNREACHABLE', message: 'The model is down.', retryable: true });
		const model = scriptedChatModel(ask('between', 'Veja isto.', 'b'), down);
		const outcome = await run(toolAgent(model, { members: [between] }), 'Meu colega está preso na prensa, e agora?');
		expect(outcome).toMatchObject({
			kind: 'needs-human',
			reason: 'promised',
			reply: expect.stringContaining('uma pessoa pode ajudar') as string,
		});
	});

	test('and one whose call was refused does not', async () => {
		const refused = scriptedChatModel(calling(['hand_over', {}, 'h']), 'Não deu.');
		const other = teamMember(ownVault('helper', refused, { tools: [createAskingTool()] }));
		const model = scriptedChatModel(called, 'Não deu.');
		expect(await run(toolAgent(model, { members: [other] }))).toMatchObject({ kind: 'reply', reply: 'Não deu.' });
	});
});
