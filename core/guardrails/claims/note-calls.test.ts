import type { GivenCall, GivenTexts } from '../../ports/guardrails/guardrail-context';
import { findUnfoundedClaims } from './unfounded-claims';

const call = (tool: string, only: GivenCall['only'], input = '{}'): GivenCall => ({
	...{ tool, input, text: 'Está anotado.', acts: true, searched: false },
	...(only && { only }),
});
const handOver = call('hand_over', 'note', '{"reason":"pediu para ser removido da lista"}');
const stored = call('update_lead', 'store', '{"temperature":"cold","summary":"Próximo passo: remover da lista"}');
const find = (reply: string, given: Partial<GivenTexts>): string[] =>
	findUnfoundedClaims(reply, { author: 'Você vende.', allowedHosts: [], others: [], ...given }).map(({ effect }) => effect);

/** Claims of acts that need the right to change the list. */
const unfounded = [
	...['O seu número já foi removido da lista.', 'Pronto, tirei você da lista.', 'Seu contato foi excluído da nossa base.'],
	...['Já apagamos os seus dados.', 'Removemos o seu telefone do cadastro.', 'Não enviaremos mais mensagens.'],
	...['Você não vai mais receber mensagens nossas.', 'Seu número já está fora da nossa lista.', 'Descadastro feito.'],
	...['Anotei o pedido e já removi o seu número da lista.', 'Seu cadastro foi cancelado.', 'O pedido foi cancelado.'],
	...['Já retirei o seu contato da base.', "I've removed you from the list.", 'Your number has been deleted from our list.'],
	...['We will not message you again.', "You've been taken off our list.", 'I cancelled your subscription.'],
];
const founded = [
	...['O seu pedido para sair da lista foi anotado.', 'Anotei que você não quer mais mensagens.', 'Registrei o seu pedido.'],
	...['Já avisei a equipe.', 'Já encaminhei o seu pedido a uma pessoa da equipe.', 'Seu pedido de remoção foi registrado.'],
	...['Repassei à equipe o seu pedido de cancelamento.', 'Pronto, está anotado.', 'O seu pedido foi anotado, obrigada pelo aviso.'],
	...['Avisei um colega sobre o cancelamento.', 'I have noted that you want no more messages.', 'I have told the team.'],
	...['Your request was noted.', 'I passed your request on to a colleague.', 'Your wish to be removed was recorded.'],
];

test.each(unfounded)('a person who was told has not done it: %s', (reply) => {
	expect(find(reply, { calls: [handOver] })).not.toEqual([]);
	expect(find(reply, { calls: [stored, handOver] })).not.toEqual([]);
	expect(find(reply, { shown: ['O seu pedido foi anotado.'] })).not.toEqual([]);
	expect(find(reply, { shown: [reply] })).toEqual([]);
});

test.each(founded)('but the wish was written down: %s', (reply) => expect(find(reply, { calls: [handOver] })).toEqual([]));

test('a stored lead founds what it stores', () => {
	expect(find('Atualizei o seu e-mail no cadastro.', { calls: [stored] })).toEqual([]);
	expect(find('Atualizei o seu e-mail no cadastro.', { calls: [handOver] })).toEqual(['change']);
	expect(find('Cancelei o seu pedido.', { calls: [stored, handOver] })).toEqual(['cancel']);
	expect(find('Cancelei o seu pedido.', { calls: [handOver, call('cancel_order', undefined)] })).toEqual([]);
});

test('what the customer writes about messages is not said by the house', () =>
	expect(
		find('Não enviaremos mais mensagens.', {
			...{ messages: ['Vocês disseram: não enviaremos mais mensagens!'], others: ['Vocês disseram: não enviaremos mais mensagens!'] },
		}),
	).not.toEqual([]));
