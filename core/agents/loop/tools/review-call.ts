/** A second model reviews a planned call against the person's request. It can only tighten the rules. */
import { detectInjection, findThreshold } from '../../../guardrails/injection/detect-injection';
import { makeReviewWords, type PlannedCall, readVerdict, writeReview } from '../../../guardrails/review/write-review';
import { readAttempts } from '../../../llm/attempts';
import type { ChatModel, ChatRequest } from '../../../ports/models/models';
import { highestEffect, type ToolEffect } from '../../../ports/tools/tool-effect';
import type { ReadyCall } from '../../../tools/read-call';
import { listCallers } from '../team/caller';
import type { Run } from '../run/run';
import { computeAllowance } from '../run/run-limits';
import type { TrailEntry } from '../trail/trail-entry';
import { type AskResult, askUntilDeadline } from '../model/ask-until-deadline';
import { findMember } from './demand-person';

const maxMessages = 5;
const maxMs = 20_000;
/** The reviewer never sees a part of a call: a person is asked about a longer one. */
const maxCharacters = 12_000;

export async function reviewCall(run: Run, step: number, read: ReadyCall): Promise<TrailEntry<'reviewed'> | undefined> {
	const { reviewer } = run.parts.definition.tools ?? {};
	if (!reviewer) return undefined;
	const effect = await findEffect(run, read);
	if (!reaches(effect, reviewer.effect ?? 'reversible')) return undefined;
	return run.trail.step('reviewed', read.callId, () => review(run, step, { ...read, tool: { ...read.tool, effect } }));
}

async function findEffect(run: Run, read: ReadyCall): Promise<ToolEffect> {
	const member = findMember(run, read);
	return member ? ((await member.reach?.())?.unasked ?? 'irreversible') : read.tool.effect;
}

const reaches = (effect: ToolEffect, least: ToolEffect): boolean => highestEffect([effect, least]) === effect;

type Review = Omit<TrailEntry<'reviewed'>, 'kind' | 'events' | 'elapsedMs' | 'at' | 'by'>;

async function review(run: Run, step: number, read: ReadyCall): Promise<Review> {
	const entry = { step, callId: read.callId, tool: read.tool.name, model: run.parts.definition.tools!.reviewer!.model };
	const words = makeReviewWords();
	const planned = describeCall(run, read);
	const request = writeReview(planned, words);
	const asks = (reason: NonNullable<Review['reason']>, attempts: Review['attempts'] = []): Review => ({
		...entry,
		verdict: 'ask',
		reason,
		attempts,
	});
	if (planned.messages.length === 0) return asks('no-request');
	if (request.messages.at(-1)!.content.length > maxCharacters) return asks('too-long');
	const { attempts: left } = computeAllowance({ ...run, base: 0 }, 'next');
	if (!run.parts.reviewer || left < 1) return asks('failed');
	const { response, attempts } = await askReviewer(run, run.parts.reviewer, request);
	const verdict = response && readVerdict(response, words);
	if (verdict === undefined) return { ...asks('failed', attempts), ...(response && { response }) };
	// The model could have been persuaded: orders are never allowed.
	const isOrder = verdict === 'allow' && (await givesOrders(read.input));
	return { ...entry, ...(isOrder ? { verdict: 'ask', reason: 'orders' } : { verdict }), response, attempts };
}

/** @throws TroupeError CANCELLED if the host cancelled; no other failure of the reviewer */
async function askReviewer(run: Run, model: ChatModel, request: ChatRequest): Promise<AskResult> {
	const inTime = (asked: ChatRequest, signal: AbortSignal) => model.generate(asked, AbortSignal.any([signal, AbortSignal.timeout(maxMs)]));
	return askUntilDeadline(run, { ...request, maxAttempts: 1 }, run.workingTime, inTime).catch((error: unknown): AskResult => {
		if (run.host.aborted) throw error;
		return { attempts: readAttempts(error) };
	});
}

async function givesOrders(input: Record<string, unknown>): Promise<boolean> {
	const { flagged } = await detectInjection(JSON.stringify(input), { source: 'tool-result', threshold: findThreshold('tool-result') });
	return flagged;
}

/** The person's words are the whole goal: agents' replies, results and server descriptions could repeat strangers' words. */
function describeCall(run: Run, { tool, masked }: ReadyCall): PlannedCall {
	const { definition } = run.parts;
	const [first] = [...listCallers(run)].reverse();
	const prepared = (first ?? run).trail.peek('prepared', '');
	// What another agent or a result put into the message is not a request of a person.
	const own = prepared?.origins ? [] : [prepared?.message ?? ''];
	const said = [...(prepared?.turns ?? []).map(({ message }) => message), ...own];
	return {
		purpose: definition.purpose,
		messages: said.slice(-maxMessages),
		tool: tool.name,
		...(tool.source === 'definition' && { description: tool.tool.description }),
		effect: tool.effect,
		arguments: masked,
	};
}
