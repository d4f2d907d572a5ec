import * as Type from 'typebox/type';
import type { TSchema } from 'typebox/type';
import type { CallerFault } from '../../../core/base/caller-fault';
import { toIso } from '../../../core/base/iso-time';
import { optional } from '../../../core/base/shape';
import { type OperationState, operationStates, type Progress, type StoredOperation } from '../../../providers/state/operations/operations';
import { integer, string, time } from '../../../manifests/registry/api/answer-fields';

export interface DescribedOperation {
	id: string;
	operation: string;
	by: string;
	state: OperationState;
	about?: string;
	process?: string;
	createdAt: string;
	startedAt?: string;
	endedAt?: string;
	progress?: Progress;
}

export type Outcome = { answer: unknown } | { error: OperationError };

type OperationError = Omit<CallerFault, 'isWhole'>;

export type ShownOperation = DescribedOperation & { answer?: unknown; error?: OperationError };

const listed = {
	id: string,
	operation: Type.String({ description: 'Its name, as `operationId` of the OpenAPI document' }),
	by: string,
	state: Type.Enum([...operationStates]),
	createdAt: time,
	...optional({
		about: Type.String({ description: 'What it is done to or with, such as `handbook: leave.pdf`' }),
		process: Type.String({ description: 'Who does it, or did it last, for callers with `work:manage`: host and process id' }),
		startedAt: time,
		endedAt: time,
		progress: Type.Object({ done: integer, unit: string, ...optional({ total: integer, note: string, isWaiting: Type.Boolean() }) }),
	}),
};
export const listedOperation = Type.Object(listed);
export const shownWith = (answer: TSchema) =>
	Type.Object({
		...listed,
		...optional({
			answer,
			error: Type.Object({ code: string, message: string, retryable: Type.Boolean(), ...optional({ fix: string }) }),
		}),
	});
export const shownOperation = shownWith(Type.Unsafe<unknown>({ description: 'What the operation answers, once it has completed' }));

export const describeOperation = (stored: StoredOperation): DescribedOperation => ({
	id: stored.id,
	operation: stored.name,
	by: stored.caller,
	state: stored.state,
	createdAt: toIso(stored.createdAt),
	...(stored.startedAt !== null && { startedAt: toIso(stored.startedAt) }),
	...(stored.endedAt !== null && { endedAt: toIso(stored.endedAt) }),
	...(stored.progress !== null && { progress: JSON.parse(stored.progress) as Progress }),
});

export const isOpen = ({ state }: { state: OperationState }): boolean => state === 'queued' || state === 'running';

export const endedWithoutOutcome: Partial<Record<OperationState, OperationError>> = {
	cancelled: { code: 'CANCELLED', message: 'The operation was cancelled.', retryable: false },
	interrupted: {
		code: 'CANCELLED',
		message: 'The service stopped while it did this, and did not begin again: some of it may be done.',
		fix: 'Look at what is done, then ask again.',
		retryable: false,
	},
};

export const boundTo = (tenant: string, id: string, part: 'input' | 'about' | 'outcome'): string => JSON.stringify([tenant, id, part]);
