import {
	boundary,
	boundaryBeside,
	catchOf,
	endWith,
	error,
	eventBasedGateway,
	eventSubProcess,
	signal,
	startOn,
	timer,
} from '../../../test/contract/event-parts';
import {
	chain,
	endEvent,
	errorBoundary,
	exclusiveGateway,
	flow,
	messageCatch,
	processModel,
	serviceTask,
	startEvent,
	subProcess,
	userTask,
	type ModelPart,
} from '../../../test/contract/model-builder';
import { openEmbeddedEngine } from '../open-embedded-engine';

const waiting = (duration: string): ModelPart[] => [catchOf('at', timer('Duration', duration)), ...chain('start', 'at', 'end')];
const asking = (properties: string): ModelPart[] => {
	const task = userTask('at', { native: true });
	const extensions = task.extensions!.replace('<zeebe:userTask/>', `<zeebe:userTask/>${properties}`);
	return [{ ...task, extensions }, ...chain('start', 'at', 'end')];
};
const warned = ' The evaluation reported the following warnings:\n';
const noVariable = `${warned}[NO_VARIABLE_FOUND] No variable found with name 'a'`;

/** As Zeebe 8.8 says it. */
const texts: Array<[what: string, parts: ModelPart[], text: string]> = [
	[
		'a type of a job (camunda/camunda#20517)',
		[serviceTask('at', { type: '=a' }), ...chain('start', 'at', 'end')],
		`Expected result of the expression 'a' to be 'STRING', but was 'NULL'.${noVariable}`,
	],
	[
		'a condition (camunda/camunda#4894)',
		[
			...[exclusiveGateway('at', 'f2'), endEvent('other'), ...chain('start', 'at')],
			...[flow('f1', 'at', 'end', '=a > 3'), flow('f2', 'at', 'other')],
		],
		`Expected result of the expression 'a > 3' to be 'BOOLEAN', but was 'NULL'.${noVariable}\n[NOT_COMPARABLE] Can't compare 'null' with '3'`,
	],
	[
		'a correlation key',
		[messageCatch('at', 'paid', '=a'), ...chain('start', 'at', 'end')],
		`Failed to extract the correlation key for 'a': The value must be either a string or a number, but was 'NULL'.${noVariable}`,
	],
	[
		'a duration',
		waiting('=a'),
		`Expected result of the expression 'a' to be one of '[DURATION, PERIOD, STRING]', but was 'NULL'.${noVariable}`,
	],
	['a text that is not a duration', waiting('="abc"'), `Invalid duration format 'abc' for expression '"abc"'.`],
	[
		'a duration at a gateway',
		[
			...[eventBasedGateway('at'), catchOf('late', timer('Duration', '=a')), catchOf('called', signal('call'))],
			...[...chain('start', 'at', 'late', 'end'), ...chain('at', 'called', 'end')],
		],
		`Expected result of the expression 'a' to be one of '[DURATION, PERIOD, STRING]', but was 'NULL'.${noVariable}`,
	],
	[
		'a number as a duration',
		[serviceTask('at'), boundary('late', 'at', timer('Duration', '=1')), ...chain('start', 'at', 'end'), ...chain('late', 'end')],
		"Expected result of the expression '1' to be one of '[DURATION, PERIOD, STRING]', but was 'NUMBER'.",
	],
	[
		'a cycle (camunda/camunda#5248)',
		[serviceTask('at'), boundaryBeside('often', 'at', timer('Cycle', '="10"')), ...chain('start', 'at', 'end'), ...chain('often', 'end')],
		'Cron expression contains 1 parts but we expect one of [6]',
	],
	['a date', [catchOf('at', timer('Date', '="x"')), ...chain('start', 'at', 'end')], `Invalid date-time format 'x' for expression '"x"'.`],
	[
		'a due date',
		asking('<zeebe:taskSchedule dueDate="=1"/>'),
		"Expected result of the expression '1' to be one of '[NULL, DATE_TIME, STRING]', but was 'NUMBER'.",
	],
	['a priority', asking('<zeebe:priorityDefinition priority="=200"/>'), "Expected priority to be in the range [0,100] but was '200'."],
	[
		'a priority with decimals',
		asking('<zeebe:priorityDefinition priority="=1.5"/>'),
		"Expected result of the expression '1.5' to be an integer, but was a decimal.",
	],
	[
		'candidates',
		asking('<zeebe:assignmentDefinition candidateUsers="=[1]"/>'),
		"Expected result of the expression '[1]' to be 'ARRAY' containing 'STRING' items, but was 'ARRAY' containing at least one non-'STRING' item.",
	],
	[
		'a function with wrong arguments (camunda/camunda#8938)',
		asking('<zeebe:assignmentDefinition assignee="=upper case([a, 1.0])"/>'),
		`Expected result of the expression 'upper case([a, 1.0])' to be 'STRING', but was 'NULL'.${noVariable}\n[FUNCTION_INVOCATION_FAILURE] Failed to invoke function 'upper case': Illegal arguments: '[null, 1.0]'`,
	],
	[
		'a day that does not exist',
		waiting('=date(2020, 13, 1)'),
		`Expected result of the expression 'date(2020, 13, 1)' to be one of '[DURATION, PERIOD, STRING]', but was 'NULL'.${warned}[FUNCTION_INVOCATION_FAILURE] Failed to invoke function 'date': Failed to parse date from: year=2020, month=13, day=1`,
	],
	[
		'a mapping beside others (camunda/camunda#8740)',
		[
			serviceTask('at', {
				inputs: [
					{ source: 'the "first"', target: 'b.c' },
					{ source: '=assert(a, a != null, "no a")', target: 'd' },
				],
			}),
			...chain('start', 'at', 'end'),
		],
		`Assertion failure on evaluate the expression '{b:{c:"the \\"first\\""},d:assert(a, a != null, "no a")}': no a${noVariable}\n[NO_VARIABLE_FOUND] No variable found with name 'a'\n[ASSERT_FAILURE] no a`,
	],
	[
		'an output mapping that goes into a context',
		[
			subProcess('at', [startEvent('begin'), endEvent('after'), ...chain('begin', 'after')], {
				outputs: [{ source: '=assert(x, x != null, "no x")', target: 'a.b' }],
			}),
			...chain('start', 'at', 'end'),
		],
		`Assertion failure on evaluate the expression '{a:if (a != null) then context merge(a,{b:assert(x, x != null, "no x")}) else {b:assert(x, x != null, "no x")}}': no x${noVariable}\n${["[NO_VARIABLE_FOUND] No variable found with name 'x'", "[NO_VARIABLE_FOUND] No variable found with name 'x'", '[ASSERT_FAILURE] no x'].join('\n')}`,
	],
	[
		'an error where nothing catches any',
		[endWith('at', error('E1')), ...chain('start', 'at')],
		"Expected to throw an error event with the code 'E1', but it was not caught. No error events are available in the scope.",
	],
	[
		'an error beside those that are caught (camunda/camunda#7566)',
		[
			eventSubProcess('around', [startOn('outer', error('OUTER')), endEvent('after'), ...chain('outer', 'after')]),
			subProcess('scope', [startEvent('begin'), endWith('at', error('E1')), ...chain('begin', 'at')]),
			...[
				errorBoundary('first', 'scope', 'A'),
				errorBoundary('second', 'scope', 'B'),
				boundary('late', 'scope', timer('Duration', 'PT1H')),
			],
			...[...chain('start', 'scope', 'end'), ...chain('first', 'end'), ...chain('second', 'end'), ...chain('late', 'end')],
		],
		"Expected to throw an error event with the code 'E1', but it was not caught. Available error events are [B, A, OUTER]",
	],
];

test.each(texts)('an incident says what is wrong with %s', async (_what, parts, text) => {
	const engine = await openEmbeddedEngine({ file: ':memory:', zeebeVersion: '8.8' });
	try {
		const isLed = parts.some(({ attributes = '' }) => attributes.includes('targetRef="end"'));
		await engine.deploy([processModel('p', [startEvent(), ...parts, ...(isLed ? [endEvent()] : [])])]);
		await engine.start({ processId: 'p' });
		expect(await engine.searchIncidents({})).toMatchObject([{ elementId: 'at', message: text }]);
	} finally {
		await engine.close();
	}
});
