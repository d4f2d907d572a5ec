import { readDecisions } from './read-decisions';

const read = (content: string) => readDecisions('a.dmn', content);
const model = (inner: string, namespace = 'https://www.omg.org/spec/DMN/20191111/MODEL/'): string =>
	`<dmn:definitions xmlns:dmn="${namespace}" id="m" name="m" namespace="http://t">${inner}</dmn:definitions>`;
const literal = (text: string): string => `<dmn:literalExpression id="l"><dmn:text>${text}</dmn:text></dmn:literalExpression>`;
const decision = (text: string): string => model(`<dmn:decision id="d" name="d">${literal(text)}</dmn:decision>`);

test.each([
	['"&#128512;&#x1F600;"', '"😀😀"'],
	['a<![CDATA[ < ]]>b', 'a < b'],
	['a<!-- no -->b', 'ab'],
	['a\r\nb', 'a\nb'],
])('the text %j is %j', async (written, text) => {
	const { decisions } = await read(decision(written));
	expect(decisions[0]!.logic).toMatchObject({ kind: 'literal', text });
});

test('ids and references are read without white space, in every language', async () => {
	const { decisions } = await read(
		model(
			`<dmn:decision id=" decisão " name="Não&#128512;\n1"><dmn:informationRequirement id="r"><dmn:requiredDecision href=" #outra&#231;a&#771;o "/></dmn:informationRequirement>${literal('1')}</dmn:decision>` +
				`<dmn:decision id="outraça&#771;o" name="b">${literal('2').replace('"l"', '"l2"')}</dmn:decision>`,
		),
	);
	expect(decisions.map(({ id, name, requires }) => [id, name, requires])).toEqual([
		['decisão', 'Não😀 1', ['outraça\u0303o']],
		['outraça\u0303o', 'b', []],
	]);
});

test.each([
	'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
	'http://www.omg.org/spec/DMN/20180521/MODEL/',
	'https://www.omg.org/spec/DMN/20230324/MODEL/',
])('a model of %s is read, and what is in other namespaces is left alone', async (namespace) => {
	const content = model(
		`<dmn:decision id="d" name="d">${literal('1')}</dmn:decision><x:note xmlns:x="http://x"><x:ação/></x:note>`,
		namespace,
	);
	expect((await read(content)).decisions).toMatchObject([{ id: 'd', logic: { text: '1' } }]);
});

test.each([
	[decision('&nbsp;'), 'line 1: the entity "nbsp" is not declared'],
	[`<!DOCTYPE d [<!ENTITY x "y">]>${decision('&x;')}`, 'line 1: a document type declaration is not allowed'],
	[decision('1').replace('</dmn:decision>', ''), 'closes'],
	[model('<dmn:nothing/>'), 'line 1: unknown type <dmn:Nothing>'],
	['', 'it has no element'],
])('%j is refused', async (content, reason) => {
	await expect(read(content)).rejects.toThrow(reason);
});
