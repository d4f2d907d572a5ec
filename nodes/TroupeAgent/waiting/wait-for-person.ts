import type { IDataObject, IExecuteFunctions, INodeExecutionData, IRunExecutionData } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';
import type { AgentOutcome, RunState } from '../../../core/agents/agent-outcome';
import type { AgentRequest } from '../../../core/agents/agent-request';
import { wasCancelled } from '../../../core/agents/ended-run/was-cancelled';
import { TroupeError } from '../../../core/base/errors';
import { settingIs } from '../../../core/base/settings/settings';
import type { RunWaker } from '../../../core/ports/runs/runs';
import { findItemTokens } from '../../shared/item-tokens/item-tokens';
import { isTool } from '../../shared/is-tool';
import { failedItem } from '../../shared/run-items';
import { splitNames } from '../../shared/split-names';
import { readText } from '../read-text';
import { nameDecider } from '../request/name-decider';
import { findChat } from './find-chat';
import { formAddress, formLink, personLink, type PersonLink } from './form-address';
import { notifyPerson } from './notify-person';
import { openRunSeal } from './seal-run';
import { clearWaitingRuns, type ItemRun, readWaitingRuns, saveWaitingRuns, type WaitingRun } from './waiting-runs';
import type { AgentReference } from '../../../providers/compose/agents/agent-reference';

const maxApprovers = 20;

interface Options {
	whenPersonDecides?: string;
	/** With commas between them. */
	approvers?: string;
}

/** n8n's own mark of an endless wait. */
const withoutEnd = new Date('3000-01-01T00:00:00.000Z');

/** The run then continues without a decision, or ends. */
const isTimeUp = ({ decideBy }: Pick<RunState, 'decideBy'>, now: number): boolean => now >= decideBy;

/** Waits in n8n's own way: the execution is saved, and continues with the form or the deadline. */
export interface WaitingNode {
	waker: RunWaker;
	resumed(item: number): Promise<AgentRequest | undefined>;
	/**
	 * The item's agent as described when the run began: expressions such as `{{ $now }}` may have changed. It cannot be replaced: its hash is in the
	 * signed state.
	 */
	began(item: number): AgentReference | undefined;
	finished(item: number): IDataObject | undefined;
	note(item: number, outcome: AgentOutcome, json: IDataObject, reference: AgentReference): void;
	/** Records a failed item while others continue: it does not wait or run again. */
	fail(item: number, fault: unknown): void;
	end(output: INodeExecutionData[][]): Promise<INodeExecutionData[][]>;
}

/** Undefined if the run is returned instead: as a tool, without permission to wait, or by the node's setting. */
export function waitForPerson(context: IExecuteFunctions): WaitingNode | undefined {
	const { whenPersonDecides = 'form', approvers: named = '' } = context.getNodeParameter('options', 0, {}) as Options;
	const approvers = splitNames(named).slice(0, maxApprovers);
	// n8n would store the question with its values, signed as they are.
	if (findItemTokens(context) || isTool(context) || whenPersonDecides !== 'form') return undefined;
	const stored = context.getContext('node');
	const round = context.evaluateExpression('{{ $runIndex }}', 0) as number;
	const before = readWaitingRuns(stored);
	// n8n counts the end of the wait as another round.
	const isSame = before !== undefined && (before.round === round || before.round === round - 1);
	const form = isSame ? before.form : randomUUID();
	const execution = context.getExecutionId();
	const items: Record<string, ItemRun> = isSame ? { ...before.items } : {};
	// A person's retry asks a cancelled run's agent again; n8n's own attempts do not.
	if ((before?.execution ?? execution) !== execution)
		for (const [item, { kind }] of Object.entries(items)) if (kind === 'cancelled') delete items[item];
	const announced = new Set(Object.values(items).flatMap((run) => (run.kind === 'waiting' ? [run.state.id] : [])));
	/** Runs that began to wait in this execution. The others come from n8n's database. */
	const fresh = new Set<WaitingRun>();
	const goesOn = (run: ItemRun | undefined): run is WaitingRun =>
		run?.kind === 'waiting' && (run.decided !== undefined || isTimeUp(run.state, Date.now()));
	return {
		waker: { url: formAddress(context), isPrivate: settingIs('TROUPE_WEBHOOK_PRIVATE', 'allow') },
		async resumed(item) {
			const run = items[item];
			if (!goesOn(run)) return undefined;
			// The same name on a retry, so that the run can continue where it stopped.
			const runId = `n8n:decided:${run.state.id}`;
			const { decisions, by = nameDecider('form', context) } =
				run.decided === undefined ? { decisions: [] } : (await openRunSeal(context)).open(run);
			return { message: '', conversationId: '', runId, resume: { state: run.state, decisions, by } };
		},
		began(item) {
			const run = items[item];
			if (!goesOn(run) || run.definition === undefined) return undefined;
			return { kind: 'inline', definition: run.definition };
		},
		finished(item) {
			const run = items[item];
			if (run?.kind === 'cancelled' && context.continueOnFail()) throw wasCancelled(run.state.runId);
			return run && !goesOn(run) ? run.json : undefined;
		},
		note(item, outcome, json, reference) {
			const run: ItemRun = 'state' in outcome ? waitingRun(outcome, json, reference) : { kind: 'done', json };
			if (run.kind === 'waiting') {
				if (approvers.length > 0) run.approvers = approvers;
				fresh.add(run);
			}
			items[item] = run;
		},
		fail(item, fault) {
			// n8n retries this item at once, from where its run stopped.
			if (context.continueOnFail() && !context.getNode().retryOnFail) items[item] = { kind: 'failed', ...failedItem(fault) };
		},
		async end(output) {
			const waiting = Object.values(items).filter((run) => run.kind === 'waiting');
			if (waiting.length === 0) {
				// Only after the runs of other items have ended, which may need decisions.
				const cancelled = Object.values(items).find((run) => run.kind === 'cancelled');
				if (cancelled && !context.continueOnFail()) {
					saveWaitingRuns(stored, { round, form, execution, items });
					throw wasCancelled(cancelled.state.runId);
				}
				clearWaitingRuns(stored);
				return output;
			}
			const seal = await openRunSeal(context);
			for (const run of fresh) run.seal = seal.pending(run);
			const links = approvers.map((person) => personLink(context, person, seal.person(form, person)));
			if (links.length > 0) giveLinks(context, waiting, links);
			saveWaitingRuns(stored, { round, form, execution, items });
			await notifyPerson(
				context,
				[...fresh].filter(({ state }) => !announced.has(state.id)).flatMap(({ pending }) => pending),
				links,
			);
			// The editor builds its form link from this; otherwise the link has no signature and is refused.
			context.setMetadata({ resumeUrl: formLink(context) });
			await waitUntil(context, Math.min(...waiting.map(({ state }) => state.decideBy)));
			return findChat(context)?.showsMessages ? announce(output, waiting[0]!.json) : output;
		},
	};
}

/** @throws TroupeError INPUT_INVALID if nobody would get one */
/** Shows personal links only in an editor test. */
function giveLinks(context: IExecuteFunctions, waiting: WaitingRun[], links: PersonLink[]): void {
	if (context.getMode() === 'manual') {
		for (const { json } of waiting) {
			delete json.formUrl;
			json.formUrls = links.map((link) => ({ ...link }));
		}
		return;
	}
	if (readText(context, 'options.notifyUrl', 0).trim() !== '') return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The people in the field "People Who Decide" get no link, because the field "Send Form Link To" is empty.',
		fix: 'Set "Send Form Link To" to an address, such as a Webhook node that sends each entry of links by e-mail.',
	});
}

/** n8n's chat shows the first item's message of a waiting node. */
function announce(output: INodeExecutionData[][], { output: text }: IDataObject): INodeExecutionData[][] {
	const [first, ...others] = output[0] ?? [];
	return first ? [[{ ...first, sendMessage: text as string }, ...others], ...output.slice(1)] : output;
}

function waitingRun({ pending, state }: Suspended, json: IDataObject, reference: AgentReference): WaitingRun {
	return { kind: 'waiting', json, pending, state, ...(reference.kind === 'inline' && { definition: reference.definition }) };
}

type Suspended = Extract<AgentOutcome, { state: unknown }>;

/**
 * n8n executes the node again at the deadline. It disables a node that is marked as waiting in the execution's data, so the mark is only in the
 * column by which n8n wakes executions. If n8n's internals changed, the execution waits without an end.
 */
async function waitUntil(context: IExecuteFunctions, time: number): Promise<void> {
	const { runExecutionData } = context as unknown as { runExecutionData?: IRunExecutionData };
	if (!runExecutionData?.executionData) return context.putExecutionToWait(withoutEnd);
	Object.defineProperty(runExecutionData, 'waitTill', { value: undefined, enumerable: false, writable: true, configurable: true });
	await context.putExecutionToWait(new Date(time));
}
