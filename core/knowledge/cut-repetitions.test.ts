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
	'Very very very good',
	'Não, não, não.',
	'| yes | yes | yes | yes | yes | yes | yes |',
	'10 10 10 10 10 10 10 10',
	'www.example.com.br e www.example.com.br',
	'One. Two. One. Three. One.',
	'| a |\n|---|\n|---|\n|---|\n',
	'}\n}\n}\n}\n',
])('leaves %j', (text) => expect(cutRepetitions(text)).toBeUndefined());
