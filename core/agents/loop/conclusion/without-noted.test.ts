import { run } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../../../test/fakes/tool-agent';
import { createAskingTool } from '../../../channels/hand-over-tool';

const update = calling(['update_lead', {}, 'u']);
const handOver = calling(['hand_over', { reason: 'prefere amanhã' }, 'h']);
type Steps = Parameters<typeof scriptedChatModel>;

/** Answers where the store of leads works, or does not. */
const answer = async (message: string, steps: Steps, isUp = false) => {
	const store = fakeTool('update_lead', () => (isUp ? '{"stored":["name"]}' : Promise.reject(new Error('The store is down.'))), {
		tellsNobody: true,
	});
	const look = fakeTool('read_lead', () => Promise.reject(new Error('The store is down.')), { effect: 'reads' });
	return (await run(toolAgent(scriptedChatModel(...steps), { tools: [store, look, createAskingTool()] }), message)).reply;
};

describe('where the only call that could have stored something failed', () => {
	it.each([
		['Anotado, Rui! Qual é o nome da empresa?', 'Qual é o nome da empresa?'],
		['Perfeito, já anotei aqui. Que peças vão ser estampadas?', 'Que peças vão ser estampadas?'],
		['Obrigada, Rui! Tudo registrado. De que cidade você escreve?', 'Obrigada, Rui! De que cidade você escreve?'],
		['Anotado, Rui, e qual é a empresa?', 'Rui, e qual é a empresa?'],
		['Anotei: você prefere a de 3 mm. Para que é a máquina?', 'Para que é a máquina?'],
		['Salvo com sucesso!', 'Entendi.'],
	])('nothing says that it was noted: "%s"', async (said, reply) => {
		expect(await answer('Sou o Rui.', [update, said, said])).toBe(reply);
	});

	it.each([
		['Noted, Rui! What is your company called?', 'What is your company called?'],
		["Great, I've saved that. Which machine do you need?", 'Which machine do you need?'],
		['Got it, noted.', 'Understood.'],
	])('in English too (yantrikos/yantrikdb-hermes-plugin#24): "%s"', async (said, reply) => {
		expect(await answer('Hi, I am Rui and I need a press.', [update, said, said])).toBe(reply);
	});

	it.each([
		'Enviado em 3 de maio, pelo que diz o manual.',
		'Nota: a prensa pesa 2 t.',
		'Quer deixar anotado o seu telefone?',
		'A nota já sai com a máquina.',
	])('what claims nothing stays: "%s"', async (said) => expect(await answer('Sou o Rui.', [update, said, said])).toBe(said));
});

test.each([
	['the call worked', [update], true],
	['a person got the notes', [update, handOver], false],
	['nothing was to be stored', [], false],
	['only a call that reads failed', [calling(['read_lead', {}, 'r'])], false],
] as Array<[string, Steps, boolean]>)('it stays where %s', async (_when, calls, isUp) => {
	const said = 'Anotado, Rui!';
	expect(await answer('Sou o Rui.', [...calls, said, said], isUp)).toContain(said);
});
