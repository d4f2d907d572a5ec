import { describePrompt, readDotpromptUse } from './describe-prompt';
import { renderDotprompt } from './dotprompt/dotprompt';
import { parsePromptFile } from './prompt-file';

const parse = (text: string) => parsePromptFile(text, 'tone.md');

describe('a plain file', () => {
	test('is its trimmed text, byte for byte, whatever is in its braces', () => {
		const text = 'Hi {{who}}.\r\n\n---\nmodel: of a car\n---\n{{#if x}}';
		expect(parse(`---\nname: tone\nversion: 1.0.0\npurpose: Tone: "kind" # and brief\n---\n\n${text}\n\n`)).toEqual({
			...{ name: 'tone', version: '1.0.0', purpose: 'Tone: "kind" # and brief', content: text, shown: text },
			before: { characters: 69, lines: 6 },
		});
	});

	test('can name the schema of its head for the editor', () => {
		expect(parse('---\n$schema: ./head.json\nname: tone\nversion: 1.0.0\npurpose: x\n---\nHi')).toMatchObject({ content: 'Hi' });
		expect(parse('---\n$schema: ./head.json\nname: tone\nversion: 1.0.0\npurpose: x\nmodel: y\n---\nHi').content).toBe(
			'---\nmodel: y\n---\nHi',
		);
	});

	test.each([
		['Hi', 'it has no head between two lines of ---'],
		['---\nname: tone\nversion: 1.0.0\n---\nHi', 'its head lacks name, version or purpose'],
		['---\nname: tone\nversion: 1.0.0\npurpose: x\nowner: me\n---\nHi', 'its head has the field owner'],
	])('%j is refused', (text, problem) => expect(() => parse(text)).toThrow(`tone.md is not a prompt: ${problem}`));
});

describe('a file with a head of Dotprompt', () => {
	const head = [
		...['# Licence', '---', 'version: 1.10.0 # next', 'model: small', '# inputs', 'input:', '  schema:', '    who: string'],
		...['purpose: >', '  How it', '  speaks.', 'config: {temperature: 0}', 'name: "tone"', '---'],
	];

	test('is published whole, without name, version and purpose', () => {
		const text = `${head.join('\n')}\n\n  Hi {{who}}.\n`;
		expect(parse(text)).toEqual({
			...{ name: 'tone', version: '1.10.0', purpose: 'How it speaks.', format: 'dotprompt', shown: text },
			content: '# Licence\n---\nmodel: small\n# inputs\ninput:\n  schema:\n    who: string\nconfig: {temperature: 0}\n---\n\n  Hi {{who}}.',
			before: { characters: 0, lines: 0 },
		});
	});

	test('renders the same as what is published', async () => {
		for (const end of ['\n', '\r\n']) {
			const text = `${head.join(end)}${end}Hi {{who}}.${end}`;
			const { content } = parse(text);
			const render = (template: string) => renderDotprompt({ template, data: { input: { who: 'Ana' } } }, 'It');
			expect((await render(content)).messages).toEqual((await render(text)).messages);
			expect(content).not.toMatch(/name|version|purpose/);
		}
	});

	test('can be below the fields of a plain head, as the workshop writes it', () => {
		const content = '---\nmodel: small\n---\nHi {{who}}.';
		expect(parse(`---\nname: tone\nversion: 1.0.0\npurpose: a: b\n---\n\n${content}\n`)).toMatchObject({
			purpose: 'a: b',
			content,
			format: 'dotprompt',
		});
	});

	test.each([
		['model: small\npurpose: Tone: kind', 'at line 6'],
		['model: small\npurpose: x\nmodle: big', 'its head has the field modle, at line 7'],
		['model: [small]\npurpose: x', 'model of its head is not a text, at line 5'],
		['purpose: x\ninput: [a]', 'input of its head is not a map of fields, at line 6'],
		['purpose: x\ninput:\n  schma: {a: string}', 'the field input.schma; input has schema and default, at line 7'],
		['purpose: x\noutput: {formt: json}', 'the field output.formt; output has schema and format, at line 6'],
		['model: small', 'its head lacks name, version or purpose'],
		['purpose: x\ninput:\n  schema: {who: strin}', 'input.schema of tone.md cannot be read: who names the type "strin"'],
		['purpose: &a x\nmodel: *a', 'Alias resolution is disabled'],
	])('%j is refused, with its place', (fields, problem) => {
		expect(() => parse(`---\nname: tone\n\nversion: 1.0.0\n${fields}\n---\nHi`)).toThrow(problem);
	});
});

test('a schema that does not exist is refused, and not left out (genkit-ai/genkit#1392)', () => {
	const text = '---\nname: tone\nversion: 1.0.0\npurpose: x\nmodel: small\noutput:\n  schema: thisDoesNotExist\n---\nBark like a cat';
	expect(() => parse(text)).toThrow('names the type "thisDoesNotExist", which does not exist');
});

test('the schemas of a file are read as those of a text (genkit-ai/genkit-dart#299)', async () => {
	const text =
		'---\nname: tone\nversion: 1.0.0\npurpose: x\ninput:\n  schema:\n    text: string, the text to classify\n---\nClassify: {{txt}}';
	const { faults } = await readDotpromptUse(parse(text).content, 'It');
	expect(faults.map(({ message }) => message)).toEqual(['The prompt has no input txt.']);
});

describe('what a Dotprompt uses', () => {
	const read = (head: string, body: string) => readDotpromptUse(`---\n${head}\n---\n${body}`, 'It');
	const faults = async (
		body: string,
		schema = 'who: string, items(array): {name: string, price: number}, open?: boolean, note?: string',
	) => {
		const { faults: found } = await read(`input: {schema: {${schema}}}`, body);
		return found.map(({ message }) => message);
	};

	test('its inputs are those of its schema, else those of its defaults and its text', async () => {
		expect(await describePrompt('---\ninput: {schema: {b: string, a?: integer}}\n---\n{{b}}', 'It')).toEqual({
			...{ format: 'dotprompt', variables: ['b', 'a'] },
		});
		expect((await read('input: {default: {tone: warm}}', '{{#each list}}{{name}}{{/each}}{{@root.shop}}{{this.x.y}}')).variables).toEqual([
			'list',
			'shop',
			'x',
			'tone',
		]);
		expect(await describePrompt('{{a}} {{#if b}}', 'It')).toEqual({ variables: ['a'] });
	});

	test.each([
		['{{who}} {{#if open}}{{note}}{{else}}{{who.length}}{{/if}} {{! {{no}} }}'.replace('{{who.length}}', '{{json who indent=2}}')],
		['{{#each items}}{{name}} {{this.price}} {{../who}} {{@index}} {{@root.note}}{{/each}}'],
		['{{#each items as |item at|}}{{item.name}} {{at}} {{#if ../open}}{{../note}}{{/if}}{{/each}}'],
		['{{#with items}}{{[0].name}}{{/with}} {{#items}}{{name}}{{/items}} {{^open}}{{who}}{{/open}} {{#open}}{{who}}{{/open}}'],
		['{{#ifEquals who "Ana"}}{{lookup items 0}}{{/ifEquals}} {{~who~}} {{{who}}}'],
		['{{role "system"}}{{who}}{{#if open}}{{role "system"}}x{{/if}}'],
		['\\{{not this}} {{who}}'],
	])('%s is right', async (body) => expect(await faults(body)).toEqual([]));

	test.each([
		['{{whom}}', 'The prompt has no input whom.'],
		['{{#each items}}{{who}}{{/each}}', 'items here has no input who.'.replace('items here', 'The prompt')],
		['{{#each items}}{{nme}}{{/each}}', 'no input nme'],
		['{{>sign}}', 'The partial >sign'.replace('>', '')],
		['{{shout who}}', 'The helper shout does not exist.'],
		['{{#each (sort items)}}{{name}}{{/each}}', 'The helper sort does not exist.'],
		['{{@state.x}}', 'An agent has no value @state.'],
		['{{../who}}', 'reaches beyond the input'],
		['Hi {{role "system"}}x', 'Text before the first {{role}} is said by the user.'],
		['{{role "system"}}x{{role "user"}}{{who}}', 'This is text of the role user.'],
		['{{role who}}x', 'This role is not a word in quotes.'],
		['{{history}}', 'what was said before'],
		['{{media url=who}}', 'images with the message'],
		['{{log who}}', 'to a log'],
		['{{#if open}}x', 'something is not closed'],
		['a\n{{ }}', 'cannot be read here'],
		['{{#*inline "a"}}x{{/inline}}', 'decorator'],
		[`${'{{#a}}'.repeat(501)}`, 'the max is 4000 tags and 500 blocks'],
	])('%s is a fault', async (body, message) => expect((await faults(body)).join()).toContain(message));

	test('faults and values have their places in the file', async () => {
		const text = '---\r\nmodel: x\r\ninput: {schema: {a: string}}\r\n---\r\n\r\n  Hi\r\n{{b}} {{#if a}}{{a}}{{/if}}\r\n';
		const { faults: found, written } = await readDotpromptUse(text, 'It');
		const cut = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
		expect([found.map(cut), written.map(cut), written.map(({ input }) => input)]).toEqual([['{{b}}'], ['{{a}}'], ['a']]);
	});

	test('inputs have names, and defaults an input', async () => {
		expect((await read('input: {schema: {"a-b": string}, default: {c: 1}}', 'x')).problems).toEqual([
			'the input "a-b" is not a name of letters from A to Z, digits and _',
			'input.default has c, which input.schema does not have',
		]);
		expect((await read('input: {schema: {type: string}}', 'x')).problems).toEqual([
			'input.schema has to be a map of inputs, each NAME: TYPE',
		]);
		expect((await read('input: {schema: {a: string, b: string}}', '{{a}}')).unused).toEqual(['b']);
		expect((await read('input: {schema: {a: string, b: string}}', '{{json this}}')).unused).toEqual([]);
	});
});
