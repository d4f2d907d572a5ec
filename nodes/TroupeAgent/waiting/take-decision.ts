import type {
	IContextObject,
	IDataObject,
	IExecuteData,
	INodeExecutionData,
	IRunExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { hash } from 'node:crypto';
import type { PendingDecision } from '../../../core/agents/agent-outcome';
import type { Decision } from '../../../core/agents/agent-request';
import { findRefusal } from '../../../core/agents/loop/waiting/check-approver';
import { findStarter, findSuspended } from '../../../core/agents/loop/waiting/read-stored-trail';
import { isTimedOut } from '../../../core/agents/loop/waiting/waiting-terms';
import type { TroupeError } from '../../../core/base/errors';
import { escapeHtml } from '../../../core/base/text/escape-html';
import type { Language } from '../../../core/base/text/languages';
import { readApprovalRules } from '../../../providers/compose/settings/approval-rules';
import { nameByWorkflow, nameDecider } from '../request/name-decider';
import { pageMark } from './form-address';
import { formTexts } from './form-texts';
import { detectAsked } from './message-text';
import { openRunSeal, type RunSeal } from './seal-run';
import { type ItemRun, readWaitingRuns, type WaitingRun } from './waiting-runs';

/** Sends the form once, and translates n8n's JSON answer if the execution has already continued. Without the script, the browser sends the form. */
const decisionScript = `
let sends = true;
document.addEventListener('submit', async (event) => {
	if (!sends) return;
	event.preventDefault();
	const form = event.target;
	const body = new URLSearchParams(new FormData(form, event.submitter));
	const buttons = form.querySelectorAll('button');
	for (const button of buttons) button.disabled = true;
	const say = (text) => {
		const note = document.createElement('p');
		note.setAttribute('role', 'alert');
		note.textContent = text;
		return note;
	};
	try {
		const answer = await fetch(location.href.replace(/&?${pageMark}/, ''), { method: 'POST', body });
		const isPage = (answer.headers.get('content-type') || '').includes('html');
		const page = isPage && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
		if (page) document.querySelector('main').replaceWith(page);
		else if (answer.status === 409) form.replaceWith(say(form.dataset.decided));
		else form.replaceWith(say(form.dataset.failed));
	} catch {
		sends = false;
		for (const button of buttons) button.disabled = false;
		form.prepend(say(form.dataset.unsent));
	}
});
`;

/** For the Content-Security-Policy: no other script runs in the page. */
const decisionScriptSource = `'sha256-${hash('sha256', decisionScript, 'base64')}'`;

const fieldNames = (index: number) => ({
	decision: `decision-${index}`,
	comment: `comment-${index}`,
	answer: `answer-${index}`,
	view: `view-${index}`,
});

function readForm(body: IDataObject, questions: PendingDecision[]): Decision[] | undefined {
	const decisions = questions.map((pending, index) => readDecision(body, pending, index));
	return decisions.every((decision) => decision !== undefined) ? decisions : undefined;
}

function readDecision(body: IDataObject, pending: PendingDecision, index: number): Decision | undefined {
	const { id, kind } = pending;
	const { decision, comment, answer, view } = fieldNames(index);
	if (kind === 'question') {
		const text = toText(body[answer]);
		return text ? { id, kind, answer: text } : undefined;
	}
	if (body[decision] !== 'approve' && body[decision] !== 'decline') return undefined;
	// The page can be older than the current question.
	if (body[view] !== pending.viewSha256) return undefined;
	const said = toText(body[comment]);
	return { id, kind, approved: body[decision] === 'approve', ...(said && { comment: said }), viewSha256: pending.viewSha256 };
}

const toText = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 8_000) : '');

function messagePage(message: string, language: Language): string {
	return page(`<p>${escapeHtml(message)}</p>`, language);
}

/** Contains everything that the execution waits for; works without its script too. */
function decisionPage(questions: PendingDecision[], language: Language, problem?: string): string {
	const texts = formTexts[language];
	const isOneApproval = questions.length === 1 && questions[0]!.kind === 'approval';
	const fields = questions.map((pending, index) => fieldset(pending, index, language, isOneApproval));
	const note = problem === undefined ? `<p>${escapeHtml(texts.lead)}</p>` : `<p role="alert"><strong>${escapeHtml(problem)}</strong></p>`;
	const send = isOneApproval ? '' : `<p><button>${escapeHtml(questions.length > 0 ? texts.send : texts.goOn)}</button></p>`;
	const said = `data-decided="${escapeHtml(texts.decided)}" data-failed="${escapeHtml(texts.failed)}" data-unsent="${escapeHtml(texts.unsent)}"`;
	return page(`${note}<form method="post" ${said}>${fields.join('')}${send}</form>`, language, `<script>${decisionScript}</script>`);
}

function fieldset(pending: PendingDecision, index: number, language: Language, asButtons: boolean): string {
	const content = pending.kind === 'question' ? answerField(pending, index, language) : approvalFields(pending, index, language, asButtons);
	const approver = pending.approver === undefined ? '' : `<p>${escapeHtml(`${formTexts[language].for}: ${pending.approver}`)}</p>`;
	const asked = pending.kind === 'approval' ? pending.heading : pending.question;
	return `<fieldset><legend>${escapeHtml(asked)}</legend>${approver}${content}</fieldset>`;
}

function approvalFields(
	{ question, heading, viewSha256 }: PendingDecision & { kind: 'approval' },
	index: number,
	language: Language,
	asButtons: boolean,
): string {
	const texts = formTexts[language];
	const { decision, comment, view } = fieldNames(index);
	const choice = (value: 'approve' | 'decline') =>
		asButtons
			? `<button name="${decision}" value="${value}" class="${value}">${escapeHtml(texts[value])}</button>`
			: `<label><input type="radio" required name="${decision}" value="${value}"> ${escapeHtml(texts[value])}</label>`;
	return [
		`<pre>${escapeHtml(question.slice(heading.length).trim())}</pre>`,
		`<input type="hidden" name="${view}" value="${viewSha256}">`,
		`<label>${escapeHtml(texts.comment)}<textarea name="${comment}" rows="2" maxlength="8000"></textarea></label>`,
		`<p>${choice('approve')} ${choice('decline')}</p>`,
	].join('');
}

function answerField({ choices }: PendingDecision & { kind: 'question' }, index: number, language: Language): string {
	const { answer } = fieldNames(index);
	if (choices)
		return choices
			.map((choice) => `<label><input type="radio" required name="${answer}" value="${escapeHtml(choice)}"> ${escapeHtml(choice)}</label>`)
			.join('');
	return `<label>${escapeHtml(formTexts[language].answer)}<textarea required name="${answer}" rows="4" maxlength="8000"></textarea></label>`;
}

const style = [
	'body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem;color:#1f2328;background:#fff}',
	'fieldset{border:1px solid #d0d7de;border-radius:8px;padding:1rem;margin:0 0 1rem}legend{font-weight:600;padding:0 .25rem}',
	'label{display:block;margin:.5rem 0}textarea{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.5rem}',
	'pre{background:#f6f8fa;padding:.75rem;border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere;font-size:14px}',
	'button{font:inherit;font-weight:600;padding:.5rem 1.25rem;border-radius:6px;border:1px solid #1a7f37;background:#1a7f37;color:#fff;cursor:pointer}',
	'button.decline{background:#fff;color:#cf222e;border-color:#cf222e}[role=alert]{color:#cf222e}',
].join('');

function page(content: string, language: Language, script = ''): string {
	const title = escapeHtml(formTexts[language].title);
	const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${style}</style>`;
	return `<!doctype html><html lang="${language}"><head>${head}</head><body><main><h1>${title}</h1>${content}</main>${script}</body></html>`;
}

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
			// n8n disables a node that waited. This one has work left.
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

/** A run past its deadline has no decisions. */
function splitDecisions(
	waiting: WaitingRun[],
	decisions: Decision[],
	isLate: (run: WaitingRun) => boolean,
): Array<[WaitingRun, Decision[]]> {
	let next = 0;
	return waiting.map((run) => {
		const from = next;
		next += isLate(run) ? 0 : run.pending.length;
		return [run, decisions.slice(from, next)];
	});
}

function readPerson(context: IWebhookFunctions, form: string, seal: RunSeal): string | undefined {
	const { person, key } = context.getQueryData() as { person?: unknown; key?: unknown };
	return seal.isPerson(form, person, key) ? nameByWorkflow(person) : undefined;
}

/** Why a decision would not count, while the form can still say so. */
function refuseDecisions(
	waiting: WaitingRun[],
	isLate: (run: WaitingRun) => boolean,
	decisions: Decision[],
	by: string,
): TroupeError | undefined {
	const rules = readApprovalRules();
	for (const [{ state }, own] of splitDecisions(waiting, decisions, isLate)) {
		const startedBy = findStarter(state.trail);
		// As recorded: people see data instead of tokens, which is another view.
		const recorded = findSuspended(state.trail)?.pending ?? [];
		for (const decision of own) {
			const asked = recorded.find(({ id }) => id === decision.id);
			if (decision.kind !== 'approval' || asked?.kind !== 'approval') continue;
			const refusal = findRefusal(decision, asked, { by, startedBy, rules });
			if (refusal) return refusal;
		}
	}
	return undefined;
}
