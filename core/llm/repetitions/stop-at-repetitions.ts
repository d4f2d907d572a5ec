import { estimateUsage } from '../../tokens/estimate-tokens';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse } from '../../ports/models/models';
import { cutRepetitions } from './cut-repetitions';

const inView = 4_000;
const between = 60;

/** Ends the stream. The response has `repeats`. JSON and tool calls stay. */
export function stopAtRepetitions(model: ChatModel): ChatModel {
	return {
		id: model.id,
		generate: async (request, signal) => cut(request, await model.generate(request, signal)),
		async *stream(request, signal): AsyncGenerator<ChatPart, void> {
			let text = '';
			let searched = 0;
			let hasCalls = false;
			for await (const part of model.stream(request, signal)) {
				if (part.kind === 'end') yield { kind: 'end', response: cut(request, part.response) };
				else yield part;
				hasCalls ||= part.kind === 'tool-call';
				if (part.kind !== 'text' || hasCalls || request.responseSchema) continue;
				text += part.text;
				if (text.length - searched < between) continue;
				searched = text.length;
				if (cutRepetitions(text.slice(-inView), true) === undefined) continue;
				const response: ChatResponse = { text, finish: 'stop', model: model.id, usage: estimateUsage(request.messages, text) };
				yield { kind: 'end', response: cut(request, response) };
				return;
			}
		},
	};
}

/** The part before is complete, even if a limit cut the repetitions. */
function cut({ responseSchema }: ChatRequest, response: ChatResponse): ChatResponse {
	const { finish, toolCalls } = response;
	if (responseSchema || toolCalls?.length || finish === 'content-filter') return response;
	const text = cutRepetitions(response.text);
	return text === undefined ? response : { ...response, text, finish: 'stop', repeats: true };
}
