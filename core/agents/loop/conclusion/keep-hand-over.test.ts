import { run } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, toolAgent } from '../../../../test/fakes/tool-agent';
import { createAskingTool } from '../../../channels/hand-over-tool';
import { createGuard } from '../../../guardrails/policy/create-guard';
import { parseGuardrailPolicy } from '../../../guardrails/policy/parse-guardrail-policy';

const joinedText = { pt: 'Valores e prazos vêm na proposta.', en: 'Prices and dates come with the proposal.' };
const rewrite = (check: string, pt: string, more: object = {}) => ({
	check,
	action: 'rewrite',
	text: { pt, en: 'Only a person confirms it.' },
	...more,
});
const policy = {
	id: 'sales',
	checks: [
		rewrite('no-price', 'Os valores vêm na proposta.', { joinedText }),
		rewrite('no-deadline', 'Os prazos vêm na proposta.', { of: 'deliveries', joinedText }),
		rewrite('no-deadline', 'Só uma pessoa confirma datas.', { name: 'no-date', of: 'others' }),
	],
};
const answer = async (texts: string[], message = 'Quero falar com um vendedor.', tools = [createAskingTool()]) => {
	const guard = await createGuard(await parseGuardrailPolicy(policy, 'sales'));
	const handOver = calling(['hand_over', { reason: 'quer um vendedor' }, 'h']);
	const model = scriptedChatModel(...(tools.length > 0 ? [handOver] : []), ...texts.flatMap((text) => [text, text]));
	return run(toolAgent(model, { tools, guard }), message);
};

test('who was given to a person reads it, where a time took the sentence away', async () => {
	for (const said of [
		'Um vendedor continua a conversa por aqui amanhã às 14h.',
		'Uma pessoa continua por aqui e confirma isso ainda hoje.',
	])
		expect(await answer([said])).toMatchObject({
			...{ kind: 'needs-human', reply: 'Só uma pessoa confirma datas. Uma pessoa continua a conversa por aqui.' },
		});
	expect(await answer(['Uma pessoa continua a conversa por aqui.'])).toMatchObject({ reply: 'Uma pessoa continua a conversa por aqui.' });
	expect(await answer(['A máquina chega na sexta. Uma pessoa continua a conversa por aqui.'])).toMatchObject({
		reply: 'Os prazos vêm na proposta. Uma pessoa continua a conversa por aqui.',
	});
	expect(await answer(['A máquina chega na sexta.'])).toMatchObject({ reply: 'Os prazos vêm na proposta.' });
});

test('a promise of a person that a guardrail took away still brings one', async () => {
	const promised = await answer(['Olá! O gerente te liga em 10 minutos.'], 'Oi', []);
	expect(promised).toMatchObject({ kind: 'needs-human', reason: 'promised' });
	expect(promised.reply).not.toContain('10 minutos');
});

test('several texts in a row are one', async () => {
	const both = 'Ela custa R$ 48.000. Entregamos em 30 dias úteis. Que chapa você usa?';
	expect(await answer([both], 'Qual o preço e o prazo?', [])).toMatchObject({ reply: `${joinedText.pt} Que chapa você usa?` });
	const own = 'O valor também vem na proposta. Entregamos em 30 dias úteis. Que chapa você usa?';
	expect(await answer([own], 'Qual o preço e o prazo?', [])).toMatchObject({
		reply: 'O valor também vem na proposta. Os prazos vêm na proposta. Que chapa você usa?',
	});
	const same = 'Todos os prazos vêm na proposta. Entregamos em 30 dias úteis. Que chapa você usa?';
	expect(await answer([same], 'Qual o preço e o prazo?', [])).toMatchObject({ reply: `${joinedText.pt} Que chapa você usa?` });
	const apart = 'Ela custa R$ 48.000. É hidráulica. Entregamos em 30 dias úteis.';
	expect(await answer([apart], 'Qual o preço e o prazo?', [])).toMatchObject({
		reply: 'Os valores vêm na proposta. É hidráulica. Os prazos vêm na proposta.',
	});
	const mixed = 'Entregamos em 30 dias úteis. O gerente responde até sexta.';
	expect(await answer([mixed], 'Qual o prazo?', [])).toMatchObject({
		reply: expect.stringContaining('Os prazos vêm na proposta. Só uma pessoa'),
	});
});

test('after a greeting alone, there is no rest to help with', async () => {
	const greeted = await answer(['Olá! Aqui é a Lia, da Serra Azul Máquinas. Te ligamos amanhã.'], 'Oi', []);
	expect(greeted.reply).toBe('Olá! Aqui é a Lia, da Serra Azul Máquinas. Uma pessoa pode ajudar você.');
});

test('the day or the hour of a call that nobody confirmed does not reach who was handed over', async () => {
	const call = 'O dia e a hora, uma pessoa confirma.';
	const both = 'Dias e horários, só uma pessoa confirma.';
	const own = [
		rewrite('no-deadline', call, { name: 'no-call-time', of: 'calls', joinedText: { pt: both, en: 'B.' } }),
		rewrite('no-deadline', 'Só uma pessoa confirma datas.', { name: 'no-date', of: 'others', joinedText: { pt: both, en: 'B.' } }),
	];
	const guard = await createGuard(await parseGuardrailPolicy({ id: 'calls', checks: own }, 'calls'));
	const said = async (text: string) => {
		const model = scriptedChatModel(calling(['hand_over', { reason: 'quer uma ligação' }, 'h']), text, text);
		return (await run(toolAgent(model, { tools: [createAskingTool()], guard }), 'Podem me ligar amanhã às 15h?')).reply;
	};
	expect(await said('Um vendedor te liga amanhã às 15h. Até lá!')).toBe(`${call} Até lá!`);
	expect(await said('Um vendedor te liga amanhã às 15h. Ele te chama às 16h se não atender.')).toBe(call);
	expect(await said('Um vendedor te liga amanhã às 15h. A equipe responde até sexta.')).toBe(both);
	const noted = 'Anotei que você prefere amanhã às 15h. Uma pessoa continua a conversa por aqui.';
	expect(await said(noted)).toBe(noted);
});

test('texts in a row that have other joined texts are said beside each other', async () => {
	const policyOf = [
		rewrite('no-price', 'Os valores vêm na proposta.', { joinedText }),
		rewrite('no-deadline', 'Só uma pessoa confirma datas.', { joinedText: { pt: 'Datas, só uma pessoa.', en: 'D.' } }),
	];
	const guard = await createGuard(await parseGuardrailPolicy({ id: 'p', checks: policyOf }, 'p'));
	const said = 'Ela custa R$ 48.000. Respondo até sexta. E a outra custa R$ 50.000.';
	const { reply } = await run(toolAgent(scriptedChatModel(said, said), { guard }), 'Quanto custa?');
	expect(reply).toBe('Os valores vêm na proposta. Só uma pessoa confirma datas.');
});
