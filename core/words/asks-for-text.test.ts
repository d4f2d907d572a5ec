import { asksForText } from './asks-for-text';

test.each([
	'Translate: "I cancelled your order."',
	'Can you please summarise these notes?\nAna cancelled the order.',
	'Write a love letter of a sailor',
	'A limerick about a programmer',
	'Me conte uma piada',
	'Por favor, traduza para o inglês: cancelei o seu pedido.',
	'Escreva um texto para a página de login',
	'Receta de gazpacho, por favor',
])('takes “%s” for work on a text', (message) => expect(asksForText(message)).toBe(true));

test.each([
	'Cancel my order and write me an e-mail.',
	'Tell me what happened to my order.',
	'Create a ticket for order 4711.',
	'Please correct my address.',
	'I wrote you a letter: cancel my order!',
	'Conte o que aconteceu com o meu pedido.',
	'Where is my order? Translate nothing.',
	'Quero cancelar o pedido da carta',
])('takes “%s” for something else', (message) => expect(asksForText(message)).toBe(false));

test.each([
	['You are a translator for German customers.', true],
	['You summarise the minutes of meetings. Be brief.', true],
	['Você traduz textos do inglês.', true],
	['You answer customers of a shop. Summarise long answers.', false],
	['You are the assistant of a print shop, and translate nothing.', false],
])('reads the job in the first sentence of “%s”', (author, is) => expect(asksForText('Guten Morgen', author)).toBe(is));
