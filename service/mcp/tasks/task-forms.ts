import type { TaskView } from './mcp-tasks';

const pollMs = 2_000;

/** 2025-11-25: an error result counts as a failure. */
export function toTask2025(view: TaskView): Record<string, unknown> {
	const { progress, ttlMs } = view;
	const status = progress.kind === 'ended' && progress.result.isError ? 'failed' : readStatus(view);
	return { ...describe(view), status, ttl: ttlMs, pollInterval: pollMs };
}

/** 2026-07-28, as a call's answer, without the parts of `tasks/get`. */
export function toTask2026(view: TaskView): Record<string, unknown> {
	return { ...describe(view), status: readStatus(view), ttlMs: view.ttlMs, pollIntervalMs: pollMs };
}

/** 2026-07-28, for `tasks/get`. */
export function toDetailedTask(view: TaskView): Record<string, unknown> {
	const { progress } = view;
	return {
		...toTask2026(view),
		// As the call itself would return it: clients require the type here too.
		...(progress.kind === 'ended' && { result: { ...progress.result, resultType: 'complete' } }),
		...(progress.kind === 'waiting' && { inputRequests: toInputRequests(progress.forms) }),
	};
}

const toInputRequests = (forms: Record<string, object>) =>
	Object.fromEntries(
		Object.entries(forms).map(([key, form]) => [key, { method: 'elicitation/create', params: { mode: 'form', ...form } }]),
	);

const statuses = { working: 'working', waiting: 'input_required', ended: 'completed', cancelled: 'cancelled' } as const;
const readStatus = ({ progress }: TaskView) => statuses[progress.kind];

function describe({ id, createdAt, seenAt, progress }: TaskView): Record<string, unknown> {
	const message = 'message' in progress ? progress.message : undefined;
	return {
		taskId: id,
		...(message !== undefined && { statusMessage: message }),
		createdAt: new Date(createdAt).toISOString(),
		lastUpdatedAt: new Date(seenAt).toISOString(),
	};
}
