import { locateFields } from './locate-field';

const text = '{\n\t"tools": {\n\t\t"rules": [\n\t\t\t{ "tool": "a" },\n\t\t\t{ "tool": "b" }\n\t\t]\n\t}\n}\n';

test('finds a field by its path, and the nearest one around a field that is not there', async () => {
	const find = await locateFields(text);
	expect(find(['tools', 'rules', '1'])).toEqual({ line: 5, column: 4, endLine: 5, endColumn: 19 });
	expect(find(['tools', 'rules', '1', 'limits', 'sum'])).toMatchObject({ line: 5 });
	expect(find(['tools', 'flow'])).toMatchObject({ line: 2, column: 11, endLine: 7 });
	expect(find(['guardrails'])).toBeUndefined();
});
