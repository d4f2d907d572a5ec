import type { ContractCase } from '../../contract-case';
import { boundary, boundaryBeside, escalation, message, signal, throwOf, timer } from '../../event-parts';
import { chain, endEvent, errorBoundary, errorEnd, serviceTask } from '../../model-builder';
import { broadcast, complete, publish, runJobs, start, throwError } from '../case-actions';
import { playProcess } from '../define-case';
import { activate, adHoc88, aroundTools, tasks } from './ad-hoc-parts';

export const adHocEventCases: ContractCase[] = adHoc88([
	playProcess(
		'ad-hoc-error',
		'an error in an ad-hoc sub-process is caught at it',
		aroundTools(
			tasks('a', 'b'),
			{ activeElements: '=["a", "b"]' },
			errorBoundary('caught', 'tools', 'E'),
			endEvent('other'),
			...chain('caught', 'other'),
		),
		throwError('E', { elementId: 'a', message: 'no', variables: { why: 1 } }),
	),
	playProcess(
		'ad-hoc-error-end',
		'an error end event in an ad-hoc sub-process is caught at it',
		aroundTools(
			[...tasks('a', 'b'), errorEnd('thrown', 'E'), ...chain('a', 'thrown')],
			{ activeElements: '=["a", "b"]' },
			errorBoundary('caught', 'tools', 'E'),
			endEvent('other'),
			...chain('caught', 'other'),
		),
		complete('a'),
	),
	playProcess(
		'ad-hoc-error-inside',
		'an error boundary event at an element of an ad-hoc sub-process goes on in it',
		aroundTools([...tasks('a', 'b'), errorBoundary('caught', 'a', 'E'), serviceTask('c'), ...chain('caught', 'c')], {
			activeElements: '=["a"]',
		}),
		throwError('E', { elementId: 'a', message: 'no', variables: { why: 1 } }),
		runJobs,
	),
	playProcess(
		'ad-hoc-boundary-inside-beside',
		'a boundary event beside an element of an ad-hoc sub-process belongs to its path',
		aroundTools([...tasks('a', 'b'), boundaryBeside('told', 'a', message('ad-hoc-told', '=key')), ...chain('told', 'b')], {
			activeElements: '=["a"]',
			completionCondition: '=true',
		}),
		start({ key: 'k' }),
		publish('ad-hoc-told'),
		complete('a'),
		complete('b'),
	),
	playProcess(
		'ad-hoc-message-boundary',
		'a message at an ad-hoc sub-process takes it down',
		aroundTools(
			tasks('a', 'b'),
			{ activeElements: '=["a"]' },
			boundary('stopped', 'tools', message('ad-hoc-stop', '=key')),
			endEvent('other'),
			...chain('stopped', 'other'),
		),
		start({ key: 'k' }),
		activate('b'),
		publish('ad-hoc-stop', { by: 'message' }),
	),
	playProcess(
		'ad-hoc-signal-beside',
		'a signal beside an ad-hoc sub-process leaves it alone',
		aroundTools(
			tasks('a', 'b'),
			{ activeElements: '=["a"]' },
			boundaryBeside('told', 'tools', signal('ad-hoc-signal')),
			endEvent('other'),
			...chain('told', 'other'),
		),
		broadcast('ad-hoc-signal'),
		runJobs,
	),
	playProcess(
		'ad-hoc-timer-boundary',
		'a timer at an ad-hoc sub-process takes it down',
		aroundTools(tasks('a'), {}, boundary('late', 'tools', timer('Duration', 'PT0.3S')), endEvent('other'), ...chain('late', 'other')),
		activate('a'),
		{ wait: 1_500 },
	),
	playProcess(
		'ad-hoc-escalation',
		'an escalation in an ad-hoc sub-process is caught beside it',
		aroundTools(
			[throwOf('raise', escalation('up')), serviceTask('a'), ...chain('raise', 'a')],
			{ activeElements: '=["raise"]' },
			boundaryBeside('raised', 'tools', escalation('up')),
			endEvent('other'),
			...chain('raised', 'other'),
		),
		runJobs,
	),
	playProcess(
		'ad-hoc-escalation-interrupting',
		'an escalation in an ad-hoc sub-process takes it down',
		aroundTools(
			[throwOf('raise', escalation('up')), ...tasks('a', 'b'), ...chain('raise', 'a')],
			{ activeElements: '=["b", "raise"]' },
			boundary('raised', 'tools', escalation('up')),
			endEvent('other'),
			...chain('raised', 'other'),
		),
	),
	playProcess(
		'ad-hoc-cancel',
		'an instance in an ad-hoc sub-process is cancelled',
		aroundTools(tasks('a', 'b'), { activeElements: '=["a", "b"]' }),
		{ cancelInstance: true },
	),
	playProcess('ad-hoc-cancel-empty', 'an instance in an ad-hoc sub-process where nothing runs is cancelled', aroundTools(tasks('a', 'b')), {
		cancelInstance: true,
	}),
]);
