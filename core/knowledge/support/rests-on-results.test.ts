import { restsOnResults } from './rests-on-results';

const rests = (reply: string) => restsOnResults(reply, { passages: [] });

test.each([
	'I am the virtual assistant of Blue Lamps.',
	"No, I'm a chatbot. What can I do for you?",
	'Olá! Sou a Bia, a assistente virtual da loja.',
	'Sou um robô, não uma pessoa.',
])('what an agent is needs no source: %s', (reply) => expect(rests(reply)).toBe(true));

test.each([
	'I am a virtual assistant. A lamp has a warranty of five years.',
	'Sou a assistente virtual da loja e a garantia é de cinco anos.',
	'I am an assistant.',
	'Our lamps have a virtual assistant.',
])('and whatever else it says does: %s', (reply) => expect(rests(reply)).toBe(false));
