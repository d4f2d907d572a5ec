import type { Variables } from '../../../engine';
import type { ContractCase } from '../../contract-case';
import { decide, decideBy, decision, literal, table } from './decision-parts';

const variables: Variables = { n: 5, text: 'b', list: [1, 2, 3], nothing: null, person: { name: 'Ana', age: 40 } };

const entry = (name: string, logic: string): string => `<contextEntry><variable name="${name}"/>${logic}</contextEntry>`;
const context = (...entries: string[]): string => `<context>${entries.join('')}</context>`;
const result = (logic: string): string => `<contextEntry>${logic}</contextEntry>`;
const list = (...items: string[]): string => `<list>${items.join('')}</list>`;
const relation = (columns: string[], ...rows: string[][]): string =>
	`<relation>${columns.map((name) => `<column name="${name}"/>`).join('')}${rows
		.map((row) => `<row>${row.map((cell) => literal(cell)).join('')}</row>`)
		.join('')}</relation>`;
const invocation = (called: string, ...bindings: Array<[string, string]>): string =>
	`<invocation>${literal(called)}${bindings
		.map(([name, text]) => `<binding><parameter name="${name}"/>${literal(text)}</binding>`)
		.join('')}</invocation>`;
const knowledge = (id: string, parameters: string[], body: string, name = id): string =>
	`<businessKnowledgeModel id="${id}" name="${name}"><encapsulatedLogic>${parameters
		.map((parameter) => `<formalParameter name="${parameter}"/>`)
		.join('')}${body}</encapsulatedLogic></businessKnowledgeModel>`;

const boxes: Array<[id: string, title: string, logic: string]> = [
	['literal', 'a literal expression', literal('n * 2')],
	['literal-typed', 'a literal expression of another type', literal('n * 2', ' typeRef="string"')],
	['literal-null', 'a literal expression that is null', literal('gone')],
	['literal-failing', 'a literal expression that fails', literal('assert(nothing, nothing != null)')],
	['literal-context', 'a context as FEEL has it', literal('{a: n, f: function(x) x + 1, b: f(a)}')],
	['literal-date', 'a date', literal('date("2030-01-31") + duration("P1M")')],
	['literal-loop', 'a loop', literal('for x in list return x * n')],
	['context', 'a context', context(entry('a', literal('n')), entry('b', literal('a + 1')))],
	['context-result', 'a context with a result', context(entry('a', literal('n')), entry('b', literal('a + 1')), result(literal('a * b')))],
	['context-null', 'a context with an entry that is null', context(entry('a', literal('gone')), entry('b', literal('a')))],
	['context-hides', 'a context that hides a variable', context(entry('n', literal('1')), entry('b', literal('n')))],
	['context-nested', 'a context in a context', context(entry('a', context(entry('b', literal('n')))), entry('c', literal('a.b')))],
	['context-table', 'a table in a context', context(entry('a', table({ inputs: ['n'], rules: [['> 3', '"high"']] })))],
	['context-empty', 'an empty context', context()],
	['list', 'a list', list(literal('n'), literal('"a"'), literal('null'))],
	['list-empty', 'an empty list', list()],
	['relation', 'a relation', relation(['name', 'age'], ['"Ana"', '40'], ['"Bo"', 'n'])],
	['relation-null', 'a relation with a cell that is null', relation(['name'], ['gone'])],
	['invocation-unknown', 'an invocation of what is not there', invocation('gone', ['x', 'n'])],
];
const boxCases = boxes.map(([id, title, logic]) => decideBy(`dmn-box-${id}`, `A decision is ${title}`, variables, logic));

/** Logic that calls the knowledge model `k-<id>`. */
const calls: Array<[id: string, title: string, logic: (name: string) => string, model: (id: string) => string]> = [
	['literal', 'called by an expression', () => literal('double(n)'), (id) => knowledge(id, ['x'], literal('x * 2'), 'double')],
	['named', 'called with names', () => literal('minus(b: 1, a: n)'), (id) => knowledge(id, ['a', 'b'], literal('a - b'), 'minus')],
	['boxed', 'called by an invocation', () => invocation('double', ['x', 'n']), (id) => knowledge(id, ['x'], literal('x * 2'), 'double')],
	[
		'boxed-missing',
		'called by an invocation without its argument',
		() => invocation('double'),
		(id) => knowledge(id, ['x'], literal('x = null'), 'double'),
	],
	[
		'boxed-more',
		'called by an invocation with another argument',
		() => invocation('double', ['x', 'n'], ['y', '1']),
		(id) => knowledge(id, ['x'], literal('x * 2'), 'double'),
	],
	[
		'wrong-count',
		'called with too many arguments',
		() => literal('double(n, 1)'),
		(id) => knowledge(id, ['x'], literal('x * 2'), 'double'),
	],
	[
		'table',
		'that is a table',
		() => literal('size(n)'),
		(id) =>
			knowledge(
				id,
				['x'],
				table({
					inputs: ['x'],
					rules: [
						['> 3', '"big"'],
						['<= 3', '"small"'],
					],
				}),
				'size',
			),
	],
	['global', 'that sees a variable', () => literal('sees()'), (id) => knowledge(id, [], literal('text'), 'sees')],
	[
		'recursion',
		'that calls itself',
		() => literal('down(n)'),
		(id) => knowledge(id, ['x'], literal('if x <= 0 then "end" else down(x - 1)'), 'down'),
	],
	['failing', 'that fails', () => literal('fails(n)'), (id) => knowledge(id, ['x'], literal('assert(nothing, nothing != null)'), 'fails')],
	[
		'context',
		'that is a context',
		() => literal('sums(n).b'),
		(id) => knowledge(id, ['x'], context(entry('a', literal('x + 1')), entry('b', literal('a * 2'))), 'sums'),
	],
	['value', 'used as a value', () => literal('double'), (id) => knowledge(id, ['x'], literal('x * 2'), 'double')],
	[
		'in-cell',
		'called in a cell',
		() => table({ inputs: ['n'], rules: [['double(2.5)', '"same"']] }),
		(id) => knowledge(id, ['x'], literal('x * 2'), 'double'),
	],
];
const callCases = calls.map(([id, title, logic, model]) =>
	decide(
		`dmn-knowledge-${id}`,
		`A business knowledge model ${title}`,
		variables,
		(caseId) => decision(`d-${caseId}`, logic(caseId), { knows: [`k-${caseId}`] }),
		(caseId) => model(`k-${caseId}`),
	),
);

const required: Array<[id: string, title: string, logic: string, needed: (id: string) => string[], requires?: (id: string) => string[]]> = [
	['name', 'is named by its name', literal('needed * 2'), (id) => [decision(`r-${id}`, literal('n + 1'), { name: 'needed' })]],
	['id', 'is not named by its id', literal(`needed2`), (id) => [decision(`r-${id}`, literal('n + 1'), { name: 'other' })]],
	[
		'variable',
		'has another variable',
		literal('[needed, other]'),
		(id) => [decision(`r-${id}`, literal('n + 1'), { name: 'needed', variable: 'other' })],
	],
	[
		'spaces',
		'has a name with spaces',
		literal('`the needed` * 2'),
		(id) => [decision(`r-${id}`, literal('n + 1'), { name: 'the needed' })],
	],
	[
		'table',
		'is a table',
		literal('needed'),
		(id) => [decision(`r-${id}`, table({ inputs: ['n'], outputs: ['a', 'b'], rules: [['-', '1', '2']] }), { name: 'needed' })],
	],
	[
		'table-one',
		'is a table with one output',
		literal('[needed, out]'),
		(id) => [decision(`r-${id}`, table({ inputs: ['n'], rules: [['-', '1']] }), { name: 'needed' })],
	],
	['hides', 'hides a variable', literal('n'), (id) => [decision(`r-${id}`, literal('n + 1'), { name: 'n' })]],
	['failing', 'fails', literal('1'), (id) => [decision(`r-${id}`, literal('assert(nothing, nothing != null)'), { name: 'needed' })]],
	['null', 'is null', literal('needed'), (id) => [decision(`r-${id}`, literal('gone'), { name: 'needed' })]],
	['empty', 'has no logic', literal('1'), (id) => [decision(`r-${id}`, '', { name: 'needed' })]],
	[
		'chain',
		'requires another',
		literal('needed + first'),
		(id) => [
			decision(`r-${id}`, literal('first * 10'), { name: 'needed', requires: [`f-${id}`] }),
			decision(`f-${id}`, literal('n'), { name: 'first' }),
		],
	],
	[
		'shared',
		'is shared by two, and calculated for each',
		literal('a = b'),
		(id) => [
			decision(`r-${id}`, literal('first'), { variable: 'a', requires: [`f-${id}`] }),
			decision(`o-${id}`, literal('first'), { variable: 'b', requires: [`f-${id}`] }),
			decision(`f-${id}`, literal('random number()'), { variable: 'first' }),
		],
		(id) => [`r-${id}`, `o-${id}`],
	],
	[
		'shared-direct',
		'is needed by another that is required, too',
		literal('a = first'),
		(id) => [
			decision(`r-${id}`, literal('first'), { variable: 'a', requires: [`f-${id}`] }),
			decision(`f-${id}`, literal('random number()'), { variable: 'first' }),
		],
		(id) => [`r-${id}`, `f-${id}`],
	],
	[
		'same-variable',
		'has the same variable as one that is required later',
		literal('same'),
		(id) => [decision(`r-${id}`, literal('1'), { variable: 'same' }), decision(`o-${id}`, literal('2'), { variable: 'same' })],
		(id) => [`o-${id}`, `r-${id}`],
	],
	['gone', 'is not there', literal('1'), () => []],
	['hidden', 'is not required', literal('needed'), (id) => [decision(`r-${id}`, literal('n + 1'), { name: 'needed' })], () => []],
];
const requiredCases = required.map(([id, title, logic, needed, requires]) =>
	decide(
		`dmn-required-${id}`,
		`A required decision ${title}`,
		variables,
		(caseId) => decision(`d-${caseId}`, logic, { requires: requires ? requires(caseId) : [`r-${caseId}`] }),
		(caseId) => needed(caseId).join(''),
	),
);

/** Cases of files that a deployment refuses or accepts. */
const files: Array<[id: string, title: string, elements: (id: string) => string[]]> = [
	['not-feel', 'an expression that is not FEEL', (id) => [decision(`d-${id}`, literal('1 +'))]],
	['not-feel-cell', 'a cell that is not FEEL', (id) => [decision(`d-${id}`, table({ inputs: ['n'], rules: [['> >', '1']] }))]],
	['not-feel-output', 'an output that is not FEEL', (id) => [decision(`d-${id}`, table({ inputs: ['n'], rules: [['-', '1 +']] }))]],
	['not-feel-input', 'an input that is not FEEL', (id) => [decision(`d-${id}`, table({ inputs: ['n +'], rules: [['-', '1']] }))]],
	['empty-input', 'an input without an expression', (id) => [decision(`d-${id}`, table({ inputs: [''], rules: [['-', '1']] }))]],
	['no-logic', 'a decision without logic', (id) => [decision(`d-${id}`, '')]],
	['empty-literal', 'an empty literal expression', (id) => [decision(`d-${id}`, literal(''))]],
	['other-not-feel', 'another decision that is not FEEL', (id) => [decision(`d-${id}`, literal('1')), decision(`o-${id}`, literal('1 +'))]],
	[
		'cycle',
		'decisions that require each other',
		(id) => [decision(`d-${id}`, literal('1'), { requires: [`o-${id}`] }), decision(`o-${id}`, literal('1'), { requires: [`d-${id}`] })],
	],
	[
		'knowledge-cycle',
		'knowledge models that call each other',
		(id) => [
			decision(`d-${id}`, literal('1')),
			knowledge(`k-${id}`, ['x'], literal('x'), 'one').replace(
				'</business',
				`<knowledgeRequirement><requiredKnowledge href="#l-${id}"/></knowledgeRequirement></business`,
			),
			knowledge(`l-${id}`, ['x'], literal('x'), 'two').replace(
				'</business',
				`<knowledgeRequirement><requiredKnowledge href="#k-${id}"/></knowledgeRequirement></business`,
			),
		],
	],
	[
		'input-gone',
		'input data that is not there',
		(id) => [decision(`d-${id}`, `<informationRequirement><requiredInput href="#gone"/></informationRequirement>${literal('n')}`)],
	],
	[
		'elsewhere',
		'a requirement of another file',
		(id) => [
			decision(
				`d-${id}`,
				`<informationRequirement><requiredDecision href="http://troupe.example/other#r"/></informationRequirement>${literal('n')}`,
			),
		],
	],
	[
		'named-file',
		'a requirement of another file, whose id this one has',
		(id) => [
			decision(
				`d-${id}`,
				`<informationRequirement><requiredDecision href="http://troupe.example/other#r-${id}"/></informationRequirement>${literal('needed')}`,
			),
			decision(`r-${id}`, literal('n'), { variable: 'needed' }),
		],
	],
	['order', 'a variable after the logic', (id) => [decision(`d-${id}`, `${literal('n')}<variable name="v"/>`)]],
	['nameless', 'a decision without a name', (id) => [decision(`d-${id}`, literal('n')).replace(/ name="[^"]*"/, '')]],
	[
		'no-id',
		'another decision without an id',
		(id) => [decision(`d-${id}`, literal('n')), decision('', literal('n'), { name: 'other' }).replace(' id=""', '')],
	],
	[
		'attribute',
		'an attribute that DMN does not have',
		(id) => [decision(`d-${id}`, literal('n')).replace('<decision', '<decision since="1"')],
	],
	['relation-short', 'a relation whose row has fewer cells', (id) => [decision(`d-${id}`, relation(['a', 'b'], ['1']))]],
	['no-decision', 'no decision', () => []],
	['juel', 'another language', (id) => [decision(`d-${id}`, literal('${1 + 1}', ' expressionLanguage="juel"'))]],
	['two', 'two decisions', (id) => [decision(`d-${id}`, literal('1')), decision(`o-${id}`, literal('2'))]],
	['policy', 'an unknown hit policy', (id) => [decision(`d-${id}`, table({ hitPolicy: 'BEST', inputs: ['n'], rules: [['-', '1']] }))]],
	[
		'conditional',
		'a boxed conditional',
		(id) => [
			decision(`d-${id}`, `<conditional><if>${literal('true')}</if><then>${literal('1')}</then><else>${literal('2')}</else></conditional>`),
		],
	],
	[
		'function',
		'a boxed function',
		(id) => [decision(`d-${id}`, `<functionDefinition><formalParameter name="x"/>${literal('x')}</functionDefinition>`)],
	],
	['backtick', 'a name with spaces', (id) => [decision(`d-${id}`, literal('the name'))]],
];
const fileCases = files.map(([id, title, elements]) =>
	decide(`dmn-file-${id}`, `A deployed model has ${title}`, variables, (caseId) => elements(caseId).join('')),
);

export const decisionLogicCases: ContractCase[] = [...boxCases, ...callCases, ...requiredCases, ...fileCases];
