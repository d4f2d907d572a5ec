import type {
	IContextObject,
	IExecuteData,
	INodeExecutionData,
	IRunExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import type { Decision } from '../../../core/agents/agent-request';
import { isTimedOut } from '../../../core/agents/loop/waiting/waiting-terms';
import { nameDecider } from '../request/name-decider';
import { decisionPage, messagePage } from './decision-page';
import { decisionScriptSource } from './decision-script';
import { formTexts } from './form-texts';
import { readPerson, refuseDecisions, splitDecisions } from './deciding-person';
import { detectAsked } from './message-text';
import { readForm } from './read-form';
import { openRunSeal, type RunSeal } from './seal-run';
import { type ItemRun, readWaitingRuns, type WaitingRun } from './waiting-runs';

/** Long enough for n8n to note that the execution runs; short enough for a retry. */
const claimMs = 10_000;

const claims = new Map<string, number>();

/** Shows the form of a waiting execution, and continues the node once it is sent. n8n has checked the address's token. */
export async function takeDecision(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const execution = openExecution(this);
	if (!execution) return show(this, 409, messagePage(formTexts.en.unsupported, 'en'));
	const waiting = execution.waiting();
	const isLate = ({ state }: WaitingRun) => isTimedOut(state, Date.now());
	const questions = waiting.filter((run) => !isLate(run)).flatMap(({ pending }) => pending);
	const language = detectAsked(waiting.flatMap(({ pending }) => pending));
	const texts = formTexts[language];
	if (waiting.length === 0) return show(this, 409, messagePage(texts.nothing, language));
	const seal = await openRunSeal(this);
	const isOpened = (this.getRequestObject() as unknown as { method: string }).method === 'GET';
	if (!isOpened && noteCancelled(waiting, this.getBodyData().cancelled, seal))
		return { webhookResponse: 'The run is cancelled.', workflowData: [execution.goOn()] };
	const by = readPerson(this, execution.form(), seal);
	if (!waiting.every((run) => seal.holds(run))) return show(this, 409, messagePage(texts.changed, language));
	if (waiting.some(({ state }) => state.expiresAt <= Date.now())) return show(this, 410, messagePage(texts.expired, language));
	if (by === undefined && waiting.some(({ approvers = [] }) => approvers.length > 0))
		return show(this, 403, messagePage(texts.personal, language));
	// Opening the form decides nothing: link previews must not.
	if (isOpened) return show(this, 200, decisionPage(questions, language, questions.length === 0 ? texts.timedOut : undefined));
	const decisions = readForm(this.getBodyData(), questions);
	if (!decisions) return show(this, 400, decisionPage(questions, language, texts.incomplete));
	const refusal = refuseDecisions(waiting, isLate, decisions, by ?? nameDecider('form', this));
	if (refusal) return show(this, 409, messagePage(`${refusal.message} ${refusal.fix ?? ''}`, language));
	const suspensions = waiting.map(({ state }) => state.id);
	if (!claimDecision(suspensions, Date.now())) return show(this, 409, messagePage(texts.decided, language));
	recordDecisions(waiting, decisions, { isLate, seal, by });
	return { webhookResponse: messagePage(texts.recorded, language), workflowData: [execution.goOn()] };
}

/** As n8n loaded it; n8n saves it again after the webhook. */
interface OpenExecution {
	waiting(): WaitingRun[];
	form(): string;
	goOn(): INodeExecutionData[];
}

/** n8n has no official access for webhooks; undefined if its internals changed. */
function openExecution(context: IWebhookFunctions): OpenExecution | undefined {
	const { runExecutionData } = context as unknown as { runExecutionData?: IRunExecutionData | null };
	const { nodeExecutionStack, contextData } = runExecutionData?.executionData ?? {};
	const entry: IExecuteData | undefined = nodeExecutionStack?.[0];
	const { name } = context.getNode();
	if (entry?.node.name !== name || !contextData) return undefined;
	const stored: IContextObject = contextData[`node:${name}`] ?? {};
	return {
		form: () => readWaitingRuns(stored)?.form ?? '',
		waiting: () =>
			Object.values(readWaitingRuns(stored)?.items ?? {}).filter((run): run is WaitingRun => run.kind === 'waiting' && !run.decided),
		goOn() {
			// n8n disables a node that waited, so that it passes the webhook's data on. This one has work left.
			delete entry.node.disabled;
			return entry.data.main?.[0] ?? [];
		},
	};
}

/** Marks runs that an operator provably cancelled. @returns whether there are any */
function noteCancelled(waiting: ItemRun[], proof: unknown, seal: RunSeal): boolean {
	const cancelled = waiting.filter((run) => run.kind === 'waiting' && seal.isCancelled(run, proof));
	for (const run of cancelled) run.kind = 'cancelled';
	return cancelled.length > 0;
}

/** Without decisions, a run past its deadline continues as declined. */
function recordDecisions(
	waiting: WaitingRun[],
	decisions: Decision[],
	{ isLate, seal, by }: { isLate: (run: WaitingRun) => boolean; seal: RunSeal; by?: string },
): void {
	for (const [run, own] of splitDecisions(waiting, decisions, isLate)) run.decided = seal.decisions(run, own, by);
}

interface WebResponse {
	setHeader(name: string, value: string): void;
	status(code: number): { send(html: string): void };
}

const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src ${decisionScriptSource}; connect-src 'self'; form-action 'self'; frame-ancestors 'none'`;

function show(context: IWebhookFunctions, status: number, html: string): IWebhookResponseData {
	const response = context.getResponseObject() as unknown as WebResponse;
	response.setHeader('Content-Security-Policy', policy);
	response.setHeader('Cache-Control', 'no-store');
	response.setHeader('Referrer-Policy', 'no-referrer');
	response.status(status).send(html);
	return { noWebhookResponse: true };
}

/**
 * Claims the decision for one request of this process. n8n loads the execution per request and lets only one resume it; the others would see its
 * error. @returns false if another request has it
 */
function claimDecision(suspensions: string[], now: number): boolean {
	for (const [name, until] of claims) if (until <= now) claims.delete(name);
	const name = JSON.stringify(suspensions);
	if (claims.has(name)) return false;
	claims.set(name, now + claimMs);
	return true;
}
