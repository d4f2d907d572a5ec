import { tidyAnswer, tidyStream } from './tidy-answer';

const untidy: Array<[string, string, string]> = [
	['the name of its role', 'Assistant: We open at 9.', 'We open at 9.'],
	['a heading', '**Resposta:** Abrimos às 9h.', 'Abrimos às 9h.'],
	[
		'the words of a customer (SWE-agent/mini-swe-agent#581)',
		'Assistant: Yes, you can.\nCustomer: Thanks!\nAssistant: You are welcome!',
		'Yes, you can.',
	],
	['a conversation of its own', 'Sim, pode.\n\nCliente: E o frete?\nAtendente: É grátis.', 'Sim, pode.'],
	['the question before it', 'Customer: When do you open?\nAssistant: We open at 9.', 'We open at 9.'],
	['the form of an example', 'Customer: "When do you open?" Good: "We open at 9."', 'We open at 9.'],
	['marks of a template (moltis-org/moltis#306)', 'We open at 9.<|im_end|>\n<|im_start|>user\nThanks', 'We open at 9.'],
	[
		'the next turn of a template (crewAIInc/crewAI#505)',
		'We open at 9.<|eot_id|><|start_header_id|>assistant<|end_header_id|>',
		'We open at 9.',
	],
	['the beginning of a template', '<|im_start|>assistant\nWe open at 9.', 'We open at 9.'],
	['an object around it', '{"answer": "We open at 9 [1]."}', 'We open at 9 [1].'],
	['a fence around it', '```json\n{"resposta": "Abrimos às 9h."}\n```', 'Abrimos às 9h.'],
];
const tidy = [
	'We open at 9.',
	' \nWe open at 9.\n',
	'The answer: we open at 9.',
	'Customer service: open from 9 to 5.',
	'Write to us:\nCustomer: name and number of the order.\nWe answer within a day.',
	'{"order": "A-1001"}',
	'{"answer": "a", "sources": []}',
	'Assistant:',
	'Use <b>bold</b> text, a < b, or [1].',
	'Reply to the mail with your number.',
	'Answer the mail: it has a link.',
];

test.each(untidy)('an answer with %s is left with the answer', (_what, text, answer) => expect(tidyAnswer(text)).toBe(answer));

test.each(tidy)('%j stays as it is', (text) => expect(tidyAnswer(text)).toBe(text));

test('an object stays where JSON was asked for', () => {
	expect(tidyAnswer('{"answer": "We open at 9."}', { mayBeJson: true })).toBe('{"answer": "We open at 9."}');
});

test.each([...untidy.map(([, text, answer]) => [text, answer]), ...tidy.map((text) => [text, text])])(
	'%j is shown the same while it is written',
	async (text, answer) => {
		for (const size of [1, 7, 200]) {
			let shown = '';
			for await (const piece of tidyStream(inPieces(text, size))) shown += piece;
			expect(shown.trimEnd()).toBe(answer.trimEnd());
		}
	},
);

test('a long answer is shown before it ends', async () => {
	const shown: string[] = [];
	for await (const piece of tidyStream(inPieces('We open at 9 and close at 5. '.repeat(20), 10))) shown.push(piece);
	expect(shown.length).toBeGreaterThan(10);
});

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
	for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
