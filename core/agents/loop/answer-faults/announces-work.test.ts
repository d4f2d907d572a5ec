import { announcesWork } from './announces-work';

test.each([
	'Let me check that for you.',
	'One moment. I will look into it.',
	'[transfers you to sales]',
	"I'll refund 12.50 for order 7 now.",
	'Sure! I’m going to cancel the order.',
	'Claro! Vou agendar a visita para segunda.',
	'Irei providenciar a troca.',
	'Vou confirmar com o vendedor e já volto com o valor.',
	'I will confirm that with our team.',
])('an answer ends where the work would begin: %s', (answer) => expect(announcesWork(answer)).toBe(true));

test.each([
	'I can refund 12.50 for order 7. Shall I?',
	"I'll refund it as soon as you send the number.",
	'Vou cancelar o pedido assim que você confirmar.',
	'Vou confirmar o pedido quando o número chegar.',
	'Please confirm, and I will cancel it.',
	'I refunded 12.50 for order 7.',
	'You will get an e-mail.',
])('and does not: %s', (answer) => expect(announcesWork(answer)).toBe(false));
