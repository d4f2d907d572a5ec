import type { PendingDecision } from '../../../core/agents/agent-outcome';
import type { Decision } from '../../../core/agents/agent-request';
import { type ApprovalRules, needsStatement } from '../../../core/agents/approvals/approval-rules';
import { TroupeError } from '../../../core/base/errors';
import { readUserName } from '../../../core/base/user-name';
import { printable, type Terminal } from '../../terminal/terminal';
import { nameCommand } from '../../services/name-command';

export interface DecisionOptions {
	/** `ID=VIEW`. */
	approve?: string[];
	decline?: string[];
	/** The reason for all declined calls. */
	comment?: string;
	/** `ID=TEXT`. */
	answer?: string[];
}

/** Enough of a view to name it. */
const viewCharacters = 12;

export const nameDecider = (): string => `terminal:${readUserName()}`;

/** @throws TroupeError INPUT_INVALID for a decision that the run does not wait for */
export function readDecisions(
	{ approve = [], decline = [], comment, answer = [] }: DecisionOptions,
	pending: PendingDecision[],
): Decision[] {
	const decisions: Decision[] = [
		...approve.map((text) => readApproval(text, pending)),
		...decline.map((id): Decision => ({ id, kind: 'approval', approved: false, ...(comment !== undefined && { comment }) })),
		...answer.map((text): Decision => {
			const sign = text.indexOf('=');
			if (sign > 0) return { id: text.slice(0, sign), kind: 'question', answer: text.slice(sign + 1) };
			throw invalid('--answer must be ID=TEXT', pending);
		}),
	];
	for (const [index, { id, kind }] of decisions.entries()) {
		if (decisions.findIndex((one) => one.id === id) !== index) throw invalid(`"${id}" is decided twice`, pending);
		const match = pending.find((one) => one.id === id);
		if (!match) throw invalid(`no pending decision has the id "${id}"`, pending);
		if (match.kind !== kind) throw invalid(`"${id}" is ${match.kind === 'question' ? 'a question' : 'an approval'}`, pending);
	}
	return decisions;
}

/** Reads `ID=VIEW`, with the whole hash of the view or its beginning. */
function readApproval(text: string, pending: PendingDecision[]): Decision {
	const sign = text.lastIndexOf('=');
	const view = text.slice(sign + 1);
	if (sign <= 0 || view.length < viewCharacters) throw invalid('--approve must be ID=VIEW, with the view that was read', pending);
	const id = text.slice(0, sign);
	const asked = pending.find((one) => one.id === id && one.kind === 'approval' && one.viewSha256.startsWith(view));
	return { id, kind: 'approval', approved: true, viewSha256: asked?.kind === 'approval' ? asked.viewSha256 : view };
}

/** Returns whether the host demands that the approver's own key or login signs an approval. */
export const needsKeys = (pending: PendingDecision[], rules?: ApprovalRules): boolean =>
	pending.some((one) => one.kind === 'approval' && needsStatement(one.effect ?? 'irreversible', rules));

export function resumeCommand(
	runId: string,
	pending: PendingDecision[],
	rules?: ApprovalRules,
	terminal: Pick<Terminal, 'service'> = {},
): string {
	const keys = needsKeys(pending, rules) ? ' --keys FOLDER' : '';
	return `${nameCommand(`troupe run resume ${printable(runId)}`, terminal)} --approve ID=VIEW${keys} | --decline ID | --answer ID=TEXT${keys && ` (signed=${rules!.signed} in TROUPE_APPROVALS demands your key)`}`;
}

/** @throws TroupeError INPUT_INVALID when no person is at the terminal, CANCELLED */
export async function completeDecisions(fromOptions: Decision[], pending: PendingDecision[], terminal: Terminal): Promise<Decision[]> {
	const all = [...fromOptions];
	for (const one of pending) {
		if (all.some(({ id }) => id === one.id)) continue;
		if (!terminal.ask) throw invalid('decisions are missing', pending);
		all.push(one.kind === 'approval' ? await askApproval(one, terminal) : await askQuestion(one, terminal));
	}
	return all;
}

const nameAsker = ({ agent }: PendingDecision): string => (agent === undefined ? '' : `${printable(agent)}: `);

export function pendingLines(pending: PendingDecision[]): string[] {
	return pending.map((one) => {
		const question = printable(one.question).replaceAll('\n', '\n    ');
		return `  ${printable(one.id)}${describeApprover(one)}: ${nameAsker(one)}${question}${describeRest(one)}`;
	});
}

function describeRest(one: PendingDecision): string {
	if (one.kind === 'approval') return `\n    view ${one.viewSha256.slice(0, viewCharacters)}`;
	return one.choices ? ` (${one.choices.map(printable).join(' | ')})` : '';
}

const describeApprover = ({ approver }: PendingDecision) => (approver === undefined ? '' : ` [${printable(approver)}]`);

async function askApproval(pending: PendingDecision & { kind: 'approval' }, terminal: Terminal): Promise<Decision> {
	const { id, question, viewSha256 } = pending;
	const reply = await terminal.ask!(`${nameAsker(pending)}${printable(question)}\n[y/N, or the reason to decline] `);
	if (/^\s*(y|yes|s|sim)\s*$/i.test(reply)) return { id, kind: 'approval', approved: true, viewSha256 };
	const comment = /^\s*(n|no|não|nao)?\s*$/i.test(reply) ? undefined : reply.trim();
	return { id, kind: 'approval', approved: false, ...(comment !== undefined && { comment }) };
}

async function askQuestion({ id, question, choices }: PendingDecision & { kind: 'question' }, terminal: Terminal): Promise<Decision> {
	const hint = choices ? ` [${choices.map(printable).join(' | ')}]` : '';
	return { id, kind: 'question', answer: await terminal.ask!(`${printable(question)}${hint} `) };
}

function invalid(problem: string, pending: PendingDecision[]): TroupeError {
	const ids = pending.map(({ id, kind }) => (kind === 'approval' ? `--approve ${id}=VIEW or --decline ${id}` : `--answer ${id}=TEXT`));
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The run cannot continue: ${problem}.`,
		fix: `Decide with ${ids.join(', ')}. \`troupe run show RUN\` prints what is asked, each call with its view.`,
		details: { pending: pending.map(({ id, kind }) => ({ id, kind })) },
	});
}
