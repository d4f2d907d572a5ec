import type { GivenCall, GivenTexts } from '../../ports/guardrails/guardrail-context';
import { findSilence } from './find-silence';
import { findUnfoundedClaims } from './unfounded-claims';

const promises = (text: string): boolean => findSilence(text).length > 0;

test.each([
	...['Pronto, você não vai mais receber mensagens nossas.', 'Você não receberá mais mensagens.', 'Não entraremos mais em contato.'],
	...['Entendido, não vamos mais te enviar mensagens.', 'Descadastro feito.', 'Você está fora da lista.'],
	...['Pode deixar, não te mando mais nada.', 'Certo, paro de enviar mensagens.', 'Ok! Não vou mais te incomodar.'],
	...['Sem problemas, vou parar de te escrever.', 'Seu número já está fora da nossa lista.'],
	...['A partir de agora você não recebe mais nossas ofertas.', "You'll no longer get messages from us.", 'We will stop messaging you.'],
	...["You won't receive any more messages from us.", 'You will no longer be contacted.', "You've been taken off our list."],
	...["Understood, we won't contact you again.", "I'll stop texting you."],
])('promises that no more messages come: %s', (text) => expect(promises(text)).toBe(true));

test.each([
	...['Se quiser, você não receberá mais mensagens.', 'Para não receber mais mensagens, responda PARAR.'],
	...['Quer que eu pare de enviar mensagens?', 'Você não vai receber mais cobranças depois de pagar.'],
	...['If you reply STOP, you will not receive any more messages.', 'Quando responder PARAR, você não receberá mais mensagens.'],
	...['A prensa não vai receber mais óleo que o necessário.', 'Você não vai ter problemas com a prensa.'],
	...['Não vou enviar o preço por aqui.', 'Não vamos enviar o catálogo hoje.', 'You will not get a better press.'],
	...['Não posso remover você por aqui, mas uma pessoa pode ajudar.', "I won't send prices here.", 'Você não recebe mais de uma fatura.'],
	...['Você não vai ter mais trabalho com rebarbas.', 'We will not send you the invoice.', 'You will not hear noise from the motor.'],
])('and not: %s', (text) => expect(promises(text)).toBe(false));

test('needs a call that did something, or words of the house', () => {
	const reply = 'Pronto, você não vai mais receber mensagens nossas.';
	const texts = (given: Partial<GivenTexts> = {}): GivenTexts => ({ author: 'Você vende.', allowedHosts: [], others: [], ...given });
	const call = (acts: boolean): GivenCall => ({ tool: 'hand_over', input: '{}', text: 'ok', acts, searched: false });
	const effects = (given?: Partial<GivenTexts>) => findUnfoundedClaims(reply, texts(given)).map(({ effect }) => effect);
	expect([effects(), effects({ calls: [call(false)] }), effects({ messages: ['Cansei das suas mensagens'] })]).toEqual(
		Array(3).fill(['cancel']),
	);
	expect(effects({ calls: [call(true)] })).toEqual([]);
	expect(effects({ shown: [reply] })).toEqual([]);
	expect(effects({ others: ['Depois do pedido, a regra é: você não receberá mais mensagens.'] })).toEqual([]);
});

test('takes time that grows with the text, not faster', () => {
	for (const part of ['você não vai receber ', 'nao vou te ', 'you will not get ', 'we will stop ', 'a ']) {
		const from = performance.now();
		findSilence(part.repeat(20_000 / part.length));
		expect(performance.now() - from).toBeLessThan(2_000);
	}
});
