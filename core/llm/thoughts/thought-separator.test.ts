import fc from 'fast-check';
import { ThoughtSeparator } from './thought-separator';

function separate(text: string, holds = true, size = Infinity): string {
	const separator = new ThoughtSeparator(holds);
	let answer = '';
	for (let at = 0; at < text.length; at += size === Infinity ? text.length : size) answer += separator.write(text.slice(at, at + size));
	return answer + separator.end();
}

const cases: Array<[string, string, string]> = [
	['a thought before the answer', '<think>The customer is on the list.</think>Order 77 is packed.', 'Order 77 is packed.'],
	['blanks around it', '\n<think>\nHm.\n</think>\n\nYes.\n', 'Yes.\n'],
	['an empty thought (ROCm/FastFlowLM#739)', '<think>\n\n</think>\n\nYes.', 'Yes.'],
	['a thought that only ends (openvinotoolkit/model_server#3829)', 'The user says hi. I greet.\n</think>\n\nHello!', 'Hello!'],
	['a thought that only ends, on the line of the answer (perplexityai/api-discussion#177)', '3. Be brief.</think>391', '391'],
	['a thought that is never closed', '<think>I would say {"approve": true}', ''],
	['a thought after words', 'Sure. <think>Secret.</think>It is packed.', 'Sure. It is packed.'],
	['two thoughts', '<think>a</think>One. <think>b</think>Two.', 'One. Two.'],
	['a thought within a thought', '<think>a <think>b</think> c</think>Yes.', 'Yes.'],
	['a mark that the thought only names', '<think>They wrote <think> here.</think>Yes.', 'Yes.'],
	['a closing mark too many', '<think>a</think>Yes.</think>', 'Yes.'],
	['capitals', '<THINK>a</Think>Yes.', 'Yes.'],
	['other tags (LibreChat-AI/agents#40)', '<thinking> a </thinking> Yes.', 'Yes.'],
	['thoughts of several kinds', '<thought>a</thought><reasoning>b</reasoning>Yes.', 'Yes.'],
	['a tag of another kind within it', '<think>a </thinking> b</think>Yes.', 'Yes.'],
	['brackets, as Magistral writes', '[THINK]a[/THINK]Yes.', 'Yes.'],
	['signs, as Kimi writes', '◁think▷a◁/think▷Yes.', 'Yes.'],
	['tokens, as Command A writes', '<|START_THINKING|>a<|END_THINKING|><|START_RESPONSE|>Yes.<|END_RESPONSE|>', 'Yes.'],
	[
		'channels, as gpt-oss writes',
		'<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>Yes.<|return|>',
		'Yes.',
	],
	['a fence of code at the end of a thought', '<think>```json\n{"a":1}\n```</think>```json\n{"a":2}\n```', '```json\n{"a":2}\n```'],
	['a tag around the answer', '<think>a</think>\n<answer>\nYes, </answer>or <answer>.', 'Yes, or <answer>.'],
	['a box around the answer, as GLM writes', '<think>a</think><|begin_of_box|>42<|end_of_box|>', '42'],
	['gpt-oss without its tokens', 'analysisThe user is on the list.assistantfinalYes.', 'Yes.'],
	['JSON in a thought', '<think>{"approve": true}? It is 90.</think>\n{"approve": false}', '{"approve": false}'],
	['JSON in a thought that only ends', '{"approve": true}? It is 90.</think>\n{"approve": false}', '{"approve": false}'],
];

const untouched: Array<[string, string]> = [
	['no thought', 'Order 77 is packed.'],
	['a mark in code', 'Write `<think>` before it.'],
	['a closing mark in code', 'It ends with `</think>`.'],
	['marks in a block of code', 'Look:\n```xml\n<think>a</think>\n```\nDone.'],
	['marks in JSON', '{"note":"<think>a</think> b"}'],
	['a mark in a list of JSON', '["a <think> b", 1]'],
	['other tags', '<b>1 < 2</b> and <thin> [thin] <thinker>'],
	['tags around an answer without a thought', '<answer>Yes.</answer>'],
	['a name in a program', 'Set assistantFinal to 1. The analysis is done, analysisassistantfinal.'],
	['blanks', '  Yes.  '],
];

describe.each([
	['as a whole', Infinity],
	['in pieces of one character', 1],
	['in pieces of seven', 7],
])('separates %s', (_how, size) => {
	it.each(cases)('%s', (_what, text, answer) => {
		expect(separate(text, true, size)).toBe(answer);
	});

	it.each(untouched)('%s, which stays', (_what, text) => {
		expect(separate(text, true, size)).toBe(text);
		expect(separate(text, false, size)).toBe(text);
	});
});

it('gives the answer at once unless it holds it back', () => {
	const separator = new ThoughtSeparator(false);
	expect(['Yes, ', 'it is ', '<', 'b>packed', '<thi', 'nk>a</think>', ' now'].map((piece) => separator.write(piece))).toEqual([
		...['Yes, ', 'it is ', '', '<b>packed', '', '', ' now'],
	]);
});

it('tells a thought that was shown before its end', () => {
	const separator = new ThoughtSeparator(false);
	separator.write('The customer ');
	expect(separator.write('is on the list.</think>Yes.')).not.toContain('list');
	expect(separator).toMatchObject({ isBare: true, isLeaked: true });
	const atOnce = new ThoughtSeparator(false);
	expect(atOnce.write('The list.</think>Yes.')).toBe('Yes.');
	expect(atOnce).toMatchObject({ isBare: true, isLeaked: false });
});

it('gives the same for a text in any pieces', () => {
	const part = fc.constantFrom('<think>', '</think>', '<thinking>', '`', '```', '"', 'a', ' ', '\n', '{', '}', '<', '[think]', 'b.');
	fc.assert(
		fc.property(fc.array(part, { maxLength: 20 }), fc.integer({ min: 1, max: 9 }), (parts, size) => {
			const text = parts.join('');
			expect(separate(text, true, size)).toBe(separate(text));
		}),
	);
});

it('reads a long text of marks once', () => {
	expect(separate('<think>'.repeat(200_000))).toBe('');
	expect(separate(`${'</think>'.repeat(200_000)}Yes.`)).toBe('Yes.');
	expect(separate('<'.repeat(200_000), true, 100)).toHaveLength(200_000);
});
