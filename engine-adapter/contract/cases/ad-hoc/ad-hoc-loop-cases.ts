import type { ContractCase } from '../../contract-case';
import { adHocSubProcess, chain, endEvent, forEach, processModel, serviceTask, startEvent } from '../../model-builder';
import { activate, adHoc88, around, complete, start, tasks } from './ad-hoc-parts';

export const adHocLoopCases: ContractCase[] = adHoc88([
	{
		id: 'ad-hoc-multi',
		title: 'an ad-hoc sub-process once for each item',
		resources: [
			processModel('ad-hoc-multi', [
				startEvent(),
				forEach(adHocSubProcess('tools', tasks('a', 'b'), { activeElements: '=[item]' }), {
					inputCollection: '=items',
					inputElement: 'item',
					outputCollection: 'results',
					outputElement: '=result',
				}),
				endEvent(),
				...chain('start', 'tools', 'end'),
			]),
		],
		script: [start('ad-hoc-multi', { items: ['a', 'b'] }), complete('a', { result: 1 }), complete('b', { result: 2 })],
	},
	{
		id: 'ad-hoc-multi-sequential',
		title: 'an ad-hoc sub-process for one item after the other, begun by command',
		resources: [
			processModel('ad-hoc-multi-sequential', [
				startEvent(),
				forEach(adHocSubProcess('tools', tasks('a', 'b')), { sequential: true, inputCollection: '=items', inputElement: 'item' }),
				endEvent(),
				...chain('start', 'tools', 'end'),
			]),
		],
		script: [start('ad-hoc-multi-sequential', { items: [1, 2] }), activate('a'), complete('a'), activate('b'), complete('b')],
	},
	{
		id: 'ad-hoc-multi-inside',
		title: 'an element of an ad-hoc sub-process is multi-instance',
		resources: around(
			'ad-hoc-multi-inside',
			[
				forEach(serviceTask('a'), {
					inputCollection: '=items',
					inputElement: 'item',
					outputCollection: 'results',
					outputElement: '=result',
				}),
			],
			{ activeElements: '=["a"]' },
		),
		script: [start('ad-hoc-multi-inside', { items: [1, 2] }), { runJobs: true }],
	},
]);
