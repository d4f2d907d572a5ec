import type { Variables } from '../../../engine';
import type { ContractCase } from '../../contract-case';
import { forEach, processModel } from '../../model-builder';
import { start } from '../case-actions';
import { defineCase } from '../define-case';
import { around } from '../shapes';
import { decideBy, decision, decisionTask, dmnFile, table, type TableOptions } from './decision-parts';

/** Rules of a shop: which match is decided by `n`. */
const matching = (...outputs: string[]): string[][] => outputs.map((output, index) => [`>= ${index + 1}`, output]);

const policies: Array<[id: string, title: string, options: Partial<TableOptions>]> = [
	['unique', 'the unique rule', {}],
	['unique-named', 'the hit policy UNIQUE', { hitPolicy: 'UNIQUE' }],
	['first', 'the first rule', { hitPolicy: 'FIRST' }],
	['any', 'any rule, where they differ', { hitPolicy: 'ANY' }],
	['any-same', 'any rule, where they are the same', { hitPolicy: 'ANY', rules: matching('"same"', '"same"', '"same"') }],
	['priority', 'the rule of the highest priority', { hitPolicy: 'PRIORITY', outputs: ['out: "c","b","a"'] }],
	['priority-unlisted', 'priority without a list of values', { hitPolicy: 'PRIORITY' }],
	['rule-order', 'all rules in their order', { hitPolicy: 'RULE ORDER' }],
	['output-order', 'all rules in the order of their values', { hitPolicy: 'OUTPUT ORDER', outputs: ['out: "c","b","a"'] }],
	['output-order-unlisted', 'output order without a list of values', { hitPolicy: 'OUTPUT ORDER' }],
	['collect', 'all rules', { hitPolicy: 'COLLECT' }],
	['sum', 'the sum', { hitPolicy: 'COLLECT', aggregation: 'SUM', rules: matching('10', '20.5', '5') }],
	['min', 'the smallest', { hitPolicy: 'COLLECT', aggregation: 'MIN', rules: matching('10', '20.5', '5') }],
	['max', 'the largest', { hitPolicy: 'COLLECT', aggregation: 'MAX', rules: matching('10', '20.5', '5') }],
	['count', 'the number', { hitPolicy: 'COLLECT', aggregation: 'COUNT', rules: matching('10', '10', '5') }],
	['sum-text', 'the sum of texts', { hitPolicy: 'COLLECT', aggregation: 'SUM' }],
	['min-text', 'the smallest text', { hitPolicy: 'COLLECT', aggregation: 'MIN' }],
	['max-null', 'the largest of null', { hitPolicy: 'COLLECT', aggregation: 'MAX', rules: matching('10', 'null', '5') }],
	['count-null', 'the number with null', { hitPolicy: 'COLLECT', aggregation: 'COUNT', rules: matching('10', 'null', '5') }],
];

/** With no rule that matches, with one, and with three. */
const policyCases = policies.flatMap(([id, title, options]) =>
	[0, 1, 3].map((n) =>
		decideBy(
			`dmn-${id}-${n}`,
			`A decision table gives ${title}: ${n} match`,
			{ n },
			table({ inputs: ['n'], rules: matching('"a"', '"b"', '"c"'), ...options }),
		),
	),
);

const twoOutputs = [
	['>= 1', '"a"', '1'],
	['>= 2', '"b"', '2'],
	['>= 3', '"a"', '3'],
];
const severalOutputs: Array<[id: string, options: Partial<TableOptions>]> = [
	['unique', {}],
	['first', { hitPolicy: 'FIRST' }],
	['any', { hitPolicy: 'ANY' }],
	['collect', { hitPolicy: 'COLLECT' }],
	['rule-order', { hitPolicy: 'RULE ORDER' }],
	['priority', { hitPolicy: 'PRIORITY', outputs: ['left: "b","a"', 'right: 3,2,1'] }],
	['output-order', { hitPolicy: 'OUTPUT ORDER', outputs: ['left: "b","a"', 'right: 3,2,1'] }],
	['sum', { hitPolicy: 'COLLECT', aggregation: 'SUM' }],
	['count', { hitPolicy: 'COLLECT', aggregation: 'COUNT' }],
];
const severalOutputCases = severalOutputs.flatMap(([id, options]) =>
	[0, 1, 3].map((n) =>
		decideBy(
			`dmn-two-outputs-${id}-${n}`,
			`A decision table with two outputs: ${id}, ${n} match`,
			{ n },
			table({ inputs: ['n'], outputs: ['left', 'right'], rules: twoOutputs, ...options }),
		),
	),
);

const variables: Variables = {
	n: 5,
	text: 'b',
	flag: true,
	day: '2030-01-31',
	list: [1, 5, 9],
	person: { age: 40, name: 'Ana' },
	nothing: null,
};

/** One cell each; the rule gives "yes", and the next "no". */
const cells: Array<[id: string, input: string, cell: string]> = [
	['dash', 'n', '-'],
	['empty', 'n', ''],
	['number', 'n', '5'],
	['numbers', 'n', '1, 5, 9'],
	['range', 'n', '[1..5]'],
	['open-range', 'n', '(1..5)'],
	['outward-range', 'n', ']1..5['],
	['ranges', 'n', '[1..2], [4..6]'],
	['less', 'n', '< 5'],
	['at-least', 'n', '>= 5'],
	['equals-sign', 'n', '= 5'],
	['not', 'n', 'not(5)'],
	['not-several', 'n', 'not(1, 2)'],
	['not-range', 'n', 'not([1..3])'],
	['not-space', 'n', 'not (1)'],
	['text', 'text', '"b"'],
	['texts', 'text', '"a", "b"'],
	['not-text', 'text', 'not("a","b")'],
	['text-number', 'text', '5'],
	['number-text', 'n', '"b"'],
	['text-less', 'text', '< "c"'],
	['boolean', 'flag', 'true'],
	['boolean-false', 'flag', 'false'],
	['null', 'nothing', 'null'],
	['null-number', 'nothing', '5'],
	['null-less', 'nothing', '< 5'],
	['null-not', 'nothing', 'not(null)'],
	['gone', 'gone', 'null'],
	['gone-number', 'gone', '5'],
	['gone-dash', 'gone', '-'],
	['variable', 'n', 'person.age - 35'],
	['list-variable', 'n', 'list'],
	['list', 'n', '[1, 5]'],
	['question', 'n', '? > 4'],
	['question-and', 'n', '? > 4 and ? < 6'],
	['question-function', 'text', 'starts with(?, "b")'],
	['question-number', 'n', '? + 1'],
	['expression-true', 'n', 'flag'],
	['expression-other', 'n', 'person.age > 30'],
	['contains', 'text', 'contains("abc", ?)'],
	['in-list', 'n', '? in (1, 5)'],
	['list-input', 'list', 'list contains(?, 5)'],
	['list-input-number', 'list', '5'],
	['context-input', 'person', '?.age = 40'],
	['path-input', 'person.age', '40'],
	['expression-input', 'n * 2', '10'],
	['function-input', 'upper case(text)', '"B"'],
	['date', 'date(day)', 'date("2030-01-31")'],
	['date-less', 'date(day)', '< date("2031-01-01")'],
	['date-range', 'date(day)', '[date("2030-01-01")..date("2030-12-31")]'],
	['date-text', 'day', 'date("2030-01-31")'],
	['duration', 'duration("P1D")', '> duration("PT2H")'],
	['typed-date', 'day: date', 'date("2030-01-31")'],
	['typed-number', 'text: number', '"b"'],
	['typed-string', 'n: string', '5'],
	['comment', 'n', '5 // five'],
	['failing', 'n', 'assert(nothing, nothing != null)'],
	['if', 'n', 'if flag then 5 else 6'],
	['disjunction', 'n', '< 2, > 4'],
	['cell-input', 'n', 'cellInput = 5'],
];

const cellCases = cells.map(([id, input, cell]) =>
	decideBy(
		`dmn-cell-${id}`,
		`A cell holds or not: ${input} is ${cell}`,
		variables,
		table({
			hitPolicy: 'FIRST',
			inputs: [input],
			rules: [
				[cell, '"yes"'],
				['-', '"no"'],
			],
		}),
	),
);

/** Cells that are held against values of every type: some hold for all of them. */
const literals: Array<[id: string, cell: string, report?: string]> = [
	['true', 'true'],
	['false', 'false'],
	['null', 'null'],
	['number', '5'],
	['text', '"b"'],
	['list', '[1]'],
	['context', '{x: 1}'],
	['date', 'date("2030-01-31")'],
	['comment', 'true // yes'],
	['parentheses', '(true)'],
	['first-true', 'true, "b"'],
	['last-true', '"b", true'],
	['last-false', '5, false'],
	['not-true', 'not(true)'],
	['not-false', 'not(false)'],
	['not-null', 'not(null)'],
	['not-text', 'not("b")'],
	['not-false-null', 'not(false, null)'],
	['not-list', 'not([1])'],
	['not-date', 'not(date("2030-01-31"))'],
	['variable-true', 'yes', ' (camunda/feel-scala#954)'],
	['variable-false', 'no'],
	['not-variable-false', 'not(no)'],
	['question-true', '? = true'],
	['question-in-true', '? in true'],
	['not-and-more', 'not(5), "b"'],
	['not-or', 'not(5) or yes'],
];
const values = '=[true, false, null, "b", "true", 1, 5, [1], [true], {x: 1}, date("2030-01-31")]';

/** One evaluation for each value; the date arrives as a text. */
const literalCases = literals.map(([name, cell, report = '']) =>
	defineCase(`dmn-literal-${name}`, `A cell against values of every type: ${cell}${report}`, (id) => ({
		resources: [
			processModel(
				id,
				around(
					forEach(decisionTask(`d-${id}`), {
						sequential: true,
						inputCollection: values,
						inputElement: 'value',
						outputCollection: 'results',
						outputElement: '=result',
					}),
				),
			),
			dmnFile(
				id,
				decision(
					`d-${id}`,
					table({
						hitPolicy: 'FIRST',
						inputs: ['value'],
						rules: [
							[cell, '"yes"'],
							['-', '"no"'],
						],
					}),
				),
			),
		],
		script: [start({ yes: true, no: false })],
	})),
);

/** Cases of outputs as variables. */
const outputs: Array<[id: string, text: string]> = [
	['number', '1.50'],
	['calculated', 'n / 2'],
	['empty', ''],
	['dash', '-'],
	['null', 'null'],
	['gone', 'gone'],
	['variable', 'person'],
	['list', '[1, n]'],
	['context', '{a: n, b: {c: text}}'],
	['date', 'date(day)'],
	['time', 'time("10:00:00")'],
	['date-time', 'date and time("2030-01-31T10:00:00Z")'],
	['duration', 'duration("PT90M")'],
	['months', 'duration("P14M")'],
	['function', 'function(x) x'],
	['range', '[1..2]'],
	['failing', 'assert(nothing, nothing != null)'],
	['division', 'n / 0'],
	['question', '? + 1'],
	['text', '"a ""quoted"" text"'],
];
const outputCases = outputs.map(([id, text]) =>
	decideBy(`dmn-output-${id}`, `An output gives a variable: ${text}`, variables, table({ inputs: ['n'], rules: [['-', text]] })),
);

const shapes: Array<[id: string, title: string, options: TableOptions]> = [
	['no-inputs', 'no inputs', { inputs: [], rules: [['"always"']] }],
	['no-rules', 'no rules', { inputs: ['n'], rules: [] }],
	[
		'two-inputs',
		'two inputs',
		{
			inputs: ['n', 'text'],
			rules: [
				['5', '"a"', '1'],
				['5', '"b"', '2'],
				['-', '-', '3'],
			],
			hitPolicy: 'FIRST',
		},
	],
	['same-outputs', 'two outputs of one name', { inputs: ['n'], outputs: ['a', 'a'], rules: [['-', '1', '2']] }],
	[
		'same-outputs-of-three',
		'two outputs of one name, and another',
		{ inputs: ['n'], outputs: ['a', 'b', 'a'], rules: [['-', '1', '2', '3']] },
	],
	[
		'same-outputs-collect',
		'two outputs of one name, in a list',
		{ inputs: ['n'], outputs: ['a', 'a'], rules: [['-', '1', '2']], hitPolicy: 'COLLECT' },
	],
	['output-missing', 'a rule with fewer outputs', { inputs: ['n'], outputs: ['a', 'b'], rules: [['-', '1']] }],
	['output-nameless', 'an output without a name', { inputs: ['n'], outputs: ['a', ''], rules: [['-', '1', '2']] }],
	['input-failing', 'an input that fails', { inputs: ['assert(nothing, nothing != null)'], rules: [['-', '1']] }],
	['input-null', 'an input that is null', { inputs: ['gone.x'], rules: [['-', '1']] }],
	[
		'three-rules',
		'a rule that matches last',
		{
			inputs: ['n'],
			rules: [
				['1', '1'],
				['2', '2'],
				['5', '3'],
			],
		},
	],
];
const shapeCases = shapes.map(([id, title, options]) =>
	decideBy(`dmn-table-${id}`, `A decision table has ${title}`, variables, table(options)),
);

const fallback = '<defaultOutputEntry><text>"default"</text></defaultOutputEntry>';
const withDefault = (options: TableOptions, content = fallback): string =>
	table(options).replace(/(<output id="output-1"[^>]*)\/>|(<output id="output-1"[^>]*>)<\/output>/, `$1$2>${content}</output>`);
const clauses: Array<[id: string, title: string, logic: string]> = [
	['default', 'a default', withDefault({ inputs: ['n'], rules: [['6', '1']] })],
	['default-order', 'a default for a list', withDefault({ inputs: ['n'], rules: [['6', '1']], hitPolicy: 'RULE ORDER' })],
	['default-of-two', 'a default of one output', withDefault({ inputs: ['n'], outputs: ['a', 'b'], rules: [['6', '1', '2']] })],
	[
		'default-empty',
		'an empty default',
		withDefault({ inputs: ['n'], rules: [['6', '1']] }, '<defaultOutputEntry><text></text></defaultOutputEntry>'),
	],
	[
		'input-values',
		'values for an input, and another value',
		table({ inputs: ['n'], rules: [['-', '1']] }).replace(
			'</inputExpression>',
			'</inputExpression><inputValues><text>1, 2</text></inputValues>',
		),
	],
	[
		'input-values-not-feel',
		'values for an input that are not FEEL',
		table({ inputs: ['n'], rules: [['-', '1']] }).replace(
			'</inputExpression>',
			'</inputExpression><inputValues><text>&gt; &gt;</text></inputValues>',
		),
	],
];
const clauseCases = clauses.map(([id, title, logic]) => decideBy(`dmn-clause-${id}`, `A decision table has ${title}`, variables, logic));

export const decisionTableCases: ContractCase[] = [
	...policyCases,
	...severalOutputCases,
	...cellCases,
	...literalCases,
	...outputCases,
	...shapeCases,
	...clauseCases,
];
