import type { ContractCase } from '../../contract-case';
import { activate, adHoc88, around, complete, start, tasks } from './ad-hoc-parts';

export const adHocResultCases: ContractCase[] = adHoc88([
	{
		id: 'ad-hoc-output',
		title: 'an ad-hoc sub-process collects the results of its elements in the order in which they end',
		resources: around('ad-hoc-output', tasks('a', 'b', 'c'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		script: [
			start('ad-hoc-output'),
			complete('b', { result: 'b' }),
			activate('c'),
			complete('c', { result: 'c' }),
			complete('a', { result: 'a' }),
		],
	},
	{
		id: 'ad-hoc-output-nothing',
		title: 'an element of an ad-hoc sub-process without a result gives null',
		resources: around('ad-hoc-output-nothing', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		script: [start('ad-hoc-output-nothing'), complete('b'), complete('a', { result: 'a' })],
	},
	{
		id: 'ad-hoc-output-context',
		title: 'a result of an ad-hoc sub-process may be an expression over several variables',
		resources: around('ad-hoc-output-context', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '={name: name, result: result}',
		}),
		script: [start('ad-hoc-output-context', { name: 'n' }), complete('a', { result: 1 }), complete('b', { result: 2 })],
	},
	{
		id: 'ad-hoc-output-outside',
		title: 'a result that has a variable outside of the ad-hoc sub-process',
		resources: around('ad-hoc-output-outside', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		script: [start('ad-hoc-output-outside', { result: 0, results: 1 }), complete('a', { result: 1 }), complete('b')],
	},
	{
		id: 'ad-hoc-output-failing',
		title: 'a result of an ad-hoc sub-process that cannot be computed raises an incident',
		resources: around('ad-hoc-output-failing', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=assert(result, result != null)',
		}),
		script: [
			start('ad-hoc-output-failing'),
			complete('a'),
			complete('b', { result: 2 }),
			{ resolveIncident: { variables: { result: 3 } } },
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-output-replaced',
		title: 'an output collection of an ad-hoc sub-process that a job replaced by something else',
		resources: around('ad-hoc-output-replaced', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		script: [start('ad-hoc-output-replaced'), complete('a', { results: 'none', result: 1 }), complete('b', { result: 2 })],
	},
	{
		id: 'ad-hoc-output-mapping',
		title: 'an ad-hoc sub-process with output mappings keeps its collection inside',
		resources: around('ad-hoc-output-mapping', tasks('a'), {
			activeElements: '=["a"]',
			outputCollection: 'results',
			outputElement: '=result',
			outputs: [{ source: '=count(results)', target: 'total' }],
		}),
		script: [start('ad-hoc-output-mapping'), complete('a', { result: 1 })],
	},
	{
		id: 'ad-hoc-output-and-condition-null',
		title: 'a result of an ad-hoc sub-process whose condition cannot be asked is collected once',
		resources: around('ad-hoc-output-and-condition-null', tasks('a', 'b'), {
			activeElements: '=["a"]',
			completionCondition: '=enough',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		script: [start('ad-hoc-output-and-condition-null'), complete('a', { result: 1 }), { resolveIncident: { variables: { enough: true } } }],
	},
	{
		id: 'ad-hoc-output-incomplete',
		title: 'an ad-hoc sub-process with an output collection only',
		resources: around('ad-hoc-output-incomplete', tasks('a'), { activeElements: '=["a"]', outputCollection: 'results' }),
		script: [start('ad-hoc-output-incomplete'), complete('a', { result: 1 })],
	},
	{
		id: 'ad-hoc-output-element-only',
		title: 'an ad-hoc sub-process with an output element only',
		resources: around('ad-hoc-output-element-only', tasks('a'), { activeElements: '=["a"]', outputElement: '=result' }),
		script: [start('ad-hoc-output-element-only'), complete('a', { result: 1 })],
	},
	{
		id: 'ad-hoc-output-cancelled',
		title: 'what an ad-hoc sub-process takes down gives no result',
		resources: around('ad-hoc-output-cancelled', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
			completionCondition: '=count(results) > 0',
		}),
		script: [start('ad-hoc-output-cancelled'), complete('b', { result: 'b' })],
	},
	{
		id: 'ad-hoc-output-command-variables',
		title: 'a result of an ad-hoc sub-process sees the variables with which its element was begun',
		resources: around('ad-hoc-output-command-variables', tasks('a'), {
			outputCollection: 'results',
			outputElement: '={call: call, result: result}',
			completionCondition: '=count(results) = 2',
		}),
		script: [
			start('ad-hoc-output-command-variables'),
			{ activateAdHoc: { elementId: 'tools', elements: [{ elementId: 'a', variables: { call: 1 } }] } },
			{ activateAdHoc: { elementId: 'tools', elements: [{ elementId: 'a', variables: { call: 2 } }] } },
			{ answerJob: { outcome: { kind: 'complete', variables: { result: 'one' } } } },
			{ answerJob: { outcome: { kind: 'complete', variables: { result: 'two' } } } },
		],
	},
]);
