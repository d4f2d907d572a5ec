import type { Language } from '../../../base/text/languages';
import { groundedPolicy } from '../../../guardrails/policy/grounded-policy';
import type { Violation } from '../../../guardrails/policy/guard';
import type { ChatResponse } from '../../../ports/models/models';
import { sayWhyWithheld } from '../../../prompt-texts/answers';
import type { AgentOutcome, LimitName } from '../../agent-outcome';
import { collectCitations, notCoveredMark } from '../../../knowledge/grounding';
import { repeatsInstruction } from '../../../knowledge/grounding-instructions';
import { measureSupport } from '../../../knowledge/support/measure-support';
import { isBlank } from '../../../llm/router/blank-answer';
import { partOfDefect } from '../answer-faults/answer-defect';
import { listHandedOver } from '../answer-faults/list-handed-over';
import { toldTexts } from '../answer-faults/told-texts';
import { wantsNoMessages } from '../answer-faults/wants-no-messages';
import { guardText, applyResult } from '../run/guard-run';
import { chooseLimitText, chooseText } from '../../definition/standard-texts';
import { assertStillFits } from '../model/fit-output';
import type { Run } from '../run/run';
import type { Conclusion } from './conclusion';
import { citeAnswer } from './cite-answer';
import { asksPerson, canHandOver, offerPerson, passOn, withoutPromises } from '../answer-faults/owes-person';
import { partialReply } from './partial-reply';
import { isFinished } from './is-finished';
import { keepHandOver } from './keep-hand-over';
import type { AnswerDefect } from '../answer-faults/answer-defect';
import { hasPart } from '../answer-faults/judges-wording';
import { findAnswerDefect } from '../answer-faults/find-answer-defect';
import { quoteInstead, showInstead, showQuotation, type Unusable } from './quote-instead';
import type { SmallTalk } from './small-talk';
import { withoutNoted } from './without-noted';
import type { Ending, EntryBody } from '../trail/trail-entry';

const texts: Record<'noted' | 'goesOn' | 'only', Record<Language, string>> = {
	noted: toldTexts.noted,
	goesOn: {
		en: 'Only a person of our team can do this; they go on with this conversation here.',
		pt: 'Isto, só uma pessoa da equipe pode fazer; ela continua a conversa por aqui.',
	},
	only: { en: 'Only a person of our team can do this.', pt: 'Isto, só uma pessoa da equipe pode fazer.' },
};

/**
 * Returns the text in place of a reply that claims an undone act. If documents lack nothing, "I could not find this" would be wrong; after an
 * opt-out, no message is promised.
 */
function chooseClaimText(run: Run, { code, stage, matches }: Violation): string | undefined {
	if (code !== 'CLAIM' || stage !== 'output' || matches.some(({ type }) => type === 'human')) return undefined;
	const isHandedOver = listHandedOver(run).length > 0;
	const isOptOut = wantsNoMessages(run);
	if (!isOptOut && !isHandedOver && !canHandOver(run)) return undefined;
	const kind = isHandedOver ? (isOptOut ? 'noted' : 'goesOn') : 'only';
	return texts[kind][run.context.language];
}

const lastEnd = /^[^]*(?:[.!?…](?=\s|$)|\n|\[\d{1,3}\])/;

/**
 * Returns the part of an answer before the not-covered mark, if it cites passages. A sentence that the mark ends, such as "About bicycles:
 * [[NOT_COVERED]]", belongs to the rest.
 */
function findCoveredPart(run: Run, step: number, text: string): string | undefined {
	if (run.parts.definition.output) return undefined;
	const pieces = text.split(notCoveredMark);
	const said = pieces.map((piece, index) => (index < pieces.length - 1 ? (lastEnd.exec(piece)?.[0] ?? '') : piece)).map(trimPiece);
	const part = citeAnswer(run, step, said.filter((piece) => /[\p{L}\p{N}]/u.test(piece)).join('\n\n'));
	return collectCitations(part, run.context.passages).length > 0 ? part : undefined;
}

/** Removes remains of the mark's own sentence: bold marks, a full stop. */
const trimPiece = (piece: string): string =>
	piece
		.replace(/^[\s.,;:!*_`)\]]+/, '')
		.trimEnd()
		.replace(/(\[\d{1,3}\])$/, '$1.');

/** Turns a run's conclusion into its ending: a reply, or a reason for not replying. */
export async function judgeConclusion(run: Run, conclusion: Conclusion): Promise<EntryBody<'ended'>> {
	const ended = await judgeOwnConclusion(run, conclusion);
	return asksPerson(run) ? { ...ended, ending: { kind: 'needs-human', reason: 'promised', reply: ended.ending.reply } } : ended;
}

async function judgeOwnConclusion(run: Run, conclusion: Conclusion): Promise<EntryBody<'ended'>> {
	if (conclusion.kind === 'limit') return { ending: endAtLimit(run, conclusion.limit), violations: [] };
	if (conclusion.kind === 'wordless') return { ending: endWordless(run), violations: [] };
	if (conclusion.kind === 'small-talk') return { ending: answerSmallTalk(run, conclusion.said), violations: [] };
	if (conclusion.kind === 'stopped') return { ending: endStopped(run, conclusion.stop), violations: [] };
	if (conclusion.kind === 'handed-over') return { ending: await endHandedOver(run, conclusion.outcome), violations: [] };
	if (conclusion.kind === 'returned') return { ending: { kind: 'reply', reply: conclusion.note, returned: true }, violations: [] };
	return judgeAnswer(run, conclusion);
}

type Answer = Conclusion & { kind: 'answer' };

/** An unusable answer is replaced by quotes of the documents, if the definition allows it. */
async function judgeAnswer(run: Run, answer: Answer): Promise<EntryBody<'ended'>> {
	const { unusable, isDefective, ...judged } = await judgeOwnAnswer(run, answer);
	const quoted = unusable && (await quoteInstead(run, answer.response, answer.step, unusable));
	if (!quoted && isDefective) await showInstead(run, answer.step, judged.ending.reply);
	if (!quoted) return judged;
	const { text } = quoted.response;
	if (text.includes(notCoveredMark)) return { ...judged, ending: endWithHuman(run, 'not-covered'), quoted };
	const guarded = await guardText(run, 'output', text);
	const violations = [...judged.violations, ...guarded.violations];
	if (guarded.stop) return { ...judged, violations };
	await showQuotation(run, quoted.step, guarded.text);
	return { ending: { kind: 'reply', reply: guarded.text }, violations, quoted, ...measure(run, guarded.text) };
}

async function judgeOwnAnswer(
	run: Run,
	{ response, step, partial }: Answer,
): Promise<
	Pick<EntryBody<'ended'>, 'ending' | 'violations' | 'support'> & {
		unusable?: Unusable;
		isDefective?: true;
	}
> {
	if (response.finish === 'content-filter') return judgeRefusal(run, response.text.trim(), step);
	if (response.finish === 'length') return { ending: endAtLimit(run, 'output-tokens'), violations: [], unusable: 'cut' };
	if (response.text.includes(notCoveredMark)) return judgePart(run, response.text, step);
	const defect = findAnswerDefect(run, response.text);
	if (defect && defect !== 'amount') return endDefective(run, defect);
	if (response.repeats && hasPart(run, 'usable') && !isFinished(response.text)) return endDefective(run, 'loop');
	const { text, stop, violations } = await judgeText(run, response.text.trim(), step, response.repeats);
	if (defect && (text === undefined || findAnswerDefect(run, text))) return endDefective(run, defect, violations);
	if (!stop) await assertStillFits(run, response, text);
	const judged = { violations, ...measure(run, text ?? citeAnswer(run, step, response.text.trim())) };
	if (partial === undefined && stop) return { ending: endStopped(run, stop), ...judged, unusable: findUnusable(response.text, stop) };
	if (partial === undefined) {
		const flaw = findFlaw(response, text!);
		const reply = withoutNoted(run, keepHandOver(run, response.text.trim(), text!));
		const rest = flaw.unusable ? undefined : await withoutOwedPerson(run, response.text, withoutNoted(run, text!));
		if (response.repeats || reply !== text) await showInstead(run, step, reply);
		if (rest === undefined) return { ending: { kind: 'reply', reply }, ...judged, ...flaw };
		await showInstead(run, step, rest);
		return { ending: endWithHuman(run, 'promised', rest), ...judged };
	}
	if (stop) return { ending: endAtLimit(run, partial), ...judged };
	const reply = run.parts.definition.output ? text : partialReply(run.context.language, text);
	return { ending: { kind: 'limit-reached', limit: partial, partial: true, reply }, ...judged };
}

/** Also finds promises of a person in text that a guardrail removed: the customer may have read it, and the model relies on it. */
async function withoutOwedPerson(run: Run, written: string, text: string): Promise<string | undefined> {
	const rest = await withoutPromises(run, text);
	if (rest !== undefined || written.trim() === text) return rest;
	return (await withoutPromises(run, written)) === undefined ? undefined : passOn(run, text);
}

const endDefective = (run: Run, unusable: AnswerDefect | 'loop', violations: Violation[] = []) => ({
	ending: endWithHuman(run, 'guardrail'),
	violations: [...violations, describeDefect(unusable, run.context.language)],
	unusable,
	isDefective: true as const,
});

/** The mark reports a gap: the covered part is sent, the rest handed over. */
async function judgePart(run: Run, text: string, step: number): ReturnType<typeof judgeOwnAnswer> {
	const echo = findEcho(text);
	const part = echo.unusable ? undefined : findCoveredPart(run, step, text);
	const guarded = part === undefined ? undefined : await guardText(run, 'output', part);
	const violations = guarded?.violations ?? [];
	if (!guarded || guarded.stop) return { ending: endWithHuman(run, 'not-covered'), violations, ...echo };
	const reply = offerPerson(run, guarded.text);
	await showInstead(run, step, reply);
	return { ending: endWithHuman(run, 'not-covered', reply), violations, ...measure(run, guarded.text) };
}

function measure({ context }: Run, text: string): Pick<EntryBody<'ended'>, 'support'> {
	const support = measureSupport(text, context);
	return support ? { support } : {};
}

function findFlaw({ repeats }: ChatResponse, text: string): { unusable?: Unusable } {
	if (isBlank(text)) return { unusable: 'blank' };
	return repeats ? { unusable: 'loop' } : {};
}

function findEcho(text: string): { unusable?: Unusable } {
	return repeatsInstruction(text) ? { unusable: 'echo' } : {};
}

function findUnusable(text: string, { code }: Violation): Unusable | undefined {
	if (code === 'SUPPORT') return 'not-supported';
	if (code === 'CITATION') return isBlank(text) ? 'blank' : 'no-citation';
	return code === 'LANGUAGE' ? 'language' : undefined;
}

/** Returns whether a text is whole: a filter can stop an answer within a sentence or list. */
const endsSentence = (text: string): boolean =>
	/(?:[.!?…。]|\p{Extended_Pictographic}\uFE0F?)[\s"'”’»)\]*_]*$/u.test(text) && !/(?:^|\n)\s*\d{1,3}[.)]\s*$/.test(text);

/** Shows the text said instead of an answer, such as a guarded model's configured sentence; without it, the agent's own text. */
async function judgeRefusal(run: Run, text: string, step: number): Promise<EntryBody<'ended'>> {
	if (!endsSentence(text) || text.includes(notCoveredMark)) {
		const ending = endWithHuman(run, 'content-filter');
		if (text !== '') await showInstead(run, step, ending.reply);
		return { ending, violations: [] };
	}
	const streamed = run.streamed?.step === step ? await judgeText(run, text, step) : undefined;
	// A streamed text was judged as an answer, which may have to cite.
	const judged = streamed?.text ? streamed : await guardText({ ...run, context: { ...run.context, isRefusal: true } }, 'output', text);
	return { ending: endWithHuman(run, 'content-filter', judged.text), violations: judged.violations };
}

/** A streamed text is already judged, unless part of it was cut since. */
async function judgeText(run: Run, text: string, step: number, isCut = false): ReturnType<typeof guardText> {
	if (run.streamed?.step === step && !isCut) {
		const result = applyResult(run, run.streamed.result);
		return result.stop ? result : { ...result, text: result.text.trim() };
	}
	run.context.state ??= await run.parts.conversations?.read(run.conversationId);
	return guardText(run, 'output', citeAnswer(run, step, text));
}

async function endHandedOver({ context: { vault } }: Run, outcome: AgentOutcome): Promise<Ending> {
	const reply = (await vault.mask(outcome.reply)).text;
	switch (outcome.kind) {
		case 'reply':
			return { kind: 'reply', reply };
		case 'blocked':
			return { kind: 'blocked', reply, guardrail: outcome.guardrail, reason: outcome.reason };
		case 'limit-reached':
			return { kind: 'limit-reached', reply, limit: outcome.limit, partial: outcome.partial };
		case 'needs-human':
			return { kind: 'needs-human', reply, reason: outcome.reason as (Ending & { kind: 'needs-human' })['reason'] };
	}
}

function endStopped(run: Run, stop: Violation): Ending {
	if (stop.action === 'ask-person') return endWithHuman(run, explainQuestion(stop), stop.answer ?? chooseClaimText(run, stop));
	if (stop.answer !== undefined) return { kind: 'blocked', reply: stop.answer, guardrail: stop.guardrail, reason: stop.reason };
	const text = chooseText(run.parts.definition, 'blocked', run.context.language);
	// Customers can correct a message, but not a reply.
	const reply = stop.stage === 'input' ? `${text} ${stop.reason}` : text;
	return { kind: 'blocked', reply, guardrail: stop.guardrail, reason: stop.reason };
}

function explainQuestion({ code, guardrail }: Violation): 'no-citation' | 'not-supported' | 'guardrail' {
	if (code === 'SUPPORT') return 'not-supported';
	return guardrail === 'citations-required' ? 'no-citation' : 'guardrail';
}

function endWithHuman(run: Run, reason: (Ending & { kind: 'needs-human' })['reason'], answer?: string): Ending {
	return { kind: 'needs-human', reason, reply: answer ?? chooseText(run.parts.definition, 'notCovered', run.context.language) };
}

function answerSmallTalk(run: Run, { kind, language }: SmallTalk): Ending {
	return { kind: 'reply', reply: chooseText(run.parts.definition, kind, language) };
}

function endWordless({ parts: { definition }, context: { language } }: Run): Ending {
	return { kind: 'needs-human', reason: 'promised', reply: chooseText(definition, 'limitReached', language) };
}

function endAtLimit(run: Run, limit: LimitName): Ending {
	return { kind: 'limit-reached', limit, partial: false, reply: chooseLimitText(run.parts.definition, limit, run.context.language) };
}

/** Returns why a person answers in place of the model, for all who read of the run: by the part of the policy, and without the answer. */
function describeDefect(defect: AnswerDefect | 'loop', language: Language): Violation {
	const { id, version } = groundedPolicy;
	return {
		...(defect === 'call' ? { guardrail: 'written-call' } : { guardrail: partOfDefect[defect], policy: { id, version } }),
		code: 'ANSWER',
		stage: 'output',
		action: 'ask-person',
		matches: [],
		reason: sayWhyWithheld(defect, language),
	};
}
