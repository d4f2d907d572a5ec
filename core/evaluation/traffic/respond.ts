import { TroupeError } from '../../base/errors';
import type { ChatModel, ChatResponse } from '../../ports/models/models';
import type { ModelFixture } from '../cases/evaluation-set';
import { currentCase } from './traffic';

export const respondModel = 'set:respond';

/** Lets the running case's `respond` answer instead of the agent's model. Judges of guardrails and rubrics are not replaced. */
export function answerFromFixtures(model: ChatModel): ChatModel {
	let calls = 0;
	const take = (): ChatResponse | undefined => {
		const { respond } = currentCase();
		if (!respond) return undefined;
		const fixture = respond.shift();
		if (!fixture) throw exhausted();
		return toResponse(fixture, () => `call-${(calls += 1)}`);
	};
	return {
		...model,
		id: model.id,
		generate: async (request, signal) => take() ?? model.generate(request, signal),
		async *stream(request, signal) {
			const response = take();
			if (!response) {
				yield* model.stream(request, signal);
				return;
			}
			if (response.text !== '') yield { kind: 'text', text: response.text };
			for (const call of response.toolCalls ?? []) yield { kind: 'tool-call', call };
			yield { kind: 'end', response };
		},
	};
}

function toResponse({ text = '', calls = [] }: ModelFixture, createId: () => string): ChatResponse {
	const toolCalls = calls.map(({ tool, arguments: input = {} }) => ({ id: createId(), name: tool, arguments: JSON.stringify(input) }));
	return {
		text,
		...(toolCalls.length > 0 && { toolCalls }),
		finish: toolCalls.length > 0 ? 'tool-calls' : 'stop',
		model: respondModel,
		usage: { inputTokens: 0, outputTokens: 0, estimated: true },
		costUsd: 0,
		attempts: [{ model: respondModel, ok: true, durationMs: 0, costUsd: 0 }],
	};
}

const exhausted = () =>
	new TroupeError({
		code: 'REPLAY_DIVERGED',
		message: 'The agent asked its model once more than the "respond" of the case has answers.',
		fix: 'Add the answer to "respond", or record the case with `troupe eval record SET --case NAME`.',
	});
