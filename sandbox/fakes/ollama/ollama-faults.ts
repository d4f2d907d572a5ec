import type { RawReply } from '../fake-server';

export function ollamaError(status: number, message: string, headers: Record<string, string> = {}): RawReply {
	return { status, headers, body: { error: message } };
}

export const ollamaFaults = {
	busy: () => ollamaError(503, 'server busy, please try again.  maximum pending requests exceeded'),
	usageLimit: () => ollamaError(429, "you've reached your hourly usage limit, please upgrade to continue", { 'retry-after': '2' }),
	outOfMemory: () => ollamaError(500, 'model requires more system memory (40.1 GiB) than is available (15.2 GiB)'),
	contextTooLong: () => ollamaError(400, 'the input length exceeds the context length'),
	runnerStopped: () => ollamaError(500, 'llama runner process has terminated: exit status 2'),
};
