import type { ContractCase } from '../../contract-case';
import type { ModelPart } from '../../model-builder';
import { chain, endEvent, errorBoundary, errorEnd, type Mapping, serviceTask, startEvent } from '../../model-builder';
import { throwError } from '../case-actions';
import { playProcess } from '../define-case';

interface Catching {
	code?: string;
	catchAll?: boolean;
	outputs?: Mapping[];
}

const guarded = ({ code, catchAll, outputs }: Catching): ModelPart[] => [
	startEvent(),
	serviceTask('work', { inputs: [{ source: '="local"', target: 'note' }] }),
	endEvent(),
	...chain('start', 'work', 'end'),
	...(code === undefined
		? []
		: [errorBoundary('refused', 'work', code, outputs), endEvent('after-refused'), ...chain('refused', 'after-refused')]),
	...(catchAll ? [errorBoundary('anything', 'work'), endEvent('after-anything'), ...chain('anything', 'after-anything')] : []),
];

export const errorCases: ContractCase[] = [
	playProcess(
		'error-boundary-code',
		'an error is caught by the boundary event of its code, and its variables stay there without an output mapping',
		guarded({ code: 'REFUSED', catchAll: true }),
		{ start: {} },
		throwError('REFUSED', { message: 'it was refused', variables: { reason: 'too long', note: 'from the error' } }),
	),
	playProcess(
		'error-boundary-catch-all',
		'an error of another code is caught by the boundary event without a code',
		guarded({ code: 'REFUSED', catchAll: true }),
		{ start: {} },
		throwError('OTHER', { message: 'it was refused' }),
	),
	playProcess(
		'error-boundary-output-mapping',
		"a boundary event's output mapping alone decides what of the error's variables leaves it",
		guarded({ code: 'REFUSED', outputs: [{ source: '=reason', target: 'refusal' }] }),
		{ start: {} },
		throwError('REFUSED', { message: 'it was refused', variables: { reason: 'too long', dropped: true } }),
	),
	playProcess(
		'error-unhandled',
		'an error that nothing catches raises an incident at the task',
		guarded({ code: 'REFUSED' }),
		{ start: {} },
		throwError('OTHER', { message: 'it was refused' }),
	),
	playProcess(
		'error-end-unhandled',
		'an error end event that nothing catches raises an incident',
		[startEvent(), errorEnd('end', 'REFUSED'), ...chain('start', 'end')],
		{ start: {} },
	),
	playProcess(
		'error-code-empty',
		'an error with an empty code is caught by no boundary event of a code, and by the one without',
		guarded({ code: 'REFUSED', catchAll: true }),
		{ start: {} },
		throwError('', { message: 'it was refused' }),
	),
];
