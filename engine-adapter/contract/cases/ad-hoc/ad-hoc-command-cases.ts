import type { ContractCase } from '../../contract-case';
import { chain, endEvent, serviceTask, startEvent, subProcess } from '../../model-builder';
import { complete, runJobs, start } from '../case-actions';
import { playProcess } from '../define-case';
import { activate, adHoc88, aroundTools, tasks } from './ad-hoc-parts';

export const adHocCommandCases: ContractCase[] = adHoc88([
	playProcess(
		'ad-hoc-activate',
		'an element of an ad-hoc sub-process is begun by command',
		aroundTools(tasks('a', 'b')),
		activate('b'),
		complete('b', { result: 1 }),
	),
	playProcess(
		'ad-hoc-activate-several',
		'several elements of an ad-hoc sub-process are begun by one command',
		aroundTools(tasks('a', 'b')),
		activate('b', 'a'),
		runJobs,
	),
	playProcess(
		'ad-hoc-activate-twice',
		'one command cannot begin an element of an ad-hoc sub-process twice',
		aroundTools(tasks('a', 'b')),
		activate('b', 'b'),
		runJobs,
	),
	playProcess(
		'ad-hoc-activate-again',
		'an element of an ad-hoc sub-process that runs is begun again by command',
		aroundTools(tasks('a', 'b'), { activeElements: '=["a"]' }),
		activate('a'),
		runJobs,
	),
	playProcess(
		'ad-hoc-activate-unknown',
		'an unknown element cannot be begun in an ad-hoc sub-process, and nothing of the command is done',
		aroundTools(tasks('a', 'b')),
		activate('a', 'z'),
		activate('end'),
	),
	playProcess(
		'ad-hoc-activate-none',
		'a command that begins no element in an ad-hoc sub-process',
		aroundTools(tasks('a', 'b')),
		activate(),
	),
	playProcess(
		'ad-hoc-activate-variables',
		'an element of an ad-hoc sub-process is begun with variables of its own',
		aroundTools(tasks('a', 'b'), { completionCondition: '=false' }),
		start({ order: 1 }),
		{ activateAdHoc: { elementId: 'tools', elements: [{ elementId: 'a', variables: { order: 2, own: 3 } }] } },
		complete('a', { own: 4, result: 5 }),
		activate('b'),
	),
	playProcess(
		'ad-hoc-activate-cancelling',
		'a command begins an element of an ad-hoc sub-process in place of what runs there',
		aroundTools(tasks('a', 'b'), { activeElements: '=["a"]' }),
		{ activateAdHoc: { elementId: 'tools', elements: ['b'], cancelRemaining: true } },
		runJobs,
	),
	playProcess(
		'ad-hoc-activate-ended',
		'nothing can be begun in an ad-hoc sub-process that has ended',
		aroundTools(tasks('a', 'b'), { activeElements: '=["a"]' }),
		runJobs,
		activate('b'),
	),
	playProcess(
		'ad-hoc-activate-no-ad-hoc',
		'nothing can be begun in an element that is not an ad-hoc sub-process',
		[
			startEvent(),
			subProcess('tools', [startEvent('in'), serviceTask('a'), endEvent('out'), ...chain('in', 'a', 'out')]),
			endEvent(),
			...chain('start', 'tools', 'end'),
		],
		activate('a'),
	),
	playProcess(
		'ad-hoc-activate-at-incident',
		'an ad-hoc sub-process that has an incident before it began takes no command',
		aroundTools(tasks('a', 'b'), { activeElements: '=chosen' }),
		start({ chosen: 1 }),
		activate('a'),
		runJobs,
	),
]);
