import { decision, dmnFile, literal, table } from '../../../test/contract/decision-parts';
import { isTroupeError } from '../../../core/base/errors';
import { readDecisions } from '../reading/read-decisions';
import { openDecisions, type Decisions } from './open-decisions';

async function open(...elements: string[]): Promise<Decisions> {
	const { name, content } = dmnFile('model', ...elements);
	return openDecisions([await readDecisions(name, content)]);
}

const input = (name: string, type?: string): string =>
	`<inputData id="i-${name}" name="${name}"><variable name="${name}"${type === undefined ? '' : ` typeRef="${type}"`}/></inputData>`;

/** A decision that requires input data. */
const of = (inputs: string[], logic: string, id = 'd', type?: string): string =>
	`<decision id="${id}" name="${id}"><variable name="${id}"${type === undefined ? '' : ` typeRef="${type}"`}/>${inputs
		.map((name) => `<informationRequirement><requiredInput href="#i-${name}"/></informationRequirement>`)
		.join('')}${logic}</decision>`;

async function evaluate(
	logic: string,
	variables: Record<string, unknown>,
	types: Record<string, string> = {},
	...more: string[]
): Promise<unknown> {
	const names = Object.keys({ ...variables, ...types });
	const decisions = await open(...more, ...names.map((name) => input(name, types[name])), of(names, logic));
	return decisions.evaluate('d', variables).value;
}

const itemType = (name: string, base: string, allowed?: string, isCollection = false): string =>
	`<itemDefinition name="${name}" isCollection="${isCollection}"><typeRef>${base}</typeRef>${
		allowed === undefined ? '' : `<allowedValues><text>${allowed}</text></allowedValues>`
	}</itemDefinition>`;

describe('decision tables', () => {
	const rules = [
		['>= 1', '"a"'],
		['>= 2', '"b"'],
		['>= 3', '"c"'],
	];
	const numbers = [
		['>= 1', '10'],
		['>= 2', '20.5'],
		['>= 3', '5'],
	];

	test.each<[hitPolicy: string, aggregation: string | undefined, cells: string[][], values: string, matches: unknown[]]>([
		['UNIQUE', undefined, rules, '', [null, 'a', null]],
		['FIRST', undefined, rules, '', [null, 'a', 'a']],
		['ANY', undefined, rules, '', [null, 'a', null]],
		['PRIORITY', undefined, rules, ': "c","b","a"', [null, 'a', 'c']],
		['RULE ORDER', undefined, rules, '', [null, ['a'], ['a', 'b', 'c']]],
		['OUTPUT ORDER', undefined, rules, ': "c","b","a"', [null, ['a'], ['c', 'b', 'a']]],
		['COLLECT', undefined, rules, '', [null, ['a'], ['a', 'b', 'c']]],
		['COLLECT', 'SUM', numbers, '', [null, 10, 35.5]],
		['COLLECT', 'MIN', numbers, '', [null, 10, 5]],
		['COLLECT', 'MAX', numbers, '', [null, 10, 20.5]],
		['COLLECT', 'COUNT', numbers, '', [null, 1, 3]],
	])('%s %s', async (hitPolicy, aggregation, cells, values, expected) => {
		const logic = table({ hitPolicy, aggregation, inputs: ['n'], outputs: [`out${values}`], rules: cells });
		expect(await Promise.all([0, 1, 3].map((n) => evaluate(logic, { n })))).toEqual(expected);
	});

	test('an output that no rule sets has its default', async () => {
		const logic = table({ inputs: ['n'], rules: [['> 5', '"high"']] }).replace(
			'</output>',
			'<defaultOutputEntry><text>"low"</text></defaultOutputEntry></output>',
		);
		expect(await evaluate(logic, { n: 1 })).toBe('low');
	});

	test('a value that an input does not allow gives null', async () => {
		const logic = table({ inputs: ['n'], rules: [['-', '1']] }).replace(
			'</input>',
			'<inputValues><text>[1..5]</text></inputValues></input>',
		);
		expect([await evaluate(logic, { n: 5 }), await evaluate(logic, { n: 6 })]).toEqual([1, null]);
	});

	test('the priority of a type is that of its allowed values', async () => {
		const logic = table({ hitPolicy: 'PRIORITY', inputs: ['n'], rules }).replace('name="out"', 'name="out" typeRef="letter"');
		expect(await evaluate(logic, { n: 2 }, {}, itemType('letter', 'string', '"c","b","a"'))).toBe('b');
	});
});

describe('boxed expressions', () => {
	const child = (name: string, text: string): string => `<${name}>${literal(text)}</${name}>`;

	test.each<[title: string, logic: string, value: unknown]>([
		['conditional', `<conditional>${child('if', 'n > 3')}${child('then', '"high"')}${child('else', '"low"')}</conditional>`, 'high'],
		['for', `<for iteratorVariable="x">${child('in', '[1..n]')}${child('return', 'x * 2')}</for>`, [2, 4, 6, 8, 10]],
		['some', `<some iteratorVariable="x">${child('in', '[1..n]')}${child('satisfies', 'x = 4')}</some>`, true],
		['every', `<every iteratorVariable="x">${child('in', '[1..n]')}${child('satisfies', 'x < 4')}</every>`, false],
		['filter', `<filter>${child('in', '[1, 6, 9]')}${child('match', 'item > n')}</filter>`, [6, 9]],
		['list', `<list>${literal('n')}${literal('"a"')}</list>`, [5, 'a']],
		['relation', `<relation><column name="a"/><column name="b"/><row>${literal('n')}${literal('2')}</row></relation>`, [{ a: 5, b: 2 }]],
		[
			'context',
			`<context><contextEntry><variable name="the sum"/>${literal('n + 1')}</contextEntry><contextEntry>${literal('the sum * 2')}</contextEntry></context>`,
			12,
		],
		[
			'function',
			`<context><contextEntry><variable name="f"/><functionDefinition><formalParameter name="x" typeRef="number"/>${literal('x * n')}</functionDefinition></contextEntry><contextEntry>${literal('f(3)')}</contextEntry></context>`,
			15,
		],
	])('%s', async (_title, logic, value) => {
		expect(await evaluate(logic, { n: 5 })).toEqual(value);
	});
});

describe('types', () => {
	test.each<[type: string, value: unknown, expression: string, result: unknown]>([
		['date', '2030-01-31', 'in + @"P1D"', '2030-02-01'],
		['time', '10:00:00', 'in.hour', 10],
		['date and time', '2030-01-31T10:00:00Z', 'in.time offset', 'PT0S'],
		['days and time duration', 'P1DT2H', 'in.hours', 2],
		['years and months duration', 'P1Y2M', 'in.months', 2],
		['string', '2030-01-31', 'in', '2030-01-31'],
		['number', 'text', 'in', null],
		['date', 'no date', 'in', null],
		['letter', 'b', 'in', 'b'],
		['letter', 'x', 'in', null],
		['letters', ['a', 'b'], 'in[2]', 'b'],
		['letters', ['a', 'x'], 'in', null],
		['letters', 'a', 'in', ['a']],
		['person', { name: 'Ana', born: '1990-02-03' }, 'in.born.year', 1990],
		['person', { name: 'Ana' }, 'in.born', null],
		['person', { name: 5, born: '1990-02-03' }, 'in', null],
	])('%s takes %j', async (type, value, expression, result) => {
		const types = [
			itemType('letter', 'string', '"a","b"'),
			itemType('letters', 'string', '"a","b"', true),
			'<itemDefinition name="person"><itemComponent name="name"><typeRef>string</typeRef></itemComponent><itemComponent name="born"><typeRef>date</typeRef></itemComponent></itemDefinition>',
		];
		// `in` is a word of the language.
		const decisions = await open(...types, input('value', type), of(['value'], literal(expression.replace(/\bin\b/, 'value'))));
		expect(decisions.evaluate('d', { value }).value).toEqual(result);
	});

	test('a result of another type is null', async () => {
		const decisions = await open(of([], literal('"text"'), 'd', 'number'), of([], literal('[1]'), 'one', 'number'));
		expect(decisions.evaluate('d', {}).value).toBeNull();
		expect(decisions.evaluate('one', {}).value).toBe(1);
	});
});

describe('requirements', () => {
	const knowledge =
		`<businessKnowledgeModel id="k" name="the fee"><variable name="the fee"/><encapsulatedLogic><formalParameter name="amount" typeRef="number"/>` +
		`${literal('if amount > 100 then amount * 0.1 else the fee(101)')}</encapsulatedLogic></businessKnowledgeModel>`;
	const service =
		'<decisionService id="s" name="quote"><variable name="quote"/><outputDecision href="#total"/><inputData href="#i-n"/></decisionService>';
	const total =
		'<decision id="total" name="total"><variable name="total"/><informationRequirement><requiredInput href="#i-n"/></informationRequirement>' +
		`<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>${literal('n + the fee(n)')}</decision>`;
	const asking = `<decision id="asks" name="asks"><variable name="asks"/><knowledgeRequirement><requiredKnowledge href="#s"/></knowledgeRequirement>${literal('quote(200)')}</decision>`;

	test('decisions call knowledge models and services, which can be evaluated too', async () => {
		const decisions = await open(input('n', 'number'), knowledge, service, total, asking);
		expect(decisions.evaluate('total', { n: 200 }).value).toBe(220);
		expect(decisions.evaluate('asks', {}).value).toBe(220);
		expect(decisions.evaluate('quote', { n: 300 }).value).toBe(330);
		expect(decisions.evaluate('the fee', { amount: 10 }).value).toBe(10.1);
	});

	test('an element is known by its name and by that of its variable', async () => {
		const decisions = await open(
			decision('base', literal('2'), { name: 'The Base', variable: 'base' }),
			decision('d', literal('base + The Base'), { requires: ['base'] }),
		);
		expect(decisions.evaluate('d', {}).value).toBe(4);
	});

	test('imported models are read by their names', async () => {
		const other = dmnFile(
			'other',
			input('n'),
			of(['n'], literal('n * 2'), 'double'),
			itemType('small', 'number', '< 5'.replace('<', '&lt;')),
		);
		const main = dmnFile(
			'main',
			'<import name="the other" namespace="http://troupe.example/other" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
			`<decision id="d" name="d"><variable name="d" typeRef="the other.small"/><informationRequirement><requiredDecision href="http://troupe.example/other#double"/></informationRequirement>${literal('the other.double + 1')}</decision>`,
		);
		const [first, second] = await Promise.all([main, other].map(({ name, content }) => readDecisions(name, content)));
		const decisions = openDecisions([first!, second!]);
		expect(decisions.evaluate('d', { n: 1 }).value).toBe(3);
		expect(decisions.evaluate('d', { n: 9 }).value).toBeNull();
		expect(decisions.evaluate('the other.double', { n: 4 }).value).toBe(8);
		expect(() => openDecisions([first!])).toThrow('imports the model http://troupe.example/other, which is in no file beside it');
	});
});

describe('errors', () => {
	const problemOf = async (run: () => Promise<unknown>): Promise<string> => {
		const error = await run().catch((thrown: unknown) => thrown);
		return isTroupeError(error) ? `${error.code}: ${error.message}` : `not refused: ${String(error)}`;
	};

	test('an expression that is not FEEL is told with its rule, column and position', async () => {
		const logic = table({
			inputs: ['n'],
			rules: [
				['1', '1'],
				['> >', '2'],
			],
		});
		expect(await problemOf(() => evaluate(logic, { n: 1 }))).toBe(
			'DECISION_INVALID: model.dmn: decision "d", rule 2, input 1 "n": "> >" is not FEEL: unexpected ">" at position 3.',
		);
	});

	test('one faulty decision leaves the others alone', async () => {
		const decisions = await open(decision('good', literal('1')), decision('bad', literal('1 +')));
		expect(decisions.evaluate('good', {}).value).toBe(1);
		expect(() => decisions.evaluate('bad', {})).toThrow('"1 +" is not FEEL');
	});

	test('decisions that require each other, are unknown, or go on for ever are refused', async () => {
		const decisions = await open(
			decision('a', literal('1'), { requires: ['b'] }),
			decision('b', literal('1'), { requires: ['a'] }),
			decision('loop', literal('{f: function(x) f(x), r: f(1)}.r')),
		);
		expect(() => decisions.evaluate('a', {})).toThrow('requires itself');
		expect(() => decisions.evaluate('gone', {})).toThrow('has no decision "gone". It has "a", "b", "loop"');
		expect(() => decisions.evaluate('loop', {})).toThrow('has no result');
	});

	test.each(['', 'not XML', '<a/>', '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision></definitions>'])(
		'%s is not DMN',
		async (content) => {
			expect(await problemOf(() => readDecisions('x.dmn', content))).toMatch(/^DECISION_INVALID: x\.dmn is not DMN/);
		},
	);
});
