import type { SettingDeclaration } from '../definition/setting-declarations';
import { findValueProblem, nameSetting, resolveSettings } from './setting-values';

const label = { pt: 'Saudação', en: 'Greeting' };
const greeting: SettingDeclaration = { name: 'greeting', type: 'text', label, default: 'Hi!', maxLength: 20 };
const questions: SettingDeclaration = { name: 'questions', type: 'list', label, default: ['Where?'], maxItems: 2, maxLength: 10 };
const price: SettingDeclaration = { name: 'price', type: 'number', label, default: 100, minimum: 50, maximum: 200, prices: true };
const tone: SettingDeclaration = {
	...{ name: 'tone', type: 'choice', label, default: 'formal' },
	choices: [
		{ name: 'formal', label, prompt: 'Say sir.' },
		{ name: 'casual', label },
	],
};
const declared = [greeting, questions, price, tone];

it.each([
	[greeting, ' \n', 'is empty'],
	[greeting, 'a'.repeat(21), 'has 21 characters, at most 20 are allowed'],
	[greeting, 7, 'is not a text'],
	[greeting, 'a\u202eb', 'has characters that cannot be written'],
	[greeting, 'a\u0000b', 'has characters that cannot be written'],
	[greeting, '\ud800', 'has characters that cannot be written'],
	[questions, 'Where?', 'is not a list of texts'],
	[questions, ['a', 'b', 'c'], 'has 3 texts, at most 2 are allowed'],
	[questions, ['a\nb'], 'has a text that has more than one line'],
	[questions, ['a', ''], 'has a text that is empty'],
	[price, 49, 'is not a number from 50 to 200'],
	[price, Number.NaN, 'is not a number from 50 to 200'],
	[price, '100', 'is not a number from 50 to 200'],
	[tone, 'rude', 'is not one of formal, casual'],
	[tone, ['formal'], 'is not one of formal, casual'],
])('refuses a value that does not fit: %# %j', (setting, value, problem) => {
	expect(findValueProblem(setting, value)).toBe(problem);
});

it('takes values that fit, with line breaks and emoji', () => {
	expect(findValueProblem(greeting, 'Olá!\n👩‍🔧 {{x}}')).toBeUndefined();
	expect([findValueProblem(questions, []), findValueProblem(price, 50.5), findValueProblem(tone, 'casual')]).toEqual(
		Array(3).fill(undefined),
	);
});

it('uses what people set, and for the rest what the agent says', () => {
	const set = { greeting: 'Olá!', questions: ['Cidade?', 'Prazo?'], price: 120, gone: 'x' };
	expect(resolveSettings(declared, set)).toEqual({
		values: { greeting: 'Olá!', questions: ['Cidade?', 'Prazo?'], price: 120, tone: 'formal' },
		texts: { greeting: 'Olá!', questions: '1. Cidade?\n2. Prazo?', price: '120', tone: 'Say sir.' },
		ownPrices: ['120'],
		unfit: [],
	});
});

it('uses its own where a value does not fit this version of the agent', () => {
	expect(resolveSettings(declared, { greeting: 'a'.repeat(21), tone: 'rude' })).toMatchObject({
		values: { greeting: 'Hi!', tone: 'formal' },
		unfit: ['greeting', 'tone'],
	});
});

it('is named in the language of who reads', () => {
	expect([nameSetting(greeting, 'pt'), nameSetting({ ...greeting, label: { en: 'Greeting' } }, 'pt')]).toEqual(['Saudação', 'Greeting']);
});
