import { chooseKinds } from './harm-labels';

const labels = ['toxic', 'severe_toxic', 'Identity Attack', 'obscene', 'S'];

test('knows what the usual labels of classifiers mean, and leaves the others out', () => {
	expect(chooseKinds(labels, undefined, 'local:words')).toEqual([
		{ label: 0, kind: 'harassment' },
		{ label: 1, kind: 'harassment' },
		{ label: 2, kind: 'hate' },
	]);
});

test('takes what each label means from the mapping alone', () => {
	expect(chooseKinds(labels, 's=sexual, OBSCENE = sexual,', 'local:words')).toEqual([
		{ label: 4, kind: 'sexual' },
		{ label: 3, kind: 'sexual' },
	]);
});

test.each([
	[['LABEL_0', 'LABEL_1'], undefined, /No label of the model local:words .* LABEL_0, LABEL_1/],
	[labels, 'rude=harassment', /"rude", which the model does not have/],
	[labels, 'toxic=rudeness', /invalid entry "toxic=rudeness"/],
	[labels, 'toxic', /invalid entry "toxic"/],
	[[], 'toxic=hate', /not a classifier/],
])('refuses labels that say nothing: %s %s (huggingface/evaluate#262)', (own, mapping, message) => {
	expect(() => chooseKinds(own, mapping, 'local:words')).toThrow(message);
});
