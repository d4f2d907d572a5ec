import { call } from '../../../api/call';
import { Problem, toProblem } from '../../../api/problem';
import { inboxWords } from '../inbox-words';
import { isOver } from '../is-over';
import type { Kind } from '../item';
import { readers, readListed } from './read-item';
import { readPlan } from './read-plan';

/** Reads an item again. Returns its end; undefined while it waits, or if it cannot be read now. */
export async function findEnd(kind: Kind, id: string): Promise<Problem | undefined> {
	try {
		await readAgain(kind, id);
		return undefined;
	} catch (fault) {
		const problem = toProblem(fault);
		return isOver(problem) ? problem : undefined;
	}
}

/** @throws Problem also for a settled item */
async function readAgain(kind: Kind, id: string): Promise<void> {
	const path = encodeURIComponent(id);
	if (kind === 'approval' || kind === 'question') await call(`GET approvals/${path}`);
	else if (kind === 'task') await readTaskAgain(path);
	// The conversation stays; the list says if it still needs a person.
	else if (kind === 'hand-over') await readListed(kind, id, new AbortController().signal);
	else if (kind === 'plan') await readPlan(id, new AbortController().signal);
	else if (kind === 'draft') requireState(await call(`GET manifests/${path}`), 'draft');
	else await readers[kind]!(id, new AbortController().signal);
}

async function readTaskAgain(path: string): Promise<void> {
	const task = await call<{ state: string }>(`GET /v2/user-tasks/${path}`);
	if (task.state !== 'CREATED') await call(`POST user-tasks/${path}/fill`, { body: {} });
	requireState(task, 'CREATED');
}

function requireState({ state }: { state: string }, waiting: string): void {
	if (state !== waiting) throw new Problem(409, 'STATE_CONFLICT', inboxWords('gone'), inboxWords('goneHelp'));
}
