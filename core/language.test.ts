import { detectLanguage } from './language';

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
	'',
	'12345',
	'🙂',
])('reads “%s” as English', (text) => expect(detectLanguage(text)).toBe('en'));

test('reads the start of a long text only', () => {
	const started = performance.now();
	expect(detectLanguage('a entrega não chegou '.repeat(100_000))).toBe('pt');
	expect(performance.now() - started).toBeLessThan(200);
});
