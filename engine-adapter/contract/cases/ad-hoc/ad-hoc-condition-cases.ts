import type { ContractCase } from '../../contract-case';
import { activate, adHoc88, around, complete, start, tasks } from './ad-hoc-parts';

export const adHocConditionCases: ContractCase[] = adHoc88([
	{
		id: 'ad-hoc-condition',
		title: 'an ad-hoc sub-process whose condition holds ends, and takes the rest down',
		resources: around('ad-hoc-condition', tasks('a', 'b'), { activeElements: '=["a", "b"]', completionCondition: '=enough' }),
		script: [start('ad-hoc-condition', { enough: false }), complete('a', { enough: true })],
	},
	{
		id: 'ad-hoc-condition-not-cancelling',
		title: 'an ad-hoc sub-process that does not cancel waits for what still runs when its condition holds',
		resources: around('ad-hoc-condition-not-cancelling', tasks('a', 'b', 'c'), {
			activeElements: '=["a", "b"]',
			completionCondition: '=enough',
			cancelRemaining: false,
		}),
		script: [start('ad-hoc-condition-not-cancelling', { enough: false }), complete('a', { enough: true }), activate('c'), complete('b')],
	},
	{
		id: 'ad-hoc-condition-changes-back',
		title: 'a condition of an ad-hoc sub-process that held is asked again with the next element',
		resources: around('ad-hoc-condition-changes-back', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			completionCondition: '=enough',
			cancelRemaining: false,
		}),
		script: [
			start('ad-hoc-condition-changes-back', { enough: false }),
			complete('a', { enough: true }),
			complete('b', { enough: false }),
			activate('a'),
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-condition-never',
		title: 'an ad-hoc sub-process whose condition does not hold waits when nothing runs in it',
		resources: around('ad-hoc-condition-never', tasks('a', 'b'), { activeElements: '=["a"]', completionCondition: '=enough' }),
		script: [start('ad-hoc-condition-never', { enough: false }), complete('a'), activate('b'), complete('b', { enough: true })],
	},
	{
		id: 'ad-hoc-condition-null',
		title: 'a condition of an ad-hoc sub-process that is null raises an incident',
		resources: around('ad-hoc-condition-null', tasks('a', 'b'), { activeElements: '=["a"]', completionCondition: '=enough' }),
		script: [start('ad-hoc-condition-null'), complete('a'), { resolveIncident: { variables: { enough: true } } }],
	},
	{
		id: 'ad-hoc-condition-null-beside',
		title: 'a condition of an ad-hoc sub-process that is null while another element runs',
		resources: around('ad-hoc-condition-null-beside', tasks('a', 'b'), { activeElements: '=["a", "b"]', completionCondition: '=enough' }),
		script: [start('ad-hoc-condition-null-beside'), complete('a'), complete('b', { enough: true })],
	},
	{
		id: 'ad-hoc-condition-true-at-once',
		title: 'a condition of an ad-hoc sub-process is not asked before an element has ended',
		resources: around('ad-hoc-condition-true-at-once', tasks('a', 'b'), { activeElements: '=[]', completionCondition: '=true' }),
		script: [start('ad-hoc-condition-true-at-once'), activate('a'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-condition-no-collection',
		title: 'a condition of an ad-hoc sub-process that is given nothing',
		resources: around('ad-hoc-condition-no-collection', tasks('a', 'b'), { completionCondition: '=done' }),
		script: [start('ad-hoc-condition-no-collection', { done: true }), activate('a', 'b'), complete('b')],
	},
	{
		id: 'ad-hoc-condition-literal',
		title: 'a condition of an ad-hoc sub-process that is no expression',
		resources: around('ad-hoc-condition-literal', tasks('a'), { activeElements: '=["a"]', completionCondition: 'true' }),
		script: [start('ad-hoc-condition-literal'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-condition-sees-local',
		title: 'a condition of an ad-hoc sub-process sees its local variables',
		resources: around('ad-hoc-condition-sees-local', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			completionCondition: '=count > 0',
			inputs: [{ source: '=0', target: 'count' }],
		}),
		script: [start('ad-hoc-condition-sees-local'), complete('a', { count: 1 })],
	},
]);
