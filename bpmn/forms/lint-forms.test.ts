import { lintForms } from './lint-forms';

const lint = async (...components: object[]) => {
	const { findings } = await lintForms([{ name: 'ask.form', content: JSON.stringify({ id: 'ask', components }, undefined, '\t') }]);
	return findings.map(({ elementId, message }) => `${elementId}: ${message}`);
};

test('a form of Camunda Modeler has no findings', async () => {
	expect(
		await lint(
			{ id: 'a', type: 'textfield', key: 'name', validate: { required: true, pattern: '^A' }, conditional: { hide: '=amount > 5' } },
			{ id: 'b', type: 'select', key: 'who', valuesKey: 'people' },
			{ id: 'c', type: 'group', components: [{ id: 'd', type: 'text', text: 'Hello' }] },
		),
	).toEqual([]);
});

test.each([
	[{ type: 'textfeild', key: 'a' }, 'has the unknown type "textfeild"'],
	[{ type: 'number' }, 'has no key: its value is not sent'],
	[{ type: 'radio', key: 'a' }, 'offers no options'],
	[{ type: 'dynamiclist', components: [] }, 'has no path: its rows are not sent'],
	[
		{ type: 'textfield', key: 'a', validate: { pattern: '(' } },
		'has a pattern that is not valid: Invalid regular expression: /(/: Unterminated group',
	],
])('%j %s', async (component, message) => {
	expect(await lint({ type: 'group', components: [{ id: 'Field_1', ...component }] })).toEqual([`Field_1: ${message}`]);
});

test('two fields of one path are found: form-js does not open the form', async () => {
	const group = { id: 'b', type: 'group', components: [{ id: 'c', type: 'number', key: 'x' }] };
	expect(await lint({ id: 'a', type: 'textfield', key: 'x' }, group)).toEqual(['c: has the path "x" of another component']);
});

test('an expression that is not FEEL is found', async () => {
	const [finding] = await lint({ id: 'Field_1', type: 'number', key: 'a', conditional: { hide: '=amount == 5' } });
	expect(finding).toMatch(/^Field_1: has an expression that is not FEEL: /);
});

test('what is not a form is found, with its file, and two forms of one id', async () => {
	const { findings, formIds } = await lintForms([
		{ name: 'broken.form', content: '{' },
		{ name: 'a.form', content: '{"id": "a"}' },
		{ name: 'b.form', content: '{"id": "a"}' },
	]);
	expect(formIds).toEqual(['a', 'a']);
	expect(findings.map(({ file, message }) => [file, message])).toEqual([
		['broken.form', expect.stringMatching(/^is not a form: it is not JSON/)],
		['b.form', 'has the id "a" of another form'],
	]);
});
