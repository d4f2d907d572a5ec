import type { ContractCase } from '../../contract-case';
import { boundary, boundaryBeside, escalation, message, signal, throwOf, timer } from '../../event-parts';
import { chain, endEvent, errorBoundary, errorEnd, serviceTask } from '../../model-builder';
import { activate, adHoc88, around, complete, start, tasks } from './ad-hoc-parts';

export const adHocEventCases: ContractCase[] = adHoc88([
	{
		id: 'ad-hoc-error',
		title: 'an error in an ad-hoc sub-process is caught at it',
		resources: around(
			'ad-hoc-error',
			tasks('a', 'b'),
			{ activeElements: '=["a", "b"]' },
			errorBoundary('caught', 'tools', 'E'),
			endEvent('other'),
			...chain('caught', 'other'),
		),
		script: [
			start('ad-hoc-error'),
			{ answerJob: { elementId: 'a', outcome: { kind: 'bpmn-error', errorCode: 'E', message: 'no', variables: { why: 1 } } } },
		],
	},
	{
		id: 'ad-hoc-error-end',
		title: 'an error end event in an ad-hoc sub-process is caught at it',
		resources: around(
			'ad-hoc-error-end',
			[...tasks('a', 'b'), errorEnd('thrown', 'E'), ...chain('a', 'thrown')],
			{ activeElements: '=["a", "b"]' },
			errorBoundary('caught', 'tools', 'E'),
			endEvent('other'),
			...chain('caught', 'other'),
		),
		script: [start('ad-hoc-error-end'), complete('a')],
	},
	{
		id: 'ad-hoc-error-inside',
		title: 'an error boundary event at an element of an ad-hoc sub-process goes on in it',
		resources: around(
			'ad-hoc-error-inside',
			[...tasks('a', 'b'), errorBoundary('caught', 'a', 'E'), serviceTask('c'), ...chain('caught', 'c')],
			{ activeElements: '=["a"]' },
		),
		script: [
			start('ad-hoc-error-inside'),
			{ answerJob: { elementId: 'a', outcome: { kind: 'bpmn-error', errorCode: 'E', message: 'no', variables: { why: 1 } } } },
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-boundary-inside-beside',
		title: 'a boundary event beside an element of an ad-hoc sub-process belongs to its path',
		resources: around(
			'ad-hoc-boundary-inside-beside',
			[...tasks('a', 'b'), boundaryBeside('told', 'a', message('ad-hoc-told', '=key')), ...chain('told', 'b')],
			{ activeElements: '=["a"]', completionCondition: '=true' },
		),
		script: [
			start('ad-hoc-boundary-inside-beside', { key: 'k' }),
			{ publishMessage: { name: 'ad-hoc-told', correlationKey: 'k' } },
			complete('a'),
			complete('b'),
		],
	},
	{
		id: 'ad-hoc-message-boundary',
		title: 'a message at an ad-hoc sub-process takes it down',
		resources: around(
			'ad-hoc-message-boundary',
			tasks('a', 'b'),
			{ activeElements: '=["a"]' },
			boundary('stopped', 'tools', message('ad-hoc-stop', '=key')),
			endEvent('other'),
			...chain('stopped', 'other'),
		),
		script: [
			start('ad-hoc-message-boundary', { key: 'k' }),
			activate('b'),
			{ publishMessage: { name: 'ad-hoc-stop', correlationKey: 'k', variables: { by: 'message' } } },
		],
	},
	{
		id: 'ad-hoc-signal-beside',
		title: 'a signal beside an ad-hoc sub-process leaves it alone',
		resources: around(
			'ad-hoc-signal-beside',
			tasks('a', 'b'),
			{ activeElements: '=["a"]' },
			boundaryBeside('told', 'tools', signal('ad-hoc-signal')),
			endEvent('other'),
			...chain('told', 'other'),
		),
		script: [start('ad-hoc-signal-beside'), { broadcastSignal: { name: 'ad-hoc-signal' } }, { runJobs: true }],
	},
	{
		id: 'ad-hoc-timer-boundary',
		title: 'a timer at an ad-hoc sub-process takes it down',
		resources: around(
			'ad-hoc-timer-boundary',
			tasks('a'),
			{},
			boundary('late', 'tools', timer('Duration', 'PT0.3S')),
			endEvent('other'),
			...chain('late', 'other'),
		),
		script: [start('ad-hoc-timer-boundary'), activate('a'), { wait: 1_500 }],
	},
	{
		id: 'ad-hoc-escalation',
		title: 'an escalation in an ad-hoc sub-process is caught beside it',
		resources: around(
			'ad-hoc-escalation',
			[throwOf('raise', escalation('up')), serviceTask('a'), ...chain('raise', 'a')],
			{ activeElements: '=["raise"]' },
			boundaryBeside('raised', 'tools', escalation('up')),
			endEvent('other'),
			...chain('raised', 'other'),
		),
		script: [start('ad-hoc-escalation'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-escalation-interrupting',
		title: 'an escalation in an ad-hoc sub-process takes it down',
		resources: around(
			'ad-hoc-escalation-interrupting',
			[throwOf('raise', escalation('up')), ...tasks('a', 'b'), ...chain('raise', 'a')],
			{ activeElements: '=["b", "raise"]' },
			boundary('raised', 'tools', escalation('up')),
			endEvent('other'),
			...chain('raised', 'other'),
		),
		script: [start('ad-hoc-escalation-interrupting')],
	},
	{
		id: 'ad-hoc-cancel',
		title: 'an instance in an ad-hoc sub-process is cancelled',
		resources: around('ad-hoc-cancel', tasks('a', 'b'), { activeElements: '=["a", "b"]' }),
		script: [start('ad-hoc-cancel'), { cancelInstance: true }],
	},
	{
		id: 'ad-hoc-cancel-empty',
		title: 'an instance in an ad-hoc sub-process where nothing runs is cancelled',
		resources: around('ad-hoc-cancel-empty', tasks('a', 'b')),
		script: [start('ad-hoc-cancel-empty'), { cancelInstance: true }],
	},
]);
