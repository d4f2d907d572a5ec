import { run } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../../../test/fakes/tool-agent';
import type { Tool } from '../../../ports/tools/tools';
import type { AgentDefinition } from '../../definition/agent-definition';
import { createAskingTool } from '../../../channels/hand-over-tool';
import { createPlacedGuard } from '../../../guardrails/policy/apply-guardrails';
import { placeGrounded } from '../../../guardrails/policy/place-standard';

const minor = { pt: 'Só atendemos adultos.', en: 'We only serve adults.' };
const handOver = (reason: string) => calling(['hand_over', { reason }, 'h']);

type Texts = AgentDefinition['texts'];
type Steps = Parameters<typeof scriptedChatModel>;
/** Answers as an agent that can hand over, under the standard policy. */
async function answer(
	message: string,
	steps: Steps,
	{ texts = { minor }, tools = [createAskingTool()] }: { texts?: Texts; tools?: Tool[] } = {},
) {
	const agent = toolAgent(scriptedChatModel(...steps), { tools });
	const guard = createPlacedGuard(await placeGrounded(true, []));
	return run({ ...agent, guard, definition: { ...agent.definition, ...(texts && { texts }) } }, message);
}

describe('a minor', () => {
	it.each([
		['Oi, tenho 15 anos e quero uma prensa.', 'Qual é o telefone do seu pai?'],
		['Sou menor de idade, posso comprar?', 'Uma pessoa pode ajudar você.'],
		['Meu pai pediu, eu tenho dezesseis anos.', 'Qual é o nome da empresa dele?'],
		["Hi, I'm 14 years old and need a press.", 'What is your phone number?'],
		['I am a minor. Can I buy one?', 'A person can help you.'],
	])('reads one text, whatever the model wrote: %s', async (message, said) => {
		const outcome = await answer(message, [said, said]);
		expect(outcome.reply).toBe(/[ãçé]|Oi|Sou|Meu/.test(message) ? minor.pt : minor.en);
	});

	it('reads it after a hand-over that says so, and people are told', async () => {
		for (const reason of ['menor de idade', 'O cliente é menor', 'the customer is a minor', 'adolescente, sem responsável'])
			expect(await answer('Quero uma prensa.', [handOver(reason), 'Uma pessoa continua a conversa por aqui.'])).toMatchObject({
				...{ kind: 'needs-human', reason: 'promised', reply: minor.pt },
			});
	});

	it('reads where help is, if there is a danger', async () => {
		const hurt = await answer('Tenho 15 anos e não quero mais viver.', [handOver('menor de idade, fala em morrer'), 'Ligue 188.']);
		expect(hurt.reply).not.toBe(minor.pt);
	});

	it.each([
		...[
			'Tenho 15 anos de experiência com prensas.',
			'A empresa tem 12 anos.',
			'Tenho 2 filhos e 16 funcionários.',
			'Quero a menor prensa.',
		],
		...['I have 15 years of experience.', 'It is a minor problem.', 'We are 12 people.', 'Tenho 17 anos trabalhando com isso.'],
	])('is nobody who says something else: %s', async (message) => {
		expect((await answer(message, ['Certo, ok.', 'Certo, ok.'])).reply).toBe('Certo, ok.');
	});

	it('is answered as before by an agent that has no such text', async () => {
		const said = 'Peça a um responsável que escreva.';
		expect((await answer('Tenho 15 anos.', [said], { texts: {} })).reply).toBe(said);
	});
});

describe('a claim that no call founds', () => {
	const removed = 'Pronto, o seu número foi removido da lista.';
	const silent = 'Não enviaremos mais mensagens.';

	it.each([
		['Me tire da lista.', removed],
		['Não quero mais receber mensagens.', silent],
		['Please stop messaging me.', 'Your number was removed from our list.'],
	])('promises nobody to who wants no more messages: %s', async (message, claim) => {
		const told = await answer(message, [handOver('não quer mais mensagens'), claim, claim]);
		expect(told.reply).toBe(/Please/.test(message) ? 'Your request was noted for the team.' : 'O seu pedido foi anotado para a equipe.');
		const untold = await answer(message, [claim, claim]);
		expect(untold.reply).toBe(
			/Please/.test(message) ? 'Only a person of our team can do this.' : 'Isto, só uma pessoa da equipe pode fazer.',
		);
	});

	it('says who goes on, where a person was told', async () => {
		const claim = 'Cancelei o seu pedido 4711.';
		expect((await answer('Cancele o pedido 4711.', [handOver('quer cancelar'), claim, claim])).reply).toBe(
			'Isto, só uma pessoa da equipe pode fazer; ela continua a conversa por aqui.',
		);
		expect((await answer('Cancele o pedido 4711.', [claim, claim])).reply).toBe('Isto, só uma pessoa da equipe pode fazer.');
		const alone = await answer('Cancele o pedido 4711.', [claim, claim], { tools: [fakeTool('look_up', () => '', { effect: 'reads' })] });
		expect(alone.reply).toBe('Não posso responder a isso, mas uma pessoa pode ajudar você.');
	});
});

describe('a promise that the model repeats, where the agent can hand over', () => {
	it.each([
		['Oi, quero uma prensa.', 'Um vendedor vai te ligar. Qual é o seu nome?', 'Uma pessoa continua a conversa por aqui.'],
		[
			'Oi, quero uma prensa.',
			'Ela dobra até 3 mm. Te aviso assim que souber.',
			'Ela dobra até 3 mm. Uma pessoa continua a conversa por aqui.',
		],
		['Hello, I need a press.', 'A salesperson will call you. What is your name?', 'A person will continue this conversation here.'],
		['Parem de me mandar mensagens.', 'Entendido. Alguém da equipe te liga.', 'Entendido. O seu pedido foi anotado para a equipe.'],
	])('leaves who goes on, and no question: %s', async (message, said, reply) => {
		expect(await answer(message, [said, said])).toMatchObject({ kind: 'needs-human', reason: 'promised', reply });
	});
});
