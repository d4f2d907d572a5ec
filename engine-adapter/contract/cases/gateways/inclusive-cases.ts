import type { ContractCase } from '../../contract-case';
import type { ModelPart } from '../../model-builder';
import { chain, endEvent, flow, inclusiveGateway, serviceTask, startEvent } from '../../model-builder';
import { type CaseAction, runJobs, start } from '../case-actions';
import { defineCase, playProcess } from '../define-case';

const splitting = (defaultFlow?: string, conditions = ['=a > 1', '=b > 1']): ModelPart[] => [
	startEvent(),
	inclusiveGateway('choose', defaultFlow),
	serviceTask('one'),
	serviceTask('two'),
	serviceTask('three'),
	endEvent(),
	flow('to-one', 'choose', 'one', conditions[0]),
	flow('to-two', 'choose', 'two', conditions[1]),
	flow('to-three', 'choose', 'three', defaultFlow === 'to-three' ? undefined : '=c > 1'),
	...chain('start', 'choose'),
	...chain('one', 'end'),
	...chain('two', 'end'),
	...chain('three', 'end'),
];

const startWith = (a: unknown, b: unknown, c: unknown): CaseAction => start({ a, b, c });

export const inclusiveCases: ContractCase[] = [
	playProcess('inclusive-several', 'an inclusive gateway takes every flow whose condition holds', splitting(), startWith(2, 1, 2), runJobs),
	playProcess(
		'inclusive-default',
		'an inclusive gateway takes its default flow when no condition holds',
		splitting('to-three'),
		startWith(1, 1, 1),
		runJobs,
	),
	playProcess(
		'inclusive-not-default',
		'an inclusive gateway leaves its default flow when a condition holds',
		splitting('to-three'),
		startWith(2, 2, 1),
		runJobs,
	),
	playProcess(
		'inclusive-no-match',
		'an inclusive gateway without a flow to take raises an incident',
		splitting(),
		startWith(1, 1, 1),
		{ resolveIncident: { elementId: 'choose', variables: { b: 2 } } },
		runJobs,
	),
	playProcess(
		'inclusive-null',
		'an inclusive gateway with a condition that is null raises an incident, whatever else holds',
		splitting('to-three'),
		startWith(2, null, 1),
	),
	playProcess(
		'inclusive-default-condition',
		'the condition of the default flow of an inclusive gateway',
		splitting('to-two'),
		startWith(1, 2, 2),
		runJobs,
	),
	defineCase('inclusive-no-condition', 'an inclusive gateway with a flow without condition is refused', () => ({
		parts: splitting('to-three', ['=a > 1']),
		script: [],
	})),
];
