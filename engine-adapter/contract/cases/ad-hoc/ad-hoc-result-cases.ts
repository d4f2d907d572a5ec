import type { ContractCase } from '../../contract-case';
import { complete, completeNext, runJobs, start } from '../case-actions';
import { playProcess } from '../define-case';
import { activate, adHoc88, aroundTools, tasks } from './ad-hoc-parts';

export const adHocResultCases: ContractCase[] = adHoc88([
	playProcess(
		'ad-hoc-output',
		'an ad-hoc sub-process collects the results of its elements in the order in which they end',
		aroundTools(tasks('a', 'b', 'c'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		complete('b', { result: 'b' }),
		activate('c'),
		complete('c', { result: 'c' }),
		complete('a', { result: 'a' }),
	),
	playProcess(
		'ad-hoc-output-nothing',
		'an element of an ad-hoc sub-process without a result gives null',
		aroundTools(tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		complete('b'),
		complete('a', { result: 'a' }),
	),
	playProcess(
		'ad-hoc-output-context',
		'a result of an ad-hoc sub-process may be an expression over several variables',
		aroundTools(tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '={name: name, result: result}',
		}),
		start({ name: 'n' }),
		complete('a', { result: 1 }),
		complete('b', { result: 2 }),
	),
	playProcess(
		'ad-hoc-output-outside',
		'a result that has a variable outside of the ad-hoc sub-process',
		aroundTools(tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		start({ result: 0, results: 1 }),
		complete('a', { result: 1 }),
		complete('b'),
	),
	playProcess(
		'ad-hoc-output-failing',
		'a result of an ad-hoc sub-process that cannot be computed raises an incident',
		aroundTools(tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=assert(result, result != null)',
		}),
		complete('a'),
		complete('b', { result: 2 }),
		{ resolveIncident: { variables: { result: 3 } } },
		runJobs,
	),
	playProcess(
		'ad-hoc-output-replaced',
		'an output collection of an ad-hoc sub-process that a job replaced by something else',
		aroundTools(tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		complete('a', { results: 'none', result: 1 }),
		complete('b', { result: 2 }),
	),
	playProcess(
		'ad-hoc-output-mapping',
		'an ad-hoc sub-process with output mappings keeps its collection inside',
		aroundTools(tasks('a'), {
			activeElements: '=["a"]',
			outputCollection: 'results',
			outputElement: '=result',
			outputs: [{ source: '=count(results)', target: 'total' }],
		}),
		complete('a', { result: 1 }),
	),
	playProcess(
		'ad-hoc-output-and-condition-null',
		'a result of an ad-hoc sub-process whose condition cannot be asked is collected once',
		aroundTools(tasks('a', 'b'), {
			activeElements: '=["a"]',
			completionCondition: '=enough',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		complete('a', { result: 1 }),
		{ resolveIncident: { variables: { enough: true } } },
	),
	playProcess(
		'ad-hoc-output-incomplete',
		'an ad-hoc sub-process with an output collection only',
		aroundTools(tasks('a'), { activeElements: '=["a"]', outputCollection: 'results' }),
		complete('a', { result: 1 }),
	),
	playProcess(
		'ad-hoc-output-element-only',
		'an ad-hoc sub-process with an output element only',
		aroundTools(tasks('a'), { activeElements: '=["a"]', outputElement: '=result' }),
		complete('a', { result: 1 }),
	),
	playProcess(
		'ad-hoc-output-cancelled',
		'what an ad-hoc sub-process takes down gives no result',
		aroundTools(tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
			completionCondition: '=count(results) > 0',
		}),
		complete('b', { result: 'b' }),
	),
	playProcess(
		'ad-hoc-output-command-variables',
		'a result of an ad-hoc sub-process sees the variables with which its element was begun',
		aroundTools(tasks('a'), {
			outputCollection: 'results',
			outputElement: '={call: call, result: result}',
			completionCondition: '=count(results) = 2',
		}),
		{ activateAdHoc: { elementId: 'tools', elements: [{ elementId: 'a', variables: { call: 1 } }] } },
		{ activateAdHoc: { elementId: 'tools', elements: [{ elementId: 'a', variables: { call: 2 } }] } },
		completeNext({ result: 'one' }),
		completeNext({ result: 'two' }),
	),
]);
