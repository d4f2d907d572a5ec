import { noteLeads } from '../../../prompt-texts/answers';
import { thinksAloud } from './thinks-aloud';

test.each([
	'The user wants to know about shipping. I should answer from the passages.\n\nShipping takes two days [1].',
	'Analysis: the customer asks for a discount.\nFinal answer: There is none.',
	'O cliente pergunta do frete. Preciso responder em uma frase.\n\nO frete custa 20 reais [1].',
	'Let me re-read the instructions. So the answer: it is open until six.',
	`(${noteLeads.en} it says nothing.) It is open until six.`,
	`(${noteLeads.pt} ela não diz nada.) Fica aberto até as seis.`,
])('an answer that begins with thoughts is seen: %s', (text) => expect(thinksAloud(text)).toBe(true));

test.each([
	'The customer wants a refund for a broken grinder and has sent two photos.',
	'Final answer: 42.',
	'Let me see: two machines at 349.90 are 699.80.',
	'You asked for the passages of the contract: see section 3.',
	'O cliente quer trocar a cafeteira por outra.',
	'My instructions are: If the customer asks for a discount, offer five percent.',
	'I need to cite the order before I can go on: which one is it?',
])('an answer, or a note about a customer, is left alone: %s', (text) => expect(thinksAloud(text)).toBe(false));
