import type { ChatModel, ChatRequest, ChatResponse } from '../../core/ports/models/models';

type Step = string | Partial<ChatResponse> | Error | ((request: ChatRequest, signal: AbortSignal) => Promise<ChatResponse>);

export function scriptedChatModel(...steps: Step[]): ChatModel & { requests: ChatRequest[] } {
	const requests: ChatRequest[] = [];
	const generate = async (request: ChatRequest, signal: AbortSignal): Promise<ChatResponse> => {
		requests.push(structuredClone(request));
		const step = steps[requests.length - 1];
		if (step === undefined)
			throw new Error(`The scripted model was called ${requests.length} times, but its script has ${steps.length} steps.`);
		if (step instanceof Error) throw step;
		if (typeof step === 'function') return step(request, signal);
		const usage = { inputTokens: 10, outputTokens: 5, estimated: false };
		return { text: '', finish: 'stop', model: 'script:model', usage, ...(typeof step === 'string' ? { text: step } : step) };
	};
	return {
		id: 'script:model',
		requests,
		generate,
		async *stream(request, signal) {
			const response = await generate(request, signal);
			yield { kind: 'text', text: response.text };
			yield { kind: 'end', response };
		},
	};
}
