import { fillSamples, readValues } from './fill-samples';

const none = new Map<string, string>();
const input = (name: string, sample = '') => ({ name, sample, isUntrusted: false });

test('an agent fills what is empty, and what somebody typed stays, and is counted', () => {
	const inputs = [input('who', 'typed'), input('shop'), input('other')];
	const values = new Map(Object.entries({ who: 'Ana', shop: 'Lima', unknown: 'x' }));
	expect(fillSamples(inputs, values, none)).toEqual({
		inputs: [input('who', 'typed'), input('shop', 'Lima'), input('other')],
		...{ filled: ['shop'], kept: ['who'] },
	});
	expect(fillSamples([input('who', 'Ana')], values, none)).toMatchObject({ filled: [], kept: [] });
});

test('another agent replaces what the one before it filled in, unless somebody changed it since', () => {
	const earlier = new Map(Object.entries({ who: 'Ana', shop: 'Lima' }));
	const values = new Map(Object.entries({ who: 'Bia', shop: 'Souza' }));
	expect(fillSamples([input('who', 'Ana'), input('shop', 'Lima & Co')], values, earlier)).toEqual({
		inputs: [input('who', 'Bia'), input('shop', 'Lima & Co')],
		...{ filled: ['who'], kept: ['shop'] },
	});
});

test('values for the prompt come before settings; those for another prompt are not taken', () => {
	const definition = {
		promptReference: { name: 'tone', variables: { who: 'Ana' } },
		settings: [
			{ name: 'who', default: 'x' },
			{ name: 'words', default: ['a', 'b'] },
			{ name: 'most', default: 3 },
		],
	};
	expect(Object.fromEntries(readValues(definition, 'tone'))).toEqual({ who: 'Ana', words: 'a\nb', most: '3' });
	expect(Object.fromEntries(readValues(definition, 'other'))).toEqual({ who: 'x', words: 'a\nb', most: '3' });
});
