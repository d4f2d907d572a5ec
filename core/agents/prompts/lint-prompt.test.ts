import { lintPrompt, maxFindings } from './lint-prompt';
import type { PromptInput } from './lint-references';
import { renderPrompt } from './render-prompt';
import { slowTest } from '../../../test/support/slow-tests';

const lint = async (content: string, inputs?: PromptInput[]) =>
	(await lintPrompt({ content, inputs })).map(({ rule, level, line, column, about }) => `${level} ${rule} ${line}:${column} ${about}`);

test('a prompt without a fault has no finding', async () => {
	expect(await lint('Be kind to {{who}}.\nAnswer in one sentence.', [{ name: 'who' }])).toEqual([]);
});

test.each([
	['Hello {{ who }}', 'who', ' (langfuse/langfuse#7949)'],
	['Hello {{user-name}}', 'user_name', ' (langfuse/langfuse-python#1708)'],
	['Hello {{1st}}', '_1st', ''],
	['Hello {{prénom}}', 'prenom', ''],
])('says of %s that it is not a name, and to write %s%s', async (content, near) => {
	const [finding] = await lintPrompt({ content });
	expect(finding).toMatchObject({ rule: 'broken-reference', level: 'error', line: 1, column: 7, near });
	expect(content.slice(finding!.start, finding!.end)).toMatch(/^\{\{.*\}\}$/);
	expect(finding!.fix).toContain(`{{${near}}}`);
});

test('finds references that the prompt has no input for, and the name that was meant', async () => {
	const inputs = [{ name: 'customer' }, { name: 'shop' }];
	const content = '{{shop}}\n\nFor {{custmer}} and {{price}}.';
	expect(await lint(content, inputs)).toEqual([
		'warning unused-input 1:1 customer',
		'error broken-reference 3:5 custmer',
		'error broken-reference 3:21 price',
	]);
	expect((await lintPrompt({ content, inputs }))[1]).toMatchObject({
		near: 'customer',
		fix: 'Write {{customer}}, or add the input custmer.',
	});
});

test('finds braces that mean nothing, and blocks of other formats', async () => {
	expect(await lint('{{a}} }} {{\nb}} {{{c}}} {{#if d}} {{> part}}')).toEqual([
		'error stray-braces 1:7 }}',
		'error stray-braces 1:10 {{',
		'error stray-braces 2:2 }}',
		'warning stray-braces 2:6 c',
		'error broken-reference 2:13 #if d',
		'error broken-reference 2:23 > part',
	]);
});

test.each([
	['Answer as {"order": {"id": 1}}, or [{"a": {"b": {"c": 1}}}].', []],
	['Answer as {"order": {{order}}}.', []],
	['Answer as {"order": {"id": {{order}}}}.', []],
	['Answer as {"id": 1}} for {{order}}.', ['error stray-braces 1:19 }}']],
	['a { color: red } and {{{order}}}', ['warning stray-braces 1:23 order']],
	['{ {{order} }', ['error stray-braces 1:3 {{']],
])('braces of JSON are text: %j (Significant-Gravitas/AutoGPT#9194)', async (content, found) => {
	expect(await lint(content)).toEqual(found);
});

test.each([
	['The ticket: {{text}}', true],
	['~~~\n{{text}}\n~~~', false],
	['```\n{{text}}\n~~~', true],
	['<ticket>\n{{text}}\n</ticket>', false],
	['<<<ticket\n{{text}}\nticket>>>', false],
	['```\n{{text}}\n```', false],
	['<ticket></ticket> {{text}}', true],
	['</ticket> {{text}} <ticket>', true],
	['<a>{{text}}', true],
	['<a><b>{{text}}</b></a>', false],
])('the text of others is between marks: %j', async (content, isFound) => {
	const found = await lint(content, [{ name: 'text', isUntrusted: true }]);
	expect(found.some((one) => one.includes('untrusted-outside-marks'))).toBe(isFound);
	expect(await lint(content, [{ name: 'text' }])).toEqual([]);
});

test('finds what is too long, with its sample values, and what is empty', async () => {
	expect(await lint(' \n')).toEqual(['error length 1:1 0']);
	expect(await lint('a'.repeat(50_001))).toEqual(['error length 1:50001 50001']);
	expect(await lint('{{a}}', [{ name: 'a', example: 'x'.repeat(50_000) }])).toEqual(['error length 1:6 50005']);
	const many = Array.from({ length: 101 }, (_, index) => `{{v${index}}}`).join(' ');
	expect(await lint(many)).toEqual(['error length 1:1 101']);
});

test('finds a paragraph in another language, but no example in it', async () => {
	const main = 'Você é o atendente da loja e responde com calma ao que as pessoas perguntam sobre os pedidos.';
	const other = 'You must never promise a date that is not in the system of the shop.';
	expect(await lint(`${main}\n\n${other}`)).toEqual(['warning language 3:1 en']);
	const shown = [
		`Ruim: "${other}"`,
		`"${other}"`,
		`“${other}”`,
		`<exemplo>\n${other}\n</exemplo>`,
		`\`\`\`\n${other}\n\`\`\``,
		`~~~\n${other}\n~~~`,
	];
	for (const one of shown) expect(await lint(`${main}\n\n${one}`)).toEqual([]);
	expect(await lint(`${main}\n\n<rules>\n${other}\n</rules>`)).toEqual(['warning language 3:1 en']);
});

test('finds characters that nobody sees, and secrets without repeating them', async () => {
	expect(await lint('Be kind.\n\u{e0041}\u{e0042} Be\u200b brief. \u202e')).toEqual([
		'warning hidden-character 2:1 U+E0041',
		'warning hidden-character 2:6 U+200B',
		'warning hidden-character 2:15 U+202E',
	]);
	const key = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`;
	const found = await lintPrompt({ content: `Use the key ${key}.` });
	expect(found).toMatchObject([{ rule: 'secret', level: 'warning', line: 1, column: 13 }]);
	expect(JSON.stringify(found)).not.toContain(key);
});

test('columns count characters as people do', async () => {
	expect(await lint('🙂🙂 {{ a }}')).toEqual(['error broken-reference 1:4  a ']);
});

slowTest('a hostile prompt is read in time, and answers a bounded list with its errors', async () => {
	const inputs = Array.from({ length: 100 }, (_, index) => ({ name: `n${index}${'x'.repeat(90)}`, isUntrusted: true }));
	const misspelled = Array.from({ length: 2_000 }, (_, index) => `{{n${index}${'x'.repeat(20)}y}}`).join(' ');
	expect((await lintPrompt({ content: misspelled, inputs })).length).toBe(maxFindings);
	for (const piece of ['{{', '{{ a }}', '<a>', '{{n1y}}', '<a>{{n}}</a>', '```\n', `{{n1${'x'.repeat(89)}y}}`, '\u200b', '\n']) {
		const found = await lintPrompt({ content: piece.repeat(Math.floor(100_000 / piece.length)), inputs });
		expect(found.length).toBeLessThanOrEqual(maxFindings);
		expect(found.some(({ level }) => level === 'error')).toBe(true);
	}
});

test('a prompt is filled in as far as there are values', async () => {
	expect(await renderPrompt('{{a}} {{b}} {{a}}', { a: '{{b}}', c: 'x' })).toEqual({
		...{ text: '{{b}} {{b}} {{b}}', missing: ['b'], characters: 17, tokens: 5, isEstimate: true },
	});
	expect(await renderPrompt('Hello {{who}}!', { who: 'you' }, 'openai:gpt-4.1')).toMatchObject({ tokens: 3, isEstimate: false });
	await expect(renderPrompt('{{a}}'.repeat(10_000), { a: 'x'.repeat(10_000) })).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		message: expect.stringContaining('100000000 characters') as string,
	});
});
