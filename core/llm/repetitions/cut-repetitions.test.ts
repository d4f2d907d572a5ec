import { cutRepetitions } from './cut-repetitions';

test.each([
	['Bom dia! Bom dia! Bom dia! Bom', 'Bom dia! '],
	['Yes. Within 30 days [1]. Within 30 days [1]. Within 30 days [1]. Within', 'Yes. Within 30 days [1]. '],
	['- a mug\n- a mug\n- a mug\n', '- a mug\n'],
	['ok. ok. ok. ok.', 'ok. '],
	['ok ok ok ok ok ok ok', 'ok'],
	['Yes: the price is the price is the price is the', 'Yes: the price is'],
	['It is red. It is blue. It is red. It is blue. It is red. It is blue. It', 'It is red. It is blue. '],
])('cuts %j after the first time', (text, cut) => expect(cutRepetitions(text)).toBe(cut));

test('waits for the end of the last line of an open text', () => {
	expect(cutRepetitions('- a mug\n- a mug\n- a mug', true)).toBeUndefined();
	expect(cutRepetitions('- a mug\n- a mug\n- a mug of tea', true)).toBeUndefined();
	expect(cutRepetitions('- a mug\n- a mug\n- a mug\n-', true)).toBe('- a mug\n');
});

test.each([
	'',
	'Hi. Hi.',
	'<ul>\n<li>a</li>\n</ul>\n</div>\n</div>\n</div>\n</body>',
	'if a then\nif b then\nend\nend\nend\n',
	'f(() => {\n  g(() => {\n  });\n});\n});\n});',
	'Code:\n```py\nx = next row\nx = next row\nx = next row\n```\n',
	'Very very very good',
	'Não, não, não.',
	'| yes | yes | yes | yes | yes | yes | yes |',
	'10 10 10 10 10 10 10 10',
	'www.example.com.br e www.example.com.br',
	'One. Two. One. Three. One.',
	'| a |\n|---|\n|---|\n|---|\n',
	'}\n}\n}\n}\n',
])('leaves %j', (text) => expect(cutRepetitions(text)).toBeUndefined());

test.each<[string, string, string]>([
	[
		'a paragraph of one word (PrimeIntellect-ai/prime-agent#1029)',
		`Let me look. ${'The the the the the the the\n\n'.repeat(9)}`,
		'Let me look. The',
	],
	[
		'a sentence with a dash (warpfront/hipfire#125)',
		'First. Stop - I write each line by a pattern. '.repeat(4),
		'First. Stop - I write each line by a pattern. ',
	],
	[
		'three short sentences (redhat-data-and-ai/template-agent#111)',
		"Let's go. Let's ask. Let's see. ".repeat(5),
		"Let's go. Let's ask. Let's see. ",
	],
	['one word (waybarrios/vllm-mlx#723)', `The list: ${'items '.repeat(40)}`, 'The list: items'],
	['one number (waybarrios/vllm-mlx#65)', `Total ${'0 '.repeat(60)}`, 'Total 0'],
	['one phrase (NousResearch/hermes-agent#89294)', 'and then we check the logs '.repeat(800), 'and then we check the logs'],
])('ends an answer that repeats %s', (_what, text, cut) => expect(cutRepetitions(text)).toBe(cut));
