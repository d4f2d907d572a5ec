import type { IExecuteFunctions } from 'n8n-workflow';
import { BoundedCache } from '../../core/base/bounded-cache';
import type { Turn } from '../../core/ports/channels/mailbox';
import type { NotedExecution } from '../../providers/compose/workflows/execution-index';
import { warnOnce } from '../../providers/compose/warn-once';
import { findStart } from './channels/find-start';
import { type NodeState, readState } from './state/read-state';

/** Contexts of nodes and sub-nodes; tests and editors have less. */
type ExecutionContext = Pick<IExecuteFunctions, 'getWorkflow'> & Partial<Pick<IExecuteFunctions, 'getExecutionId' | 'getInstanceId'>>;

type Whom = Pick<NotedExecution, 'person' | 'conversation' | 'turn'>;

/** Names the execution that started this one as a sub-workflow: n8n's contexts know it, its types do not say it. */
interface WithParent {
	runExecutionData?: { parentExecution?: { executionId?: unknown; workflowId?: unknown } };
}

const maxNoted = 2_000;
const againMs = 600_000;
const noted = new BoundedCache<number>(maxNoted);

/**
 * Notes for `troupe privacy forget` that the execution, and its caller, are about a person. If this cannot be stored, warns the operator and
 * goes on.
 */
export async function noteExecution(context: ExecutionContext, state: NodeState, { person, conversation, turn }: Whom): Promise<void> {
	const { stateFolder } = state;
	if (stateFolder === undefined || (person === undefined && conversation === undefined)) return;
	const whom = { person, conversation, turn };
	const instance = context.getInstanceId?.() ?? '';
	for (const one of listExecutions(context)) {
		const key = JSON.stringify([state.tenant, state.database, instance, one, whom]);
		if ((noted.get(key) ?? 0) > Date.now() - againMs) continue;
		try {
			const { noteExecution: note } = await import('../../providers/compose/workflows/execution-index');
			await note({ ...state, stateFolder }, { instance, ...one, ...whom });
			noted.set(key, Date.now());
		} catch (fault) {
			warnUnnoted(`execution ${one.execution}`, fault);
		}
	}
}

export async function noteStart(context: IExecuteFunctions): Promise<void> {
	if (context.getParentNodes === undefined) return;
	const start = findStart(context, 0);
	if (!start) return;
	const { contact: person, conversation, turn } = start;
	await noteExecution(context, await readState(context), { person, conversation, ...(turn && { turn: turn.id }) });
}

/** Runs the workflow of a turn, whose execution n8n does not tell the trigger. */
export async function whileTurnNoted<Result>(
	context: ExecutionContext,
	state: NodeState,
	turn: Turn,
	run: () => Promise<Result>,
): Promise<Result> {
	const { stateFolder } = state;
	if (stateFolder === undefined) return run();
	const { id, contact: person } = turn.conversation;
	const about = {
		instance: context.getInstanceId?.() ?? '',
		workflow: context.getWorkflow().id ?? '',
		turn: turn.id,
		person,
		conversation: id,
	};
	const warn = (fault: unknown) => warnUnnoted(`execution of the turn ${turn.id}`, fault);
	const { noteTurn } = await import('../../providers/compose/workflows/execution-index');
	const noteEnd = await noteTurn({ ...state, stateFolder }, { ...about, since: Date.now() }, turn.attempts === 0).catch(warn);
	try {
		return await run();
	} finally {
		await noteEnd?.().catch(warn);
	}
}

const warnUnnoted = (what: string, fault: unknown): undefined =>
	warnOnce('EXECUTION_UNNOTED', `The ${what} of n8n was not noted, so that forgetting its person does not reach it:`, fault);

function listExecutions(context: ExecutionContext): Array<{ workflow: string; execution: string }> {
	const own = { workflow: context.getWorkflow().id ?? '', execution: context.getExecutionId?.() ?? '' };
	const { executionId, workflowId } = (context as WithParent).runExecutionData?.parentExecution ?? {};
	const caller =
		typeof executionId === 'string' && typeof workflowId === 'string' ? [{ workflow: workflowId, execution: executionId }] : [];
	// A test of a single node in the editor has none.
	return [own, ...caller].filter(({ execution }) => execution !== '');
}
