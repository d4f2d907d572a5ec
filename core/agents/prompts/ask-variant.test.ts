import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { askVariant } from './ask-variant';

const head = '---\ninput:\n  schema:\n    shop: string\n    vip: boolean\n---\n';
const body = 'Shop {{shop}}.{{#if vip}}Vip.{{/if}}';

const ask = (prompt: string, content = head + body) => {
	const model = scriptedChatModel(JSON.stringify({ why: 'Better.', prompt }));
	return askVariant(model, { content, purpose: 'x', failed: [], tried: [], refused: [] }, new AbortController().signal);
};

const kept = [
	['has another branch', 'Shop {{shop}}.{{#if vip}}Vip.{{else}}Not.{{/if}}'],
	['has its input in a condition alone', '{{#if vip}}Vip of {{shop}}.{{/if}}'],
] as const;

test.each(kept)('a Dotprompt keeps its head below a template that %s', async (_, template) => {
	expect(await ask(template)).toEqual({ content: head + template, why: 'Better.' });
	expect(await ask(head + template)).toEqual({ content: head + template, why: 'Better.' });
});

const refused = [
	['its head lost an input with its block', '---\ninput:\n  schema:\n    shop: string\n---\nNew {{shop}}.', 'it changes the head'],
	['its head names a model', `${head.replace('---\n', '---\nmodel: other/one\n')}New {{shop}}.`, 'it changes the head'],
	['an input is not used any more', 'New {{shop}}.', 'an input is missing in it'],
	['a block asks for a new input', `${body}{{#if vip}}{{z}}{{/if}}`, 'it has an error (broken-reference)'],
] as const;

test.each(refused)('a variant of a Dotprompt is not used where %s', async (_, prompt, unusable) => {
	expect(await ask(prompt)).toEqual({ unusable });
});

test('without a schema, the inputs of a Dotprompt are those of its template, in blocks too', async () => {
	const content = '---\ndescription: x\n---\nShop {{shop}}.';
	expect(await ask('New {{shop}}.{{#if vip}}Vip.{{/if}}', content)).toEqual({ unusable: 'it has an input that the prompt does not have' });
});

test('a text without a head does not get one', async () => {
	expect(await ask('---\nmodel: other/one\n---\nNew {{shop}}.', 'Shop {{shop}}.')).toEqual({
		unusable: 'it has a head, which the prompt does not have',
	});
});
