import { cutRepetitions } from './cut-repetitions';

test.each([
	['Bom dia! Bom dia! Bom dia! Bom', 'Bom dia! '],
	['Yes. Within 30 days [1]. Within 30 days [1]. Within 30 days [1]. Within', 'Yes. Within 30 days [1]. '],
	['- a mug\n- a mug\n- a mug\n', '- a mug\n'],
	['It is red. It is blue. It is red. It is blue. It is red. It is blue. It', 'It is red. It is blue. '],
])('cuts %j after the first time', (text, cut) => expect(cutRepetitions(text)).toBe(cut));

test('waits for the end of the last line of an open text', () => {
	expect(cutRepetitions('- a mug\n- a mug\n- a mug', true)).toBeUndefined();
	expect(cutRepetitions('- a mug\n- a mug\n- a mug of tea', true)).toBeUndefined();
	expect(cutRepetitions('- a mug\n- a mug\n- a mug\n-', true)).toBe('- a mug\n');
});

test.each(['', 'Hi. Hi.', 'One. Two. One. Three. One.', '| a |\n|---|\n|---|\n|---|\n', '}\n}\n}\n}\n'])('leaves %j', (text) =>
	expect(cutRepetitions(text)).toBeUndefined(),
);
