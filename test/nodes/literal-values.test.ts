import { Workflow } from 'n8n-workflow';
import { guardExpressions, toLiterals } from '../../providers/tools/n8n-node/program/literal-values';

const nodeTypes = { getByName: () => undefined, getByNameAndVersion: () => undefined, getKnownTypes: () => ({}) } as never;
const workflow = () => new Workflow({ nodes: [], connections: {}, active: false, nodeTypes });
const node = { id: '1', name: 'n', type: 't', typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
const evaluate = (value: unknown, on = workflow()) =>
	on.expression.getSimpleParameterValue(node, value as string, 'internal', { $json: { secret: 'x' } });

it.each(['={{ $json.secret }}', '==', '="}}"', "='`${$json.secret}`", '={{ "\\u0041" }}', '=é😀\n\t', '={{'])(
	'n8n evaluates the constant for %j to the same text',
	(text) => {
		expect(evaluate(toLiterals(text))).toBe(text);
	},
);

it('other values are left as they are, at every depth', () => {
	const value = { a: ['{{ x }}', 1, null, true], b: { c: 'text' } };
	expect(toLiterals(value)).toEqual(value);
	expect(toLiterals({ a: ['=x'] })).not.toEqual({ a: ['=x'] });
});

it('a node that evaluates a parameter itself gets the text of a variable back, and the value of the designer’s expression', () => {
	const resolve = (data: unknown, trusted: unknown, expression: string) => {
		const guarded = workflow();
		guardExpressions(guarded, data, trusted);
		return (guarded.expression as unknown as { resolveSimpleParameterValue(value: string): unknown }).resolveSimpleParameterValue(
			`=${expression}`,
		);
	};
	expect(resolve({ query: 'SELECT {{ 1 + 1 }}' }, {}, '{{ 1 + 1 }}')).toBe('{{ 1 + 1 }}');
	expect(() => resolve({ query: 'SELECT 1' }, { query: '{{ 1 + 1 }}' }, '{{ 1 + 1 }}')).toThrow();
});
