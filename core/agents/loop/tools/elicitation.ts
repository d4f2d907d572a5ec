/** Calls in which a tool asks persons something: the run waits for the answers, then repeats the call with them. */
import type { ToolAnswers, ToolQuestions } from '../../../ports/tools/tools';
import { boundText } from '../../../tools/bound-text';
import { toldCalls } from '../../../prompt-texts/calls';
import type { Violation } from '../../../guardrails/policy/guard';
import { guardText } from '../run/guard-run';
import { toPending } from '../../approvals/pending-decision';
import { timedOut } from '../waiting/decisions';
import { restoreForAsked } from '../run/restore-for-asker';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from '../run/run';
import type { AskedQuestion, TrailEntry } from '../trail/trail-entry';
import type { PendingCall } from './planned-work';

const maxRounds = 5;
const maxQuestions = 20;
/** An approval of another service's agent contains all arguments of its call. */
const maxQuestionLength = 24_000;
const maxChoices = 20;
const maxChoiceLength = 200;
const maxStateLength = 65_536;

export type AskedCall =
	| { kind: 'waiting'; waiting: PendingCall[] }
	| {
			kind: 'answered';
			id: string;
			answers: ToolAnswers;
			/** The call was repeated: its effect is unknown. */ isContinued: boolean;
	  };

export async function readAsked(run: Run, callId: string): Promise<AskedCall | undefined> {
	const { trail } = run;
	let asked: TrailEntry<'tool-asked'> | undefined;
	for (let round = 1; round <= maxRounds; round += 1) {
		const next = trail.recorded('tool-asked', `${callId}.${round}`);
		if (!next) break;
		asked = next;
	}
	if (!asked) return undefined;
	const decisions = asked.questions.map(({ id }) => trail.recorded('decision', id));
	if (decisions.includes(undefined))
		return { kind: 'waiting', waiting: await Promise.all(asked.questions.map((question) => toWaiting(run, question))) };
	const { vault } = run.context;
	const said = decisions.map(async (decision) => (isWithheld(decision!) ? null : vault.restore(decision!.text ?? '')));
	const values = await Promise.all(said);
	return {
		kind: 'answered',
		id: asked.callId,
		answers: {
			state: JSON.parse(await vault.restore(asked.state)),
			values: Object.fromEntries(asked.questions.map(({ name }, index) => [name, values[index] ?? null])),
		},
		isContinued: trail.recorded('tool-answered', asked.callId) !== undefined,
	};
}

/** A guardrail withheld the answer, or the deadline passed. An empty answer counts as one. */
const isWithheld = ({ text, violations }: TrailEntry<'decision'>): boolean => text === timedOut || (text === null && violations.length > 0);

interface Refusal {
	text: string;
	errorCode: string;
}

/** @returns why nobody is asked */
export async function recordAsked(
	run: Run,
	call: { step: number; callId: string; tool: string; durationMs: number },
	{ questions, state }: ToolQuestions,
): Promise<Refusal | undefined> {
	const { trail, context } = run;
	let round = 1;
	while (trail.has('tool-asked', `${call.callId}.${round}`)) round += 1;
	const id = `${call.callId}.${round}`;
	const text = JSON.stringify(state) ?? 'null';
	const told = toldCalls[findPromptLanguage(run)];
	if (round > maxRounds) return refuse(told.askedTooOften(maxRounds));
	if (questions.length === 0 || questions.length > maxQuestions || text.length > maxStateLength)
		return refuse(told.askedTooMuch(maxQuestions));
	const asked: AskedQuestion[] = [];
	const violations: Violation[] = [];
	for (const [index, question] of questions.entries()) {
		const { stop, passed } = await guardQuestion(run, `${id}.${index + 1}`, question, violations);
		if (stop) return { text: told.askedWithheld, errorCode: stop.code };
		asked.push(passed);
	}
	const masked = (await context.vault.mask(text)).text;
	// The tool gets its own state back exactly, or it could not verify it.
	const stored = (await context.vault.restore(masked)) === text ? masked : text;
	const { callId, ...where } = call;
	trail.write('tool-asked', { ...where, callId: id, call: callId, questions: asked, state: stored, violations });
	return undefined;
}

async function guardQuestion(
	run: Run,
	id: string,
	{ name, question, choices = [] }: ToolQuestions['questions'][number],
	violations: Violation[],
): Promise<{ stop: Violation; passed?: undefined } | { stop?: undefined; passed: AskedQuestion }> {
	const canChoose = choices.length > 0 && choices.length <= maxChoices && choices.every(({ length }) => length <= maxChoiceLength);
	const texts = [boundText(question, maxQuestionLength), ...(canChoose ? choices : [])];
	const guarded = await Promise.all(texts.map((text) => guardText(run, 'tool-result', text)));
	violations.push(...guarded.flatMap((one) => one.violations));
	const stop = guarded.find((one) => one.stop)?.stop;
	if (stop) return { stop };
	const [asked, ...rest] = guarded.map((one) => one.text!);
	return { passed: { id, name, question: asked!, ...(canChoose && { choices: rest }) } };
}

const refuse = (text: string): Refusal => ({ text, errorCode: 'TOOL_FAILED' });

async function toWaiting(run: Run, { id, question, choices }: AskedQuestion): Promise<PendingCall> {
	const {
		context: { language },
		parts,
	} = run;
	const approval = parts.definition.tools?.approval ?? {};
	const asked = { id, kind: 'question' as const, ...(approval.approver !== undefined && { approver: approval.approver }) };
	const shown = {
		question: await restoreForAsked(run, question, approval.approver),
		...(choices && { choices: await Promise.all(choices.map((choice) => restoreForAsked(run, choice, approval.approver))) }),
	};
	const record = { ...asked, question, ...(choices && { choices }) };
	return { kind: 'pending', shown: toPending(record, { ...asked, ...shown }, language), record, source: 'person', approval };
}
