import type { ContractCase } from '../../contract-case';
import { chain, serviceTask } from '../../model-builder';
import { adHoc88, around, decide, start, tasks } from './ad-hoc-parts';

export const adHocDescriptionCases: ContractCase[] = adHoc88([
	{
		id: 'ad-hoc-elements',
		title: 'an ad-hoc sub-process tells its elements, with documentation and properties',
		resources: around(
			'ad-hoc-elements',
			[
				{
					...serviceTask('a'),
					attributes: ' name="Search"',
					extensions: `<bpmn:documentation>Finds pages.</bpmn:documentation>${serviceTask('a').extensions}`,
				},
				{
					tag: 'serviceTask',
					id: 'b',
					extensions:
						'<bpmn:extensionElements><zeebe:taskDefinition type="contract-work"/><zeebe:properties><zeebe:property name="kind" value="tool"/></zeebe:properties></bpmn:extensionElements>',
				},
				serviceTask('c'),
				...chain('b', 'c'),
			],
			{ jobType: 'contract-decide' },
		),
		script: [start('ad-hoc-elements')],
	},
	{
		id: 'ad-hoc-elements-order',
		title: 'the order in which an ad-hoc sub-process tells its elements',
		resources: around('ad-hoc-elements-order', tasks('search', 'book_flight', 'Activity_1x9', 'pay', 'refund-all'), {
			jobType: 'contract-decide',
		}),
		script: [start('ad-hoc-elements-order')],
	},
	{
		id: 'ad-hoc-error-uncaught',
		title: 'an error in an ad-hoc sub-process that nobody catches raises an incident at its task',
		resources: around('ad-hoc-error-uncaught', tasks('a'), { activeElements: '=["a"]' }),
		script: [
			start('ad-hoc-error-uncaught'),
			{ answerJob: { elementId: 'a', outcome: { kind: 'bpmn-error', errorCode: 'E', message: 'no' } } },
		],
	},
	{
		id: 'ad-hoc-from-ai',
		title: 'an ad-hoc sub-process tells the parameters that its elements take from an agent',
		resources: around(
			'ad-hoc-from-ai',
			[
				serviceTask('a', {
					inputs: [
						{ source: '=fromAi(toolCall.query, "What to look for")', target: 'query' },
						{ source: '=fromAi(toolCall.limit, "How many", "number")', target: 'options.limit' },
						{ source: '={deep: fromAi(toolCall.kind, "Which", "string", {enum: ["x", "y"]}, {required: false})}', target: 'deep' },
						{ source: '=fixed', target: 'other' },
					],
				}),
				serviceTask('b', { inputs: [{ source: '=fromAi(value: toolCall.name, description: "Who", type: "string")', target: 'who' }] }),
			],
			{ jobType: 'contract-decide' },
		),
		script: [
			start('ad-hoc-from-ai', { fixed: 1 }),
			decide({ activate: [{ elementId: 'a', variables: { toolCall: { query: 'tea', limit: 3, kind: 'x' } } }] }),
		],
	},
]);
