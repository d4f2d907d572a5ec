import { findCustomerLanguage } from '../../../guardrails/checks/customer-language';
import { findHumanClaims } from '../../../guardrails/claims/find-human-claims';
import { onlyQuestion } from '../../../guardrails/checks/question-streak';
import { findStop, type GuardResult, type Violation, type ViolationCode } from '../../../guardrails/policy/guard';
import { collectCitations, notCoveredMark } from '../../../knowledge/grounding';
import { repeatsInstruction } from '../../../knowledge/grounding-instructions';
import { hasSourceMark } from '../../../knowledge/source-marks';
import { extractiveModel } from '../../../ports/models/extractive-model';
import { isBlank } from '../../../llm/router/blank-answer';
import type { Language } from '../../../base/text/languages';
import { citeAnswer } from '../conclusion/cite-answer';
import { findAnswerDefect } from './find-answer-defect';
import { isFinished } from '../conclusion/is-finished';
import { hasPart, judgesWording } from './judges-wording';
import { withoutPromises } from './owes-person';
import type { Conclusion } from '../conclusion/conclusion';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from '../run/run';
import { type FaultKind, writeComplaintAbout } from '../../../prompt-texts/answers';
import { restsOnResults } from '../../../knowledge/support/rests-on-results';

type Answer = Conclusion & { kind: 'answer' };

interface Fault {
	kind: FaultKind;
	complaint: string;
	mayCall: boolean;
}

/** Violations that a model can repair: those that stop an answer, and a question that would be all of it. */
const mendable = ['CLAIM', 'SUPPORT', 'LANGUAGE', 'FOREIGN_TOKEN', 'PROMPT_LEAK', 'QUESTION_STREAK'] as const satisfies ViolationCode[];
type Mendable = (typeof mendable)[number];

const mayCall: readonly FaultKind[] = ['call', 'named', 'announced', 'amount', 'data', 'promise', 'CLAIM'];

const createFault = (run: Run, kind: FaultKind, language: Language | 'customer' = 'customer'): Fault => ({
	kind,
	mayCall: mayCall.includes(kind),
	complaint: writeComplaintAbout(kind, findPromptLanguage(run), language),
});

export async function findFault(run: Run, answer: Answer): Promise<Fault | undefined> {
	const { finish, text, model, repeats } = answer.response;
	// It would search for the complaint.
	if (model === extractiveModel) return undefined;
	if (finish !== 'stop' || isBlank(text) || repeatsInstruction(text)) return undefined;
	const lack = saysItIsPerson(run, text) ? 'human' : findLack(run, answer);
	if (lack) return createFault(run, lack);
	if (run.parts.definition.output || text.includes(notCoveredMark)) return undefined;
	const defect = repeats && hasPart(run, 'usable') && !isFinished(text) ? 'loop' : findAnswerDefect(run, text);
	if (defect && !(defect === 'amount' && (await isTakenOut(run, answer)))) return createFault(run, defect);
	const code = await findViolation(run, answer);
	if (code) return createFault(run, code, run.context.given && findCustomerLanguage(run.context.given));
	return (await couldTell(run, text)) ? createFault(run, 'promise') : undefined;
}

/** Comes first: other faults of such an answer are not worth the one repair. */
const saysItIsPerson = (run: Run, text: string): boolean =>
	!run.parts.definition.output && judgesWording(run, 'claimed-effect') && findHumanClaims(text).length > 0;

function findLack(run: Run, { response: { text }, step }: Answer): 'citation' | 'source-mark' | 'other-part' | undefined {
	const { passages, mustCite } = run.context;
	if (!mustCite || passages.length === 0) return undefined;
	const plain = citeAnswer(run, step, text.replaceAll(notCoveredMark, ''));
	const cited = collectCitations(plain, passages);
	const isMarked = hasSourceMark(plain);
	if (text.includes(notCoveredMark)) return cited.length > 0 || isMarked ? 'other-part' : undefined;
	if (isMarked) return 'source-mark';
	return cited.length === 0 && owesCitation(run, plain) ? 'citation' : undefined;
}

/** Returns whether the model could inform a person: it has a tool, and something to say. Otherwise the promise is removed from the reply. */
const couldTell = async (run: Run, text: string): Promise<boolean> =>
	Boolean(run.toolbox?.specifications.length) && (await withoutPromises(run, text)) !== undefined;

/** Judges the final answer, once. Recorded, because a replay has no guardrails. */
async function findViolation(run: Run, { response, step }: Answer): Promise<Mendable | undefined> {
	const recorded = run.trail.recorded('checked', step);
	if (recorded || run.parts.mode === 'replay') return recorded?.problems[0] as Mendable | undefined;
	const result = await guardOnce(run, response.text, step);
	const found = findStop(result) ?? result.violations.find(isOnlyQuestion);
	const code = mendable.find((one) => one === found?.code);
	if (code) run.trail.write('checked', { step, problems: [code] });
	return code;
}

const isOnlyQuestion = ({ matches }: Violation): boolean => matches.some(({ type }) => type === onlyQuestion);

async function guardOnce(run: Run, text: string, step: number): Promise<GuardResult> {
	if (run.streamed?.step !== step) {
		run.context.state ??= await run.parts.conversations?.read(run.conversationId);
		const result = await run.parts.guard.check('output', citeAnswer(run, step, text.trim()), run.context);
		run.streamed = { step, result };
	}
	return run.streamed.result;
}

/** A policy that forbids prices removes the sentence, and sends the rest: no repair. */
async function isTakenOut(run: Run, { response, step }: Answer): Promise<boolean> {
	if (run.parts.mode === 'replay') return false;
	const { outcome, text } = await guardOnce(run, response.text, step);
	return outcome === 'rewritten' && findAnswerDefect(run, text) === undefined;
}

/** Returns whether an answer without citations needs one: not a pure question, nor one based on tool results beside a search. */
function owesCitation({ context, parts: { definition } }: Run, answer: string): boolean {
	const { passages } = context;
	return !restsOnResults(answer, definition.knowledge?.citations === 'required' ? { passages } : context);
}
