import type { ContractCase } from '../../contract-case';
import { complete, runJobs, start } from '../case-actions';
import { playProcess } from '../define-case';
import { activate, adHoc88, aroundTools, tasks } from './ad-hoc-parts';

export const adHocConditionCases: ContractCase[] = adHoc88([
	playProcess(
		'ad-hoc-condition',
		'an ad-hoc sub-process whose condition holds ends, and takes the rest down',
		aroundTools(tasks('a', 'b'), { activeElements: '=["a", "b"]', completionCondition: '=enough' }),
		start({ enough: false }),
		complete('a', { enough: true }),
	),
	playProcess(
		'ad-hoc-condition-not-cancelling',
		'an ad-hoc sub-process that does not cancel waits for what still runs when its condition holds',
		aroundTools(tasks('a', 'b', 'c'), {
			activeElements: '=["a", "b"]',
			completionCondition: '=enough',
			cancelRemaining: false,
		}),
		start({ enough: false }),
		complete('a', { enough: true }),
		activate('c'),
		complete('b'),
	),
	playProcess(
		'ad-hoc-condition-changes-back',
		'a condition of an ad-hoc sub-process that held is asked again with the next element',
		aroundTools(tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			completionCondition: '=enough',
			cancelRemaining: false,
		}),
		start({ enough: false }),
		complete('a', { enough: true }),
		complete('b', { enough: false }),
		activate('a'),
		runJobs,
	),
	playProcess(
		'ad-hoc-condition-never',
		'an ad-hoc sub-process whose condition does not hold waits when nothing runs in it',
		aroundTools(tasks('a', 'b'), { activeElements: '=["a"]', completionCondition: '=enough' }),
		start({ enough: false }),
		complete('a'),
		activate('b'),
		complete('b', { enough: true }),
	),
	playProcess(
		'ad-hoc-condition-null',
		'a condition of an ad-hoc sub-process that is null raises an incident',
		aroundTools(tasks('a', 'b'), { activeElements: '=["a"]', completionCondition: '=enough' }),
		complete('a'),
		{ resolveIncident: { variables: { enough: true } } },
	),
	playProcess(
		'ad-hoc-condition-null-beside',
		'a condition of an ad-hoc sub-process that is null while another element runs',
		aroundTools(tasks('a', 'b'), { activeElements: '=["a", "b"]', completionCondition: '=enough' }),
		complete('a'),
		complete('b', { enough: true }),
	),
	playProcess(
		'ad-hoc-condition-true-at-once',
		'a condition of an ad-hoc sub-process is not asked before an element has ended',
		aroundTools(tasks('a', 'b'), { activeElements: '=[]', completionCondition: '=true' }),
		activate('a'),
		runJobs,
	),
	playProcess(
		'ad-hoc-condition-no-collection',
		'a condition of an ad-hoc sub-process that is given nothing',
		aroundTools(tasks('a', 'b'), { completionCondition: '=done' }),
		start({ done: true }),
		activate('a', 'b'),
		complete('b'),
	),
	playProcess(
		'ad-hoc-condition-literal',
		'a condition of an ad-hoc sub-process that is not an expression',
		aroundTools(tasks('a'), { activeElements: '=["a"]', completionCondition: 'true' }),
		runJobs,
	),
	playProcess(
		'ad-hoc-condition-sees-local',
		'a condition of an ad-hoc sub-process sees its local variables',
		aroundTools(tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			completionCondition: '=count > 0',
			inputs: [{ source: '=0', target: 'count' }],
		}),
		complete('a', { count: 1 }),
	),
]);
