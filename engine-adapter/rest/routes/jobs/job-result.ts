import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../../../core/base/shape';
import type { AdHocActivation, JobOutcome, TaskCorrections } from '../../../engine/jobs';
import { oneOfTexts, orNull, variablesSchema } from '../../route-context';

export const elementsSchema = Type.Array(Type.Object({ elementId: Type.String({ minLength: 1 }), variables: variablesSchema }), {
	maxItems: 1000,
});

export const toActivations = (elements: Static<typeof elementsSchema>): AdHocActivation[] =>
	elements.map(({ elementId, variables }) => ({ elementId, variables: variables ?? undefined }));

const texts = orNull(Type.Array(Type.String(), { maxItems: 1000 }));
const text = orNull(Type.String({ maxLength: 255 }));

/** About an ad-hoc sub-process, or the change of a user task. */
export const jobResultSchema = orNull(
	Type.Object({
		...optional({
			type: oneOfTexts(['adHocSubProcess', 'userTask']),
			activateElements: elementsSchema,
			isCompletionConditionFulfilled: Type.Boolean(),
			isCancelRemainingInstances: Type.Boolean(),
		}),
		denied: orNull(Type.Boolean()),
		deniedReason: orNull(Type.String({ maxLength: 10_000 })),
		/** Null leaves a value as it is. */
		corrections: orNull(
			closed({
				assignee: text,
				dueDate: text,
				followUpDate: text,
				candidateUsers: texts,
				candidateGroups: texts,
				priority: orNull(Type.Integer({ minimum: 0, maximum: 100 })),
			}),
		),
	}),
);
type JobResultBody = NonNullable<Static<typeof jobResultSchema>>;

export function readJobResult(result: JobResultBody): Pick<JobOutcome & { kind: 'complete' }, 'adHoc' | 'task'> {
	const { denied, deniedReason, corrections } = result;
	if (result.type === 'userTask') {
		const corrected = Object.fromEntries(Object.entries(corrections ?? {}).filter(([, value]) => value !== null)) as TaskCorrections;
		return { task: { denied: denied ?? false, reason: deniedReason ?? undefined, corrections: corrected } };
	}
	return {
		adHoc: {
			activate: result.activateElements && toActivations(result.activateElements),
			complete: result.isCompletionConditionFulfilled,
			cancelRemaining: result.isCancelRemainingInstances,
		},
	};
}
