import type { ChatResponse } from '../../ports/models/models';
import type { LimitName, Suspension } from '../agent-outcome';
import { listCallers } from './team/caller';
import { requestLastAnswer } from './model/request-last-answer';
import { askStep } from './model/ask-step';
import { repairAnswer } from './model/repair-answer';
import { fitLastOutput, fitOutput } from './model/fit-output';
import { type Conversation, startConversation } from './run/conversation';
import type { Conclusion } from './conclusion/conclusion';
import { hasTools, openToolbox } from './tools/open-toolbox';
import { prepareInput } from './run/prepare-input';
import type { Run, MemberWaiting } from './run/run';
import { findSmallTalk } from './conclusion/small-talk';
import { suspend } from './waiting/suspend';
import { continueHeld } from './team/held-conversation';
import { findScratchpad } from './team/team-scratchpad';
import { performCalls } from './tools/tool-step';

/** Alternates between model and tools until an answer, a limit, or a decision by a person. */
export async function converse(run: Run): Promise<Conclusion | Suspension | MemberWaiting> {
	const prepared = await prepareInput(run);
	if (prepared.stop) return { kind: 'stopped', stop: prepared.stop };
	const { parts } = run;
	if (needsTools(run)) run.toolbox = await openToolbox(run);
	const conversation = startConversation(parts.definition, prepared, run.images, run.context);
	const held = await continueHeld(run, prepared, conversation);
	if (held) return 'waiting' in held ? suspend(run, 0, held.waiting) : held;
	const said = findSmallTalk(run, prepared.message);
	if (said) return { kind: 'small-talk', said };
	let isRepaired = false;
	for (let step = 1; ; step += 1) {
		const { response: first, limit } = await askStep(run, conversation, step, step === 1 ? 'first' : 'next');
		if (!first) return limit ? stopAt(run, conversation, step, limit) : { kind: 'wordless' };
		let answer: Conclusion & { kind: 'answer' } = { kind: 'answer', response: first, step };
		if (isAnswer(first) && !isRepaired) answer = await repairAnswer(run, conversation, answer);
		const { response } = answer;
		isRepaired ||= answer.step !== step;
		if (isAnswer(response)) return fitOutput(run, conversation, answer);
		step = answer.step;
		if (hasNoCallLeft(run)) return { kind: 'limit', limit: 'model-calls' };
		if (parts.mode !== 'replay') run.toolbox ??= await openToolbox(run);
		const came = await performCalls(run, conversation, step, response);
		if (came.waiting.length > 0 || came.outside) return suspend(run, step, came.waiting, came.outside);
		if (came.conclusion) return came.conclusion;
		if (came.limit) return stopAt(run, conversation, step, came.limit);
		if (parts.mode === 'dry-run') return lastWords(run, conversation, step + 1);
	}
}

const isAnswer = ({ toolCalls, finish }: ChatResponse): boolean => !toolCalls?.length || finish === 'content-filter';

function needsTools(run: Run): boolean {
	if (run.parts.mode === 'replay' || run.trail.has('ended', '')) return false;
	return hasTools(run.parts) || run.caller?.keeps === true || findScratchpad(run) !== undefined;
}

/** A tool is not called if no model could read its result. */
const hasNoCallLeft = (run: Run): boolean =>
	[run, ...listCallers(run)].some(({ usage, parts }) => usage.counted >= parts.definition.limits.modelCalls);

async function stopAt(run: Run, conversation: Conversation, step: number, limit: LimitName): Promise<Conclusion> {
	const response = await requestLastAnswer(run, conversation, step + 1, limit);
	const last = response && (await fitLastOutput(run, { kind: 'answer', response, step: step + 1, partial: limit }));
	return last ?? { kind: 'limit', limit };
}

async function lastWords(run: Run, conversation: Conversation, step: number): Promise<Conclusion> {
	const { response, limit } = await askStep(run, conversation, step, 'last');
	return response ? fitOutput(run, conversation, { kind: 'answer', response, step }) : { kind: 'limit', limit: limit! };
}
