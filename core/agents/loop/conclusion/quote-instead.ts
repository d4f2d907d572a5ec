import type { ChatResponse } from '../../../ports/models/models';
import { extractiveModel } from '../../../ports/models/extractive-model';
import { hasTools } from '../tools/open-toolbox';
import { speaksToCustomer } from '../team/caller';
import { restoreForAsker } from '../run/restore-for-asker';
import type { Run } from '../run/run';
import type { Quotation } from '../trail/trail-entry';
import type { AnswerDefect } from '../answer-faults/answer-defect';

export type Unusable = 'no-citation' | 'not-supported' | 'cut' | 'loop' | 'echo' | 'language' | AnswerDefect;

const reasons: Record<Unusable, { why: string; fix: string }> = {
	'no-citation': {
		why: 'it cites no passage that says what it says',
		fix: 'Use a model that follows the instruction to cite, or set knowledge.citations to optional.',
	},
	'not-supported': {
		why: 'it says what its passages do not say',
		fix: 'Use another model, or see the support of its statements in the outcome.',
	},
	cut: { why: 'it was cut at the max output tokens', fix: 'Raise limits.outputTokens, or use another model.' },
	blank: { why: 'it is blank', fix: 'Use another model.' },
	loop: { why: 'the model repeated itself', fix: 'Use another model.' },
	echo: { why: 'it repeats the instructions', fix: 'Use another model.' },
	call: {
		why: 'it is a tool call as text, or a part of one',
		fix: 'Use a model and a server that support tool calls: see `troupe model check`.',
	},
	named: { why: 'it names a tool, which only programs know', fix: 'Use another model.' },
	announced: { why: 'it only says what comes next', fix: 'Use a model that calls tools.' },
	thoughts: { why: 'it begins with what the model thinks', fix: 'Use a model that thinks apart from its answer, or another one.' },
	amount: { why: 'it has an amount that nothing has', fix: 'Use another model.' },
	question: { why: 'it is the question again', fix: 'Use another model.' },
	data: { why: 'it has the data of a program', fix: 'Use another model.' },
	secret: { why: 'it asks for a password, a code or the number of a card', fix: 'See the results of the tools for orders.' },
	language: { why: 'it is not in the language that is asked for', fix: 'Use a model that speaks this language.' },
};

/** Quotes the documents in place of an unusable answer, unless the definition forbids it. */
export async function quoteInstead(run: Run, { model }: ChatResponse, step: number, unusable: Unusable): Promise<Quotation | undefined> {
	const { quotes, definition } = run.parts;
	// An agent with tools also answers from results, which the documents lack.
	if (!quotes || !definition.knowledge || hasTools(run.parts) || model === extractiveModel) return undefined;
	const prepared = run.trail.recorded('prepared');
	if (!prepared) return undefined;
	const { message, passages } = prepared;
	const request = { messages: [{ role: 'user' as const, content: message }], passages, maxOutputTokens: definition.limits.outputTokens };
	const response = await quotes.generate(request, run.host);
	const { why, fix } = reasons[unusable];
	const instead = { code: 'MODEL_OUTPUT_INVALID', message: `The answer of ${model} was not used: ${why}.`, fix };
	// Without matches, another model would not help.
	return { step: step + 1, response: { ...response, ...(passages.length > 0 && { instead }) } };
}

export async function showInstead(run: Run, step: number, text: string): Promise<void> {
	if (run.streamed?.step !== step || !run.events.hasListener || !speaksToCustomer(run)) return;
	run.events.emit({ kind: 'model-withdrawn', step });
	await showQuotation(run, step, text);
}

export async function showQuotation(run: Run, step: number, text: string): Promise<void> {
	if (!run.events.hasListener || !speaksToCustomer(run)) return;
	run.events.emit({ kind: 'model-part', step, text: await restoreForAsker(run, text) });
}
