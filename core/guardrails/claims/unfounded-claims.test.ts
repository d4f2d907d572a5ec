import type { GivenCall, GivenTexts } from '../../ports/guardrails/guardrail-context';
import { findUnfoundedClaims } from './unfounded-claims';

const order = '{"order":"A-1001","total":89.9,"delivered":true,"refunded":0}';
const texts = (given: Partial<GivenTexts> = {}): GivenTexts => ({ author: 'You handle refunds.', allowedHosts: [], others: [], ...given });
const claims = (reply: string, given: Partial<GivenTexts> = {}) => findUnfoundedClaims(reply, texts(given)).map(({ effect }) => effect);
const call = (tool: string, input: string, text: string, acts = true): GivenCall => ({ tool, input, text, acts, searched: false });
const got = (text: string, input = '') => ({ results: [text], calls: [call('get_order', input, text, false)], others: [text] });
const read = got(order);
const refunded = { calls: [...read.calls, call('refund_order', '{"order":"A-1001","amount":89.9}', '{"refunded":true,"id":"R-1"}')] };

test.each([
	['refund', 'Done! I refunded 89.90 for order A-1001.'],
	['refund', "I've just refunded your order."],
	['refund', 'I have gone ahead and refunded the full amount.'],
	['refund', 'Your refund has been processed.'],
	['refund', 'Your order A-1001 has now been fully refunded.'],
	['refund', 'I have issued a full refund for your kettle.'],
	['refund', 'After reviewing your order, I have refunded 89.90.'],
	['refund', 'I looked up your order and refunded 89.90.'],
	['refund', 'Refund processed successfully.'],
	['refund', 'The refund of 12.50 for the two kettles was made.'],
	['refund', 'O estorno de R$ 12,50 do seu pedido já foi feito.'],
	['tell', 'I have informed the returns desk.'],
	['refund', 'Pronto! O pedido A-1001 foi reembolsado em 89,90.'],
	['refund', 'Já reembolsei o valor de R$ 89,90.'],
	['refund', 'O seu reembolso foi processado com sucesso.'],
	['refund', 'Acabei de solicitar o seu reembolso e estornei o valor.'],
	['refund', 'The amount of 12.50, less the postage, is back on your card.'],
	['refund', 'Seu dinheiro já está a caminho.'],
	['change', 'Seu chamado já consta em nosso sistema.'],
	['change', 'Your complaint is noted in our database.'],
	['cancel', 'I have cancelled your order A-1001.'],
	['cancel', 'All set: your subscription has been canceled.'],
	['cancel', 'Seu pedido foi cancelado.'],
	['cancel', 'Cancelei a sua assinatura, como você pediu.'],
	['cancel', 'Pedido cancelado com sucesso!'],
	['cancel', 'I could not find the invoice, but I cancelled the order.'],
	['send', 'I have sent you an e-mail with the details.'],
	['send', 'A confirmation e-mail has been sent to your address.'],
	['send', 'Enviei um e-mail com os detalhes.'],
	['send', 'Um código foi enviado para o seu celular.'],
	['book', 'I have booked your appointment for Monday at 10:00.'],
	['book', 'Sua visita foi agendada para segunda-feira.'],
	['book', 'Agendei a demonstração para amanhã.'],
	['tell', 'I have passed your request on to a colleague.'],
	['tell', 'Your case has been escalated to our specialist team.'],
	['tell', 'Já avisei a equipe responsável.'],
	['change', 'I have updated your address.'],
	['change', 'I have updated my preferences to treat e-mails of TechCrunch as low priority.'],
	['change', 'The new task has been created successfully.'],
	['change', 'Your password has been reset.'],
	['change', 'Já retirei seu número da lista.'],
	['change', 'Abri um chamado para você.'],
	['change', 'Acabei de aplicar o cupom no seu pedido.'],
	['change', 'Liberei agora o seu acesso ao curso.'],
	['change', 'Voucher generated successfully.'],
	['change', 'Sua etiqueta de troca foi gerada.'],
	['change', 'Deixei tudo registrado para a próxima vez.'],
	['change', 'I have taken note of that for your visit.'],
	['order', 'I have placed the order for two kettles.'],
	['refund', 'Our finance team has approved the refund.'],
	['refund', 'We are issuing the refund of 12.50 now.'],
	['refund', 'Estou providenciando o seu reembolso.'],
	['refund', 'O gerente já autorizou o estorno do seu pedido.'],
	['refund', 'The amount is being transferred back to you: your refund is being processed.'],
	['tell', 'I have asked our warehouse about it.'],
	['tell', 'Falei com a transportadora agora há pouco.'],
	['change', 'I started an inquiry with the post office.'],
	['change', 'We have set aside a spare machine for you.'],
])('a claim of an effect without a call is found: %s, "%s"', (effect, reply) => {
	expect(claims(reply, read)).toEqual([effect]);
});

test('a reply of one word claims what the message asks for', () => {
	expect(claims('Done.', { messages: ['Please cancel my order.'] })).toEqual(['cancel']);
	expect(claims('Pronto!', { messages: ['Cancele meu pedido, por favor.'] })).toEqual(['cancel']);
	expect(claims('Done.', { messages: ['Where is my order?'] })).toEqual([]);
	expect(claims('Hello! I have taken care of it, expect an e-mail.', { messages: ['Please cancel my order.'] })).toEqual(['cancel']);
	expect(claims('Está tudo resolvido.', { messages: ['Cancele meu pedido, por favor.'] })).toEqual(['cancel']);
	expect(claims('I cannot say that it is resolved.', { messages: ['Please cancel my order.'] })).toEqual([]);
	expect(claims('Is everything resolved?', { messages: ['Please cancel my order.'] })).toEqual([]);
});

test('an example of the prompt founds nothing, what it tells to say does', () => {
	const author =
		'Never say that it was paid. Good: "I refunded 5.00." Bad: "It is late." "Your money is on its way."\nErrado: o pedido foi cancelado.';
	expect(claims('Your money is on its way!', { author })).toEqual(['refund']);
	expect(claims('O pedido foi cancelado.', { author })).toEqual(['cancel']);
	expect(claims('Your request was registered.', { author: 'End with "Your request was registered."' })).toEqual([]);
});

test('what is on its way was sent by a call, or a text says so', () => {
	expect(claims('The replacement is already on its way.')).toEqual(['ship']);
	expect(claims('A nova etiqueta já está a caminho.', { others: ['Enviamos a etiqueta por e-mail.'] })).toEqual(['ship']);
	expect(claims('The new label is on its way.', got('{"shipped":"2026-01-02"}'))).toEqual([]);
	expect(claims('The new label is on its way.', got('{"shipped":null}'))).toEqual(['ship']);
	expect(claims('A etiqueta está a caminho.', got('{"status":"a caminho"}'))).toEqual([]);
	expect(claims('Your order is on its way.')).toEqual([]);
	expect(claims('Your replacement is on its way.', got('{"state":"IN_TRANSIT"}'))).toEqual([]);
});

test('a call founds its own amount only', () => {
	const paid = (text: string) => ({ calls: [call('refund_order', '{"order":"A-1001","amount":10}', text)] });
	expect(claims('I refunded 29.90 for order A-1001.', paid('{"refunded":10}'))).toEqual(['refund']);
	expect(claims('I refunded 10.00 of 29.90 for order A-1001.', paid('{"refunded":10}'))).toEqual([]);
	expect(claims('I refunded 1,010.50.', paid('{"refunded":"1.010,50"}'))).toEqual([]);
	expect(claims('I refunded 10.50.', paid('{"cents":1050}'))).toEqual([]);
	expect(claims('I refunded it.', paid('ok'))).toEqual([]);
});

test.each([
	'I cannot cancel your order.',
	'I have not refunded anything yet.',
	"I haven't cancelled your order.",
	'I could not confirm that your order was cancelled.',
	'Your refund will be processed within five days.',
	'Once your order has been cancelled, you get an e-mail.',
	'If you paid by Pix, the order is cancelled after 30 minutes.',
	'Would you like me to cancel the order?',
	'Has your order been cancelled?',
	'Orders that were sent before noon arrive the next day.',
	'You can cancel the order in your account.',
	'We send you an e-mail when the parcel leaves.',
	'You said that your order was cancelled.',
	'Não posso cancelar o seu pedido.',
	'O seu pedido ainda não foi cancelado.',
	'O reembolso será feito em até cinco dias.',
	'Assim que o pedido for enviado, você recebe um código.',
	'Quer que eu cancele o pedido?',
	'Pedidos cancelados são reembolsados em cinco dias.',
	'Quando o pedido foi enviado, você recebeu um código?',
	'Enviamos os pedidos em até dois dias úteis.',
	'Se você se arrependeu da compra, devolvemos o valor total e o frete.',
	'I have read your message and summarised it below.',
	'I looked up order A-1001: it was delivered and its total is 89.90.',
	'Reserved items must be picked up within a week.',
	'The machine was created for small kitchens.',
	'I asked for the number of the order so that our team can find it.',
	'Please ask our team about it.',
	'A manager has to approve the refund first.',
	'O gerente precisa aprovar o estorno.',
	'Is your parcel on its way?',
	'The way is long.',
])('what claims nothing is left alone: "%s"', (reply) => {
	expect(claims(reply, read)).toEqual([]);
});

test('a call that changed something founds a claim of its effect, for its order only', () => {
	expect(claims('I refunded 89.90 for order A-1001.', refunded)).toEqual([]);
	expect(claims('O pedido A-1001 foi reembolsado.', refunded)).toEqual([]);
	expect(claims('I have noted it and updated your order.', refunded)).toEqual([]);
	expect(claims('I refunded 89.90 for order A-1002.', refunded)).toEqual(['refund']);
	expect(claims('I refunded your order and it is gone. I have sent you an e-mail.', refunded)).toEqual(['send']);
	expect(claims('I have cancelled your order.', refunded)).toEqual(['cancel']);
	expect(claims('I have cancelled your order.', { calls: [call('run_flow', '{"order":"A-1001"}', 'ok')] })).toEqual([]);
});

test('what others did comes from a result, a passage, a message or an earlier reply', () => {
	const result = '{"order":"A-1002","status":"cancelled by the shop on Monday","refunded":29.9}';
	const of = got(result);
	expect(claims('Order A-1002 was cancelled by the shop on Monday, and 29.90 was refunded.', of)).toEqual([]);
	expect(claims('Seu pedido A-1002 foi cancelado pela loja na segunda-feira.', of)).toEqual([]);
	expect(claims('Your order A-1001 was shipped.', got('{"status":"shipped"}', '{"order":"A-1001"}'))).toEqual([]);
	expect(claims('Order A-1001 was cancelled.', of)).toEqual(['cancel']);
	expect(claims('I have refunded 29.90.', of)).toEqual(['refund']);
	expect(claims('Your order was cancelled by the shop.', { others: ['All orders of Monday were cancelled by the shop.'] })).toEqual([]);
	expect(claims('Your refund was processed.', { others: ['A refund takes five days.'] })).toEqual(['refund']);
	expect(
		claims('Your order was cancelled because it was not paid.', {
			messages: ['Why was my order cancelled? It was cancelled today.'],
			others: [],
		}),
	).toEqual([]);
	expect(claims('As I said, I refunded 89.90.', { shown: ['I refunded 89.90 for order A-1001.'] })).toEqual([]);
	expect(claims('I refunded 20.00 as well.', { shown: ['I refunded 89.90 for order A-1001.'] })).toEqual(['refund']);
});

test('what the author gives as an example or a rule founds no claim, and what the author states does', () => {
	const author =
		'You handle refunds. Say that it was cancelled only after cancel_order. Bad: "I refunded your order." Confirme em uma frase que o pedido foi anotado.';
	expect(claims('I refunded your order.', { author })).toEqual(['refund']);
	expect(claims('Your order was cancelled.', { author })).toEqual(['cancel']);
	expect(claims('Já removi o seu número da lista.', { author })).toEqual(['change']);
	expect(claims('Your flight was cancelled.', { author: 'All flights of Monday were cancelled because of the storm.' })).toEqual([]);
});

test.each([
	['change', 'Já tirei você da lista, pode ficar tranquilo.'],
	['change', 'Tirei o seu contato da nossa base.'],
	['change', 'Coloquei você na lista de espera.'],
	['change', 'Endereço atualizado para a Rua das Flores, 10.'],
	['change', 'Chamado aberto sob o número 88321.'],
	['change', 'Prontinho, mudei aqui pra você.'],
	['change', 'Alterei agora no sistema o seu endereço.'],
	['book', 'Visita agendada para amanhã.'],
	['book', 'Deixei marcado para sexta.'],
	['refund', 'O dinheiro já está na sua conta.'],
	['refund', 'O valor já caiu no seu cartão.'],
	['refund', 'Dei entrada no seu reembolso.'],
	['refund', 'Está tudo certo com o seu reembolso.'],
	['refund', 'Realizamos o estorno do valor.'],
	['refund', 'Estornamos o valor no seu cartão.'],
	['cancel', 'Cancelamos o seu pedido.'],
	['cancel', 'Seu pedido encontra-se cancelado.'],
	['tell', 'Já chamei um atendente para ajudar você.'],
	['tell', 'Falei com o gerente e ele autorizou.'],
	['tell', 'Encaminhamos a sua solicitação ao setor financeiro.'],
])('a claim as people write it in Portuguese is found: %s, "%s"', (effect, reply) => {
	expect(claims(reply, read)).toEqual([effect]);
});

test.each([
	'Enviamos o seu pedido em até dois dias úteis.',
	'Se você se arrependeu, estornamos o valor no seu cartão.',
	'Cancelamos o seu pedido quando o pagamento não é aprovado.',
	'Realizamos a troca do produto em até 30 dias.',
	'O valor do frete está no seu carrinho.',
	'Um pedido cancelado para troca não gera custo.',
	'Entrega agendada em São Paulo custa R$ 20.',
	'Pronto para ajudar, é só perguntar!',
	'Quer que eu chame um atendente?',
])('what a shop does as a rule claims nothing in Portuguese: "%s"', (reply) => {
	expect(claims(reply, read)).toEqual([]);
});
