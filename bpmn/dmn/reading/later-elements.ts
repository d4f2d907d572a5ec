/** Elements of DMN 1.4 and 1.5 that dmn-moddle does not know: boxed conditionals, iterations and filters, and constraints of types. */
const child = (name: string) => ({ name, type: 'ChildExpression', xml: { serialize: 'property' } });

export const laterTypes = [
	{
		name: 'ChildExpression',
		properties: [
			{ name: 'id', type: 'String', isAttr: true },
			{ name: 'typeRef', type: 'String', isAttr: true },
			{ name: 'value', type: 'Expression' },
		],
	},
	{ name: 'Conditional', superClass: ['Expression'], properties: [child('if'), child('then'), child('else')] },
	{
		name: 'Iterator',
		isAbstract: true,
		superClass: ['Expression'],
		properties: [{ name: 'iteratorVariable', type: 'String', isAttr: true }, child('in')],
	},
	{ name: 'For', superClass: ['Iterator'], properties: [child('return')] },
	{ name: 'Some', superClass: ['Iterator'], properties: [child('satisfies')] },
	{ name: 'Every', superClass: ['Iterator'], properties: [child('satisfies')] },
	{ name: 'Filter', superClass: ['Expression'], properties: [child('in'), child('match')] },
];

export const laterProperties: Record<string, object[]> = {
	ItemDefinition: [{ name: 'typeConstraint', type: 'UnaryTests', xml: { serialize: 'property' } }],
};
