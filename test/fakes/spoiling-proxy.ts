import { type FakeCall, type Fields, startFakeServer, type WireAnswer } from '../../sandbox/fakes/fake-server';

/** Changes an answer of a model: one object, or the objects of a stream in their order. */
export type Spoil = (parts: Fields[]) => Fields[];

/** Starts a gateway in front of a stand-in that breaks its answers, as gateways and compatible servers do. Everything else passes as it is. */
export function startSpoilingProxy(target: string, spoil: Spoil): ReturnType<typeof startFakeServer> {
	return startFakeServer(async (call) => {
		const answer = await fetch(`${target}${call.path}`, {
			method: call.method,
			headers: copyHeaders(call),
			...(call.bytes.length > 0 && { body: Buffer.from(call.bytes) }),
		});
		const type = answer.headers.get('content-type') ?? '';
		const text = await answer.text();
		const isAnswer = answer.status === 200 && call.method === 'POST' && call.path !== '/api/show';
		return { status: answer.status, headers: { 'content-type': type }, body: isAnswer ? rewrite(text, type, spoil) : text };
	});
}

const hopByHop = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'expect'];

const copyHeaders = ({ headers }: FakeCall): Record<string, string> =>
	Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (hopByHop.includes(name) ? [] : [[name, String(value)]])));

function rewrite(text: string, type: string, spoil: Spoil): WireAnswer['body'] {
	if (type.startsWith('text/event-stream')) return rewriteEvents(text, spoil);
	if (type.startsWith('application/x-ndjson')) return spoil(readLines(text)).map((part) => `${JSON.stringify(part)}\n`);
	return JSON.stringify(spoil([JSON.parse(text) as Fields])[0]);
}

const readLines = (text: string): Fields[] =>
	text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Fields);

const end = '[DONE]';

/** Events of Anthropic have a name, those of OpenAI an end. */
function rewriteEvents(text: string, spoil: Spoil): string[] {
	const data = [...text.matchAll(/^data: (.*?)\r?$/gm)].map(([, line]) => line!);
	const isNamed = text.startsWith('event:');
	const parts = spoil(data.filter((line) => line !== end).map((line) => JSON.parse(line) as Fields));
	const events = parts.map((part) => `${isNamed ? `event: ${String(part.type)}\n` : ''}data: ${JSON.stringify(part)}\n\n`);
	return data.includes(end) ? [...events, `data: ${end}\n\n`] : events;
}
