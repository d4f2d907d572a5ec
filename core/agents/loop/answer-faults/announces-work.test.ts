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
	'Olá! Aqui é a Lia, da Serra Azul Máquinas. Vou confirmar com o especialista e já volto.',
	'Olá, Maria! Tudo bem? Eu sou a Lia, assistente virtual da Serra Azul Máquinas. Um momento. Vou consultar o manual.',
	'Bom dia! Obrigada por entrar em contato com a Serra Azul Máquinas! Vou verificar a medida da mesa e já te respondo.',
	'Hi there! My name is Lia, the assistant of Blue Ridge Machines. Let me check that with our specialist.',
	'Hello! I am checking order A12 for you.',
	'Oi 😊 Seja bem-vindo à Serra Azul. Irei confirmar.',
	'Prazer, Ana! Vou guardar o seu nome.',
	'Obrigada, Rui. Vou anotar o CNPJ da empresa.',
	"Nice to meet you, Ana! I'll save your name.",
	'Thanks. Let me note that down.',
])('an answer ends where the work would begin: %s', (answer) => expect(announcesWork(answer)).toBe(true));

test.each([
	'I can refund 12.50 for order 7. Shall I?',
	"I'll refund it as soon as you send the number.",
	'Vou cancelar o pedido assim que você confirmar.',
	'Vou confirmar o pedido quando o número chegar.',
	'Please confirm, and I will cancel it.',
	'I refunded 12.50 for order 7.',
	'You will get an e-mail.',
	'Olá! Aqui é a Lia, da Serra Azul Máquinas.',
	'Olá! Aqui é a Lia, da Serra Azul Máquinas. A PH-60 dobra chapas de até 3 mm.',
	'Olá! Aqui é a Lia, da Serra Azul Máquinas. Vou confirmar a medida. Qual é a espessura da chapa?',
	'Bom dia! Vou cancelar o pedido assim que você confirmar.',
	'I am happy to help. The shop is open.',
	'Anotei o seu nome, Ana.',
	'Vou guardar o seu pedido quando você disser a quantidade.',
])('and does not: %s', (answer) => expect(announcesWork(answer)).toBe(false));

test('what the prompt demands at the beginning is a greeting, too', () => {
	const prompt = 'Comece a resposta por: "Serra Azul, desde 1974 ao seu lado. Posso ajudar?" Depois responda.';
	const answer = 'Serra Azul, desde 1974 ao seu lado. Posso ajudar? Vou confirmar com o especialista.';
	expect([announcesWork(answer, prompt), announcesWork(answer)]).toEqual([true, false]);
});
