import { listPromises } from './promises-person';

const promisesPerson = (reply: string, texts: string[]): boolean => listPromises(reply, texts).length > 0;

test.each([
	'I could not find that. A colleague will call you tomorrow.',
	"Don't worry, someone from our team will get back to you within a day.",
	"We'll be in touch soon.",
	'One of our technicians is going to visit you on Monday [1].',
	'I am now transferring you to billing.',
	"I'll pass your request on.".replace('pass your', 'forward your'),
	'I have just passed you to the support team.',
	'Encaminhei a sua pergunta à equipe técnica.',
	'Um colega vai te ligar amanhã cedo.',
	'A nossa equipe comercial entrará em contato.',
	'Alguém vai cuidar do seu pedido.',
	'Retornaremos ainda hoje.',
	'Vou transferir você para o financeiro.',
	'A colleague will come back to you about it.',
	'Our team is going to keep you posted.',
	'Alguém da equipe vai te dar um retorno.',
])('a promise of a person: %s', (reply) => expect(promisesPerson(reply, [])).toBe(true));

test.each([
	'A person can help you at the store.',
	'If you send us the invoice, a colleague will answer within a day.',
	'The courier will call you before the delivery.',
	'Nobody will call you.',
	'The courier passed your house at noon.',
	'I have not forwarded your message.',
	'Our team will not contact you by phone.',
	'The refund will be on your card in five days.',
	'Quando você enviar a nota, um colega vai responder.',
	'Você pode ligar para a loja.',
	'O frete vai custar 20 reais.',
	'A garantia cobre a máquina por 24 meses.',
	'Para trocar o produto, ligue para nós.',
	'Your order will arrive on Friday. Call us if it does not.',
	'Posso ajudar com mais alguma coisa?',
])('no promise of a person: %s', (reply) => expect(promisesPerson(reply, [])).toBe(false));

test('a promise that a document or a result makes is not one of the agent', () => {
	expect(promisesPerson('Our team will answer within 1 business day [1].', ['We answer within 1 business day.'])).toBe(false);
	expect(promisesPerson('Um técnico vai visitar você na terça.', ['{"visita":"Um técnico vai visitar o cliente."}'])).toBe(false);
	expect(promisesPerson('A colleague will call you.', ['We answer within 1 business day.'])).toBe(true);
});
