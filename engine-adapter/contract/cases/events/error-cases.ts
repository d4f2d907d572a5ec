import type { Variables } from '../../../engine';
import type { Action, ContractCase } from '../../contract-case';
import { chain, endEvent, errorBoundary, errorEnd, type Mapping, processModel, serviceTask, startEvent } from '../../model-builder';

interface Catching {
	code?: string;
	catchAll?: boolean;
	outputs?: Mapping[];
}

const guarded = (id: string, { code, catchAll, outputs }: Catching): ContractCase['resources'] => [
	processModel(id, [
		startEvent(),
		serviceTask('work', { inputs: [{ source: '="local"', target: 'note' }] }),
		endEvent(),
		...chain('start', 'work', 'end'),
		...(code === undefined
			? []
			: [errorBoundary('refused', 'work', code, outputs), endEvent('after-refused'), ...chain('refused', 'after-refused')]),
		...(catchAll ? [errorBoundary('anything', 'work'), endEvent('after-anything'), ...chain('anything', 'after-anything')] : []),
	]),
];

const throwing = (errorCode: string, variables?: Variables): Action => ({
	answerJob: { outcome: { kind: 'bpmn-error', errorCode, message: 'it was refused', variables } },
});

export const errorCases: ContractCase[] = [
	{
		id: 'error-boundary-code',
		title: 'an error is caught by the boundary event of its code, and its variables stay there without an output mapping',
		resources: guarded('error-boundary-code', { code: 'REFUSED', catchAll: true }),
		script: [{ start: { processId: 'error-boundary-code' } }, throwing('REFUSED', { reason: 'too long', note: 'from the error' })],
	},
	{
		id: 'error-boundary-catch-all',
		title: 'an error of another code is caught by the boundary event without a code',
		resources: guarded('error-boundary-catch-all', { code: 'REFUSED', catchAll: true }),
		script: [{ start: { processId: 'error-boundary-catch-all' } }, throwing('OTHER')],
	},
	{
		id: 'error-boundary-output-mapping',
		title: "a boundary event's output mapping alone decides what of the error's variables leaves it",
		resources: guarded('error-boundary-output-mapping', { code: 'REFUSED', outputs: [{ source: '=reason', target: 'refusal' }] }),
		script: [{ start: { processId: 'error-boundary-output-mapping' } }, throwing('REFUSED', { reason: 'too long', dropped: true })],
	},
	{
		id: 'error-unhandled',
		title: 'an error that nothing catches raises an incident at the task',
		resources: guarded('error-unhandled', { code: 'REFUSED' }),
		script: [{ start: { processId: 'error-unhandled' } }, throwing('OTHER')],
	},
	{
		id: 'error-end-unhandled',
		title: 'an error end event that nothing catches raises an incident',
		resources: [processModel('error-end-unhandled', [startEvent(), errorEnd('end', 'REFUSED'), ...chain('start', 'end')])],
		script: [{ start: { processId: 'error-end-unhandled' } }],
	},
	{
		id: 'error-code-empty',
		title: 'an error with an empty code is caught by no boundary event of a code, and by the one without',
		resources: guarded('error-code-empty', { code: 'REFUSED', catchAll: true }),
		script: [{ start: { processId: 'error-code-empty' } }, throwing('')],
	},
];
