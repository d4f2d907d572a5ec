import { identifyLanguage } from './identify-language';
import { detectLanguage, findLanguage, possibleLanguages } from './language';

test.each([
	'Qual o prazo de entrega?',
	'quero devolver minha cafeteira',
	'garantia da chaleira',
	'nao recebi o pedido',
	'Olá',
	'cade meu pedido',
	'vcs aceitam pix',
	'Segunda via da nota fiscal',
	'devolução',
	'Meu e-mail é [EMAIL_1_k3f9x2], podem ajudar?',
	'Aceitam Visa?',
	'Está atrasado',
	'chave quebrou',
	'atendente',
])('reads “%s” as Portuguese', (text) => expect(detectLanguage(text)).toBe('pt'));

test.each([
	'How long does delivery take?',
	'refund status',
	'warranty on grinders',
	'I want my money back',
	'Do you accept Pix?',
	'Opening hours in São Paulo?',
	'where is my order',
	'Hi',
	'thanks',
	'My address is Rua dos Pinheiros 10, can you deliver?',
	'coffee machine broken',
	'A fire',
	'A fire alarm',
	'One more time',
	'A photo',
	'invoice code',
	'',
	'12345',
	'🙂',
])('reads “%s” as English', (text) => expect(detectLanguage(text)).toBe('en'));

test('reads the start of a long text only', () => {
	expect(detectLanguage('a entrega não chegou '.repeat(200) + 'the delivery has not arrived '.repeat(2_000))).toBe('pt');
});

test.each([
	['A entrega não chegou.', ['pt']],
	['The delivery has not arrived.', ['en']],
	['prazo pagamento entrega', ['pt', 'en']],
	['contract premises notice', ['pt', 'en']],
	['npm install --global', ['pt', 'en']],
	['', ['pt', 'en']],
])('“%s” may be in %j', (text, languages) => expect(possibleLanguages(text)).toEqual(languages));

describe('the language of an answer', () => {
	const [english, portuguese] = [
		'You are a helpful assistant. Answer in a few sentences.',
		'Você é um assistente. Responda em poucas frases.',
	];
	const token = 'echo [CPF_1_abcdef]';

	test.each([
		['en', 'the words of the message', { message: 'what is the echo?', earlier: ['qual é o prazo?'], prompt: portuguese, usual: 'pt' }],
		['en', 'the conversation', { message: token, earlier: ['qual é o prazo?', 'and what is the delay?'], prompt: portuguese, usual: 'pt' }],
		['pt', 'the conversation, before a message that shows none', { message: 'ok', earlier: ['qual é o prazo?', '12345'], prompt: english }],
		['pt', 'the prompt', { message: token, prompt: portuguese, usual: 'en' }],
		['pt', 'the environment', { message: token, prompt: english, usual: 'pt' }],
		['pt', 'the shape of the words', { message: 'atendente', prompt: english }],
		['en', 'a prompt in English, where one ending is all there is', { message: token, prompt: english }],
		['en', 'nothing', { message: '[CPF_1_abcdef]' }],
	] as const)('is %s, by %s', (language, _by, talk) => expect(findLanguage(talk)).toBe(language));

	test('is not that of the letters of a token or an address', () => {
		expect(detectLanguage('[CHAVE_1_devolucao] https://loja.example/devolucao/pedido ana@devolucao.example')).toBe('en');
		expect(detectLanguage('devolução [PHONE_1_k3w9yx], PHONE_2_k3w9yx')).toBe('pt');
	});
});

describe('identifies', () => {
	test.each([
		['pt', 'O seu pedido foi enviado ontem e chega na próxima semana.'],
		['pt', 'Claro, posso ajudar você com isso agora mesmo!'],
		['pt', 'A garantia cobre defeitos de fabricação por doze meses.'],
		['pt', 'Nosso horario e das nove as dezoito, de segunda a sexta.'],
		['pt', 'Subi o release do site no servidor e o teste passou'],
		['en', 'Your order was shipped yesterday and arrives next week.'],
		['en', 'Sure, I can help you with that right away!'],
		['en', 'The warranty covers manufacturing defects for twelve months.'],
		['other', 'Su pedido fue enviado ayer y llega la próxima semana.'],
		['other', 'Claro, puedo ayudarle con eso ahora mismo, ¿qué necesita usted?'],
		['other', 'Votre commande a été expédiée hier et arrive la semaine prochaine.'],
		['other', 'Ihre Bestellung wurde gestern versandt und kommt nächste Woche an.'],
		['other', 'Il suo ordine è stato spedito ieri e arriva la prossima settimana.'],
		['other', 'Uw bestelling is gisteren verzonden en komt volgende week aan bij u thuis.'],
		['other', 'Ваш заказ отправлен вчера.'],
		['other', 'ご注文は昨日発送されました。'],
		['other', 'تم شحن طلبك أمس'],
		['other', 'Twoje zamówienie zostało wysłane wczoraj i dotrze w przyszłym tygodniu.'],
		[undefined, 'OK!'],
		[undefined, 'https://loja.example/what/is/the/way/to/the/page'],
		[undefined, 'Ana Maria'],
		[undefined, '👍'],
		[undefined, 'Receta de gazpacho, por favor'],
		[undefined, 'Tell me a joke.'],
		[undefined, 'A limerick about a programmer'],
		[undefined, ''],
	])('%s: %s', (language, text) => {
		expect(identifyLanguage(text)).toBe(language);
	});
});
