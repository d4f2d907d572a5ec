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

/** n8n's own mark of a wait without an end. */
const withoutEnd = new Date('3000-01-01T00:00:00.000Z');

/** Checks that the time to decide is over: the run then continues without a decision, or ends. */
const isTimeUp = ({ decideBy, expiresAt }: Pick<RunState, 'decideBy' | 'expiresAt'>, now: number): boolean =>
	now >= (decideBy ?? expiresAt);

/** The runs of a node that waits for people in n8n's own way: the execution is saved, and goes on when the form is sent or the time is over. */
export interface WaitingNode {
	/** Where n8n goes on with the execution. */
	waker: RunWaker;
	/** The request that continues the run of an item that a person has decided about, or nobody in time. */
	resumed(item: number): Promise<AgentRequest | undefined>;
	/**
	 * The agent of such an item, as the node described it when the run began. Its expressions, such as `{{ $now }}`, may have changed since.
	 * It cannot be replaced: its hash is in the run's signed state.
	 */
	began(item: number): AgentReference | undefined;
	/** The output of an item that is already done, or that still waits. */
	finished(item: number): IDataObject | undefined;
	/** Notes what an item came to, and with which agent. */
	note(item: number, outcome: AgentOutcome, json: IDataObject, reference: AgentReference): void;
	/** Notes that an item failed where the others go on: it is not waited for, and does not run again. */
	fail(item: number, fault: unknown): void;
	/** Puts the execution to wait where a run does. */
	end(output: INodeExecutionData[][]): Promise<INodeExecutionData[][]>;
}

/** Undefined where the run is returned instead: as a tool, where nobody may wait, and where the node is set so. */
export function waitForPerson(context: IExecuteFunctions): WaitingNode | undefined {
	const { whenPersonDecides = 'form', approvers: named = '' } = context.getNodeParameter('options', 0, {}) as Options;
	const approvers = splitNames(named).slice(0, maxApprovers);
	// n8n would store the question with its values, signed as they are.
	if (findItemTokens(context) || isTool(context) || whenPersonDecides !== 'form') return undefined;
	const stored = context.getContext('node');
	const round = context.evaluateExpression('{{ $runIndex }}', 0) as number;
	const before = readWaitingRuns(stored);
	// n8n counts it as another round when the time is over.
	const isSame = before !== undefined && (before.round === round || before.round === round - 1);
	const form = isSame ? before.form : randomUUID();
	const execution = context.getExecutionId();
	const items: Record<string, ItemRun> = isSame ? { ...before.items } : {};
	// Whoever retries the execution asks the agent again for what was cancelled; n8n's own attempts do not.
	if ((before?.execution ?? execution) !== execution)
		for (const [item, { kind }] of Object.entries(items)) if (kind === 'cancelled') delete items[item];
	const announced = new Set(Object.values(items).flatMap((run) => (run.kind === 'waiting' ? [run.state.id] : [])));
	/** Runs that began to wait in this execution of the node. The others come from n8n's database. */
	const fresh = new Set<WaitingRun>();
	const goesOn = (run: ItemRun | undefined): run is WaitingRun =>
		run?.kind === 'waiting' && (run.decided !== undefined || isTimeUp(run.state, Date.now()));
	return {
		waker: { url: formAddress(context), isPrivate: settingIs('TROUPE_WEBHOOK_PRIVATE', 'allow') },
		async resumed(item) {
			const run = items[item];
			if (!goesOn(run)) return undefined;
			// The same name for a node that is tried again, so that it may go on where it stopped.
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
			// n8n tries this one again at once, from where its run stopped.
			if (context.continueOnFail() && !context.getNode().retryOnFail) items[item] = { kind: 'failed', ...failedItem(fault) };
		},
		async end(output) {
			const waiting = Object.values(items).filter((run) => run.kind === 'waiting');
			if (waiting.length === 0) {
				// Not before the runs of other items have ended, which somebody may decide about.
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
			// The editor's own link to the form is built from this; without it the link has no signature and is refused.
			context.setMetadata({ resumeUrl: formLink(context) });
			await waitUntil(context, Math.min(...waiting.map(({ state }) => state.decideBy ?? state.expiresAt)));
			return findChat(context)?.showsMessages ? announce(output, waiting[0]!.json) : output;
		},
	};
}

/**
 * Shows the links of people where somebody tests in the editor; elsewhere they are only sent.
 * @throws TroupeError INPUT_INVALID where nobody would get one
 */
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

/** n8n's chat shows the message of the first item of a node that waits. */
function announce(output: INodeExecutionData[][], { output: text }: IDataObject): INodeExecutionData[][] {
	const [first, ...others] = output[0] ?? [];
	return first ? [[{ ...first, sendMessage: text as string }, ...others], ...output.slice(1)] : output;
}

function waitingRun({ pending, state }: Suspended, json: IDataObject, reference: AgentReference): WaitingRun {
	return { kind: 'waiting', json, pending, state, ...(reference.kind === 'inline' && { definition: reference.definition }) };
}

type Suspended = Extract<AgentOutcome, { state: unknown }>;

/**
 * Puts the execution to wait. When the time is over, n8n executes this node again: n8n disables a node that it finds waiting in the data of an
 * execution, so this data does not hold the mark; the column by which n8n wakes executions does. Where n8n's inside is not as it was, the execution
 * waits without an end.
 */
async function waitUntil(context: IExecuteFunctions, time: number): Promise<void> {
	const { runExecutionData } = context as unknown as { runExecutionData?: IRunExecutionData };
	if (!runExecutionData?.executionData) return context.putExecutionToWait(withoutEnd);
	Object.defineProperty(runExecutionData, 'waitTill', { value: undefined, enumerable: false, writable: true, configurable: true });
	await context.putExecutionToWait(new Date(time));
}
