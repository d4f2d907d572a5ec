import { replacePrompt } from './replace-prompt';

const setting = (name: string) => ({ name, label: name, type: 'text', default: name });
const reference = { name: 'tone', range: '^1', variables: { shop: 'Aurora', unused: 'x' } };

test('a prompt takes the place of a published one, with the variables and settings of the agent', () => {
	const agent = { id: 'a', promptReference: reference, settings: [setting('greeting'), setting('hours')] };
	expect(replacePrompt(agent, '{{greeting}}, this is {{shop}}.')).toEqual({
		...{ id: 'a', settings: [setting('greeting')], prompt: '{{greeting}}, this is Aurora.' },
	});
	expect(replacePrompt(agent, '{{greeting}} {{shop}}', { greeting: 'Hi', shop: '{{shop}}' })).toEqual({ id: 'a', prompt: 'Hi {{shop}}' });
	expect(() => replacePrompt(agent, '{{price}}')).toThrow('variables without a value: price');
});

test('braces of a prompt of its own are text, unless there are values', () => {
	expect(replacePrompt({ id: 'a', prompt: 'x' }, 'Say {{who}}')).toEqual({ id: 'a', prompt: 'Say {{who}}' });
	expect(replacePrompt({ id: 'a', prompt: 'x' }, 'Say {{who}}', { who: 'Ana' })).toEqual({ id: 'a', prompt: 'Say Ana' });
});

test('a definition that was not checked is left to the check', () => {
	const broken = { promptReference: { variables: { a: 1 } }, settings: [null, 3] };
	expect(() => replacePrompt(broken, '{{a}}')).toThrow('variables without a value: a');
	expect(replacePrompt(broken, 'Hello')).toEqual({ prompt: 'Hello' });
	expect(replacePrompt({ promptReference: null, settings: 'x' }, 'Hello', {})).toEqual({ prompt: 'Hello' });
});
