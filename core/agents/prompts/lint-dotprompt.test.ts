import { lintPrompt, maxFindings } from './lint-prompt';
import type { PromptInput } from './lint-references';
import { slowTest } from '../../../test/support/slow-tests';

const head = '---\nmodel: small\ninput:\n  schema:\n    customer: string\n    tickets?(array): {text: string}\n---\n';
const lint = async (body: string, inputs?: PromptInput[], above = head) =>
	(await lintPrompt({ content: `${above}${body}`, inputs })).map(
		({ rule, level, line, column, about }) => `${level} ${rule} ${line}:${column} ${about}`,
	);
const all = '{{customer}} {{#each tickets}}{{text}}{{/each}}';

test('a Dotprompt without a fault has no finding, with blocks and comments', async () => {
	expect(await lint(`${all} {{! a note }}`)).toEqual([]);
	expect(await lint(all, [{ name: 'customer' }])).toEqual([]);
});

test('finds what its head does not have, what it has too much, and what cannot be read', async () => {
	expect(await lint('{{custmer}} {{#each tickets}}{{customer}}{{/each}}\n{{>sign}} {{shout customer}}')).toEqual([
		'error broken-reference 8:1 custmer',
		'error broken-reference 8:30 customer',
		'error broken-reference 9:1 {{>sign}}',
		'error broken-reference 9:11 {{shout customer}}',
	]);
	const [, finding] = await lintPrompt({ content: `${head}{{custmer}} {{json tickets}}` });
	expect(finding).toMatchObject({ near: 'customer', fix: 'Write customer, or add custmer to input.schema.' });
	expect(await lint(`${all}\n{{#if customer}}\n`)).toEqual(['error stray-braces 9:1 {{…}}']);
	expect(await lint('x', undefined, '---\nmodel: small\ninptu: 1\n---\n')).toEqual(['error broken-reference 3:1 ---']);
	expect(await lint('x', undefined, '---\nmodel: small\nconfig: {a: 1\n---\n')).toMatchObject([
		expect.stringContaining('broken-reference'),
	]);
	expect(await lint('{{a}}', undefined, '---\ninput: {schema: {type: object, properties: {a: {pattern: "("}}}}\n---\n')).toEqual([
		'error broken-reference 2:1 ---',
	]);
	for (const fault of ['required: true', 'properties: ', 'properties: {a: }'])
		expect(await lint('x', undefined, `---\ninput:\n  schema:\n    type: object\n    ${fault}\n---\n`)).toEqual([
			'error broken-reference 5:1 ---',
		]);
});

test('finds inputs in blocks within blocks (langchain-ai/langsmith-sdk#876)', async () => {
	const body = '{{#if is_a}}\nIn A\n{{#if is_b}}\nIn A.B\n{{b}}\n{{/if}}\n{{/if}}';
	expect(await lint(body, [{ name: 'is_a' }], '---\nmodel: small\n---\n')).toEqual([
		'error broken-reference 1:1 is_b',
		'error broken-reference 1:1 b',
	]);
	expect(
		await lint(
			body,
			['is_a', 'is_b', 'b'].map((name) => ({ name })),
			'---\nmodel: small\n---\n',
		),
	).toEqual([]);
});

test('finds objects that a model would read as [object Object] (promptfoo/promptfoo#3896)', async () => {
	const above =
		'---\ninput:\n  schema:\n    o(object): {name: string, place(object): {city: string}}\n    l(array): string\n    m?(array): {t: string}\n---\n';
	expect(await lint('{{o}} {{~ o.place ~}} {{{m}}}', undefined, above)).toEqual([
		...[
			'warning unused-input 1:1 l',
			'warning written-object 8:1 o',
			'warning written-object 8:7 o.place',
			'warning written-object 8:23 m',
		],
	]);
	const fields = '{{o.name}} {{o.place.city}} {{l}} {{json o}} {{#each m}}{{t}}{{/each}} {{#with o}}{{name}}{{/with}}';
	expect(await lint(fields, undefined, above)).toEqual([]);
	expect(await lint('{{o}}', undefined, '---\nmodel: small\n---\n')).toEqual([]);
	expect((await lintPrompt({ content: `${above}{{o}} {{l}} {{json m}}` }))[0]!.fix).toContain('{{json o}}');
});

test('compares with the inputs that the prompt gets: what it needs, and what it does not know', async () => {
	expect(await lint(all, [{ name: 'shop' }])).toEqual(['error broken-reference 1:1 customer', 'warning unused-input 1:1 shop']);
});

test.each([
	['{{customer}}', 1],
	['<customer>{{customer}}</customer>', 0],
	['{{#if customer}}{{else}}{{/if}}<b></b>{{json customer}}', 1],
	['<b>{{customer}}</b>{{#each tickets}}{{text}}{{this.text}}{{/each}}', 2],
	['<b>{{customer}}{{#each tickets}}{{text}}{{/each}}</b>', 0],
	['{{#with tickets as |all|}}{{#each all as |one|}}{{one.text}}{{/each}}{{/with}}<b>{{customer}}</b>', 1],
	['{{#ifEquals customer "x"}}a{{/ifEquals}}', 0],
])('the text of others is between marks: %j', async (body, count) => {
	const untrusted = [
		{ name: 'customer', isUntrusted: true },
		{ name: 'tickets', isUntrusted: true },
	];
	const found = (await lint(body, untrusted)).filter((one) => one.includes('untrusted-outside-marks'));
	expect(found).toHaveLength(count);
});

test('marks in a head mark nothing, and its words are in no language', async () => {
	expect(await lint('{{a}}</b>', [{ name: 'a', isUntrusted: true }], '---\ndescription: <b>\n---\n')).toHaveLength(1);
	const portuguese = 'Você é o atendente da loja e responde com calma ao que as pessoas perguntam sobre os pedidos.';
	const english = 'description: You must never promise a date that is not in the system of the shop.';
	expect(await lint(portuguese, undefined, `---\n${english}\n---\n`)).toEqual([]);
});

test('has text, and not too much; secrets are found in the head as well', async () => {
	expect(await lint('', undefined, '---\nmodel: small\n---\n')).toEqual(['error length 1:1 0']);
	expect(await lint('x'.repeat(50_000), undefined, '---\nmodel: small\n---\n')).toMatchObject([expect.stringContaining('error length')]);
	const key = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`;
	expect(await lint('Hi', undefined, `---\nmetadata: {key: ${key}}\n---\n`)).toEqual([expect.stringContaining('warning secret 2:')]);
});

slowTest('a hostile Dotprompt is read in time, and answers a bounded list', async () => {
	for (const piece of [
		'{{#a}}',
		'{{a}}',
		'{{a.b.c.d}}',
		'{{#each a}}',
		'{{>a}}',
		'{{(a (b))}}',
		'{{',
		'{{!--',
		'\\{{',
		'<a>{{customer}}',
		'{{#a}}{{/a}}',
	])
		for (const count of [400, 5_000]) {
			const found = await lintPrompt({ content: `${head}${piece.repeat(count)}`, inputs: [{ name: 'customer', isUntrusted: true }] });
			expect(found.length).toBeLessThanOrEqual(maxFindings);
		}
	expect((await lintPrompt({ content: `---\nmodel: x\n${'a: ['.repeat(5_000)}\n---\nx` })).length).toBeGreaterThan(0);
});
