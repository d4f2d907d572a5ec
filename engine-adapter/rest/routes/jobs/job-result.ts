import type { AdHocActivation, JobOutcome, TaskCorrections } from '../../../engine';
import { variablesSchema } from '../../route-context';

/** Elements that an ad-hoc sub-process begins. */
export const elementsSchema = {
	type: 'array',
	maxItems: 1000,
	items: {
		type: 'object',
		required: ['elementId'],
		properties: { elementId: { type: 'string', minLength: 1 }, variables: variablesSchema },
	},
} as const;

const texts = { type: ['array', 'null'], items: { type: 'string' }, maxItems: 1000 } as const;
const text = { type: ['string', 'null'], maxLength: 255 } as const;

/** Decision of a completed job about an ad-hoc sub-process, or about the change of the user task to which it listens. */
export const jobResultSchema = {
	type: ['object', 'null'],
	properties: {
		type: { type: 'string', enum: ['adHocSubProcess', 'userTask'] },
		activateElements: elementsSchema,
		isCompletionConditionFulfilled: { type: 'boolean' },
		isCancelRemainingInstances: { type: 'boolean' },
		denied: { type: ['boolean', 'null'] },
		deniedReason: { type: ['string', 'null'], maxLength: 10_000 },
		corrections: {
			type: ['object', 'null'],
			additionalProperties: false,
			properties: {
				assignee: text,
				dueDate: text,
				followUpDate: text,
				candidateUsers: texts,
				candidateGroups: texts,
				priority: { type: ['integer', 'null'], minimum: 0, maximum: 100 },
			},
		},
	},
} as const;

export interface JobResultBody {
	type?: 'adHocSubProcess' | 'userTask';
	activateElements?: AdHocActivation[];
	isCompletionConditionFulfilled?: boolean;
	isCancelRemainingInstances?: boolean;
	denied?: boolean | null;
	deniedReason?: string | null;
	/** Null leaves a value as it is. */
	corrections?: { [Name in keyof TaskCorrections]: TaskCorrections[Name] | null } | null;
}

export function readJobResult(result: JobResultBody): Pick<JobOutcome & { kind: 'complete' }, 'adHoc' | 'task'> {
	const { denied, deniedReason, corrections } = result;
	if (result.type === 'userTask') {
		const corrected = Object.fromEntries(Object.entries(corrections ?? {}).filter(([, value]) => value !== null)) as TaskCorrections;
		return { task: { denied: denied ?? false, reason: deniedReason ?? undefined, corrections: corrected } };
	}
	return {
		adHoc: {
			activate: result.activateElements,
			complete: result.isCompletionConditionFulfilled,
			cancelRemaining: result.isCancelRemainingInstances,
		},
	};
}
