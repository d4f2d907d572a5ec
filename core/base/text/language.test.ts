import { detectLanguage, identifyLanguage, possibleLanguages } from './language';

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
		[undefined, ''],
	])('%s: %s', (language, text) => {
		expect(identifyLanguage(text)).toBe(language);
	});
});
