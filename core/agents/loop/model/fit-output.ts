import { TroupeError } from '../../../base/errors';
import { compileSchema } from '../../../json-schema/compile-schema';
import { adviseAuthor, fitAnswer, writeComplaint } from '../../../llm/fit-answer';
import { mapTexts } from '../../../base/text/map-texts';
import type { ChatResponse } from '../../../ports/models/models';
import type { JsonValue } from '../../agent-outcome';
import { notCoveredMark } from '../../../knowledge/grounding';
import { listHandedOver } from '../answer-faults/list-handed-over';
import { askAgain } from './ask-again';
import type { Conversation } from '../run/conversation';
import type { Conclusion } from '../conclusion/conclusion';
import { hasTools } from '../tools/open-toolbox';
import { restoreForAsker } from '../run/restore-for-asker';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from '../run/run';
import type { TrailEntry } from '../trail/trail-entry';
import { parseIfJson } from '../../../base/text/json/parse-if-json';

type Answer = Conclusion & { kind: 'answer' };

/**
 * Checks an answer against the output schema. A wrong one is sent back to the model once, with its problems. @returns the answer with only the JSON
 * as its text; unchanged without a schema or answer @throws TroupeError MODEL_OUTPUT_INVALID if the second answer does not fit either
 */
export async function fitOutput(run: Run, conversation: Conversation, answer: Answer): Promise<Conclusion> {
	if (!asksForJson(run, answer.response)) return answer;
	const first = await check(run, answer);
	if (first.problems.length === 0) return withJson(answer, first.value);
	const step = answer.step + 1;
	const written = { text: answer.response.text, step: answer.step };
	const { response, limit } = await askAgain(run, conversation, written, `(${writeComplaint(first.problems, findPromptLanguage(run))})`);
	if (!response) return limit ? { kind: 'limit', limit } : { kind: 'wordless' };
	const repaired: Answer = { kind: 'answer', response: { ...response, toolCalls: undefined }, step };
	if (!asksForJson(run, response)) return repaired;
	const { problems, value } = await check(run, repaired);
	if (problems.length > 0 && listHandedOver(run).length > 0) return { kind: 'wordless' };
	if (problems.length > 0) throw invalid(run, response, problems);
	return withJson(repaired, value);
}

/** Same for a last answer: undefined if it does not fit, since there is no retry. */
export async function fitLastOutput(run: Run, answer: Answer): Promise<Answer | undefined> {
	if (!asksForJson(run, answer.response)) return answer;
	const { problems, value } = await check(run, answer);
	return problems.length === 0 ? withJson(answer, value) : undefined;
}

/** @throws TroupeError MODEL_OUTPUT_INVALID if a guardrail rewrote the output so that it no longer fits */
export async function assertStillFits(run: Run, response: ChatResponse, guarded: string): Promise<void> {
	if (!run.parts.definition.output || guarded === response.text) return;
	const { problems } = await readOutput(run, guarded);
	if (problems.length > 0) throw invalid(run, response, problems, ' after a guardrail rewrote it');
}

/** Restores the output's personal data, and returns it as JSON and text. Undefined without an output schema. */
export async function restoreOutput(run: Run, reply: string): Promise<{ output: JsonValue; reply: string } | undefined> {
	const written = run.parts.definition.output && (parseIfJson(reply) as JsonValue | undefined);
	if (written === undefined) return undefined;
	const output = await mapTexts(written, (text) => restoreForAsker(run, text));
	return { output, reply: toText(output) };
}

/** On several lines, so that a list of numbers does not read as a citation. */
const toText = (value: unknown) => JSON.stringify(value, null, 2);

/** Incomplete answers, and reports of missing documents, are not outputs. */
function asksForJson(run: Run, { finish, text }: ChatResponse): boolean {
	const isAnswer = finish !== 'content-filter' && finish !== 'length' && !text.includes(notCoveredMark);
	return run.parts.definition.output !== undefined && isAnswer;
}

const withJson = (answer: Answer, value: unknown): Answer => ({
	...answer,
	response: { ...answer.response, text: toText(value) },
});

/** Recorded because a replay may lack the vault, and a token can fit where the value did not. */
function check(run: Run, { response, step }: Answer): Promise<TrailEntry<'checked'>> {
	return run.trail.step('checked', step, async () => ({ step, ...(await readOutput(run, response.text)) }));
}

/** Returns the masked JSON of a text whose restored value fits; otherwise its problems. */
async function readOutput(run: Run, text: string): Promise<{ problems: string[]; value?: unknown }> {
	const { schema } = run.parts.definition.output!;
	const findProblems = await compileSchema(schema, { thorough: true });
	const { vault } = run.context;
	return {
		problems: [],
		...(await fitAnswer(text, schema, async (value) => findProblems(await mapTexts(value, (each) => vault.restore(each))))),
	};
}

function invalid({ parts }: Run, { model }: ChatResponse, problems: string[], when = ''): TroupeError {
	return new TroupeError({
		code: 'MODEL_OUTPUT_INVALID',
		message: `The answer of ${model} does not fit the output schema of the agent "${parts.definition.id}"${when}: ${problems.join('; ')}.`,
		fix: adviseAuthor(problems),
		// Answers of a run with tools are stored, so a retry would get the same answer.
		retryable: when === '' && !hasTools(parts),
		details: { problems },
	});
}
