import { isJobType } from '../../bpmn/job-types';
import type { CaseTrace } from '../../engine-adapter/cases/process-case';
import { listDifferences, type Difference } from '../../engine-adapter/cases/match-trace';
import { inputOf } from '../build/jobs';
import type { Task } from '../tree/plan-tree';
import { listExpressions, type PlacedExpression } from '../tree/walk';
import type { ValueFinder } from './find-values';
import { writeAt } from './unknown';
import type { Walked } from './walk/walked';

/** Variables that a job of an element has to be given, by the tree. */
export interface ExpectedInput {
	elementId: string;
	variables: Record<string, unknown>;
}

export function expectInputs({ acts, values }: Walked, finder: ValueFinder): ExpectedInput[] {
	return acts.flatMap((act) => {
		if (act.kind !== 'task' || act.step.kind === 'human') return [];
		const { step, scope } = act;
		const variables: Record<string, unknown> = {};
		for (const one of listExpressions(step)) {
			const path = toVariable(step, one);
			const value = path && finder.evaluate(one.text, scope, values);
			if (path && value !== null && value !== undefined) writeAt(variables, path, value);
		}
		return [{ elementId: step.kind === 'call' ? `${step.process}-stand-in` : step.id, variables }];
	});
}

/** The variable of the job that holds an expression. Undefined for a header, an entry of a list, and what depends on the time. */
function toVariable(step: Task, { path, text }: PlacedExpression): string[] | undefined {
	const [, first, ...rest] = path.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
	if (/\b(?:now|today)\s*\(/.test(text) || rest.some((part) => /^\d+$/.test(part))) return undefined;
	if (step.kind === 'call') return rest;
	if (step.kind !== 'node' || step.node === undefined || !isJobType(step.node)) return [first!, ...rest];
	const name = inputOf(step.node, rest[0]!);
	return name === undefined ? undefined : [...name.split('.'), ...rest.slice(1)];
}

export function compareInputs(
	expected: readonly ExpectedInput[],
	{ jobs, jobVariables }: CaseTrace,
): Array<Difference & { elementId: string }> {
	const seen = new Map<string, number>();
	return expected.flatMap(({ elementId, variables }) => {
		const from = seen.get(elementId) ?? 0;
		const at = jobs.indexOf(elementId, from);
		if (at < 0) return [];
		seen.set(elementId, at + 1);
		return listDifferences(variables, jobVariables[at]).map((difference) => ({ ...difference, elementId }));
	});
}
