import type { ContractCase } from '../../contract-case';
import { chain, serviceTask } from '../../model-builder';
import { start, throwError } from '../case-actions';
import { playProcess } from '../define-case';
import { adHoc88, aroundTools, decide, tasks } from './ad-hoc-parts';

export const adHocDescriptionCases: ContractCase[] = adHoc88([
	playProcess(
		'ad-hoc-elements',
		'an ad-hoc sub-process tells its elements, with documentation and properties',
		aroundTools(
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
	),
	playProcess(
		'ad-hoc-elements-order',
		'the order in which an ad-hoc sub-process tells its elements',
		aroundTools(tasks('search', 'book_flight', 'Activity_1x9', 'pay', 'refund-all'), {
			jobType: 'contract-decide',
		}),
	),
	playProcess(
		'ad-hoc-error-uncaught',
		'an error in an ad-hoc sub-process that nobody catches raises an incident at its task',
		aroundTools(tasks('a'), { activeElements: '=["a"]' }),
		throwError('E', { elementId: 'a', message: 'no' }),
	),
	playProcess(
		'ad-hoc-from-ai',
		'an ad-hoc sub-process tells the parameters that its elements take from an agent',
		aroundTools(
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
		start({ fixed: 1 }),
		decide({ activate: [{ elementId: 'a', variables: { toolCall: { query: 'tea', limit: 3, kind: 'x' } } }] }),
	),
]);
