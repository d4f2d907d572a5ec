import type { ContractCase } from '../../contract-case';
import { chain, endEvent, processModel, serviceTask, startEvent, subProcess } from '../../model-builder';
import { activate, adHoc88, around, complete, start, tasks } from './ad-hoc-parts';

export const adHocCommandCases: ContractCase[] = adHoc88([
	{
		id: 'ad-hoc-activate',
		title: 'an element of an ad-hoc sub-process is begun by command',
		resources: around('ad-hoc-activate', tasks('a', 'b')),
		script: [start('ad-hoc-activate'), activate('b'), complete('b', { result: 1 })],
	},
	{
		id: 'ad-hoc-activate-several',
		title: 'several elements of an ad-hoc sub-process are begun by one command',
		resources: around('ad-hoc-activate-several', tasks('a', 'b')),
		script: [start('ad-hoc-activate-several'), activate('b', 'a'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-activate-twice',
		title: 'one command cannot begin an element of an ad-hoc sub-process twice',
		resources: around('ad-hoc-activate-twice', tasks('a', 'b')),
		script: [start('ad-hoc-activate-twice'), activate('b', 'b'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-activate-again',
		title: 'an element of an ad-hoc sub-process that runs is begun again by command',
		resources: around('ad-hoc-activate-again', tasks('a', 'b'), { activeElements: '=["a"]' }),
		script: [start('ad-hoc-activate-again'), activate('a'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-activate-unknown',
		title: 'an unknown element cannot be begun in an ad-hoc sub-process, and nothing of the command is done',
		resources: around('ad-hoc-activate-unknown', tasks('a', 'b')),
		script: [start('ad-hoc-activate-unknown'), activate('a', 'z'), activate('end')],
	},
	{
		id: 'ad-hoc-activate-none',
		title: 'a command that begins no element in an ad-hoc sub-process',
		resources: around('ad-hoc-activate-none', tasks('a', 'b')),
		script: [start('ad-hoc-activate-none'), activate()],
	},
	{
		id: 'ad-hoc-activate-variables',
		title: 'an element of an ad-hoc sub-process is begun with variables of its own',
		resources: around('ad-hoc-activate-variables', tasks('a', 'b'), { completionCondition: '=false' }),
		script: [
			start('ad-hoc-activate-variables', { order: 1 }),
			{ activateAdHoc: { elementId: 'tools', elements: [{ elementId: 'a', variables: { order: 2, own: 3 } }] } },
			complete('a', { own: 4, result: 5 }),
			activate('b'),
		],
	},
	{
		id: 'ad-hoc-activate-cancelling',
		title: 'a command begins an element of an ad-hoc sub-process in place of what runs there',
		resources: around('ad-hoc-activate-cancelling', tasks('a', 'b'), { activeElements: '=["a"]' }),
		script: [
			start('ad-hoc-activate-cancelling'),
			{ activateAdHoc: { elementId: 'tools', elements: ['b'], cancelRemaining: true } },
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-activate-ended',
		title: 'nothing can be begun in an ad-hoc sub-process that has ended',
		resources: around('ad-hoc-activate-ended', tasks('a', 'b'), { activeElements: '=["a"]' }),
		script: [start('ad-hoc-activate-ended'), { runJobs: true }, activate('b')],
	},
	{
		id: 'ad-hoc-activate-no-ad-hoc',
		title: 'nothing can be begun in what is no ad-hoc sub-process',
		resources: [
			processModel('ad-hoc-activate-no-ad-hoc', [
				startEvent(),
				subProcess('tools', [startEvent('in'), serviceTask('a'), endEvent('out'), ...chain('in', 'a', 'out')]),
				endEvent(),
				...chain('start', 'tools', 'end'),
			]),
		],
		script: [start('ad-hoc-activate-no-ad-hoc'), activate('a')],
	},
	{
		id: 'ad-hoc-activate-at-incident',
		title: 'an ad-hoc sub-process that has an incident before it began takes no command',
		resources: around('ad-hoc-activate-at-incident', tasks('a', 'b'), { activeElements: '=chosen' }),
		script: [start('ad-hoc-activate-at-incident', { chosen: 1 }), activate('a'), { runJobs: true }],
	},
]);
