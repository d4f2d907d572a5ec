import { lintDecisions } from './lint-decisions';

const model = (content: string, attributes = ' id="m" name="M"'): string =>
	`<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="n"${attributes}>\n${content}\n</definitions>`;
const decision = (content: string): string => `<decision id="d" name="D">\n${content}</decision>`;
const logic = '<literalExpression><text>1</text></literalExpression>';

const list = async (content: string) =>
	(await lintDecisions([{ name: 'a.dmn', content }])).findings.map(({ elementId, line, message }) => [elementId, line, message]);

test('leaves alone what Zeebe deploys', async () => {
	expect(await list(model(decision(logic)))).toEqual([]);
});

test('a place that breaks the schema is named with its line and the element around it', async () => {
	expect(await list(model(decision(logic.replace('<literalExpression>', '<literalExpression colour="red">'))))).toEqual([
		['d', 3, '<literalExpression> has the attribute "colour", which DMN does not have'],
	]);
});

test('a fault of the whole model names no element', async () => {
	expect(await list(model(decision(logic), ' name="M"'))).toEqual([[undefined, undefined, 'the model has no id']]);
});

test('a decision without logic is named with the line of its id', async () => {
	expect(await list(model(decision('')))).toEqual([['d', 2, expect.stringContaining('has no logic')]]);
});
