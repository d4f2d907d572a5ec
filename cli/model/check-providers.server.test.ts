/** What the check finds at endpoints of each provider that break their protocol: stand-ins of the services, with a gateway in front that spoils their answers. */
import type { ProviderName } from '../../core/ports/models/provider-names';
import { startAnthropicServer } from '../../sandbox/fakes/anthropic/anthropic-server';
import type { FakeServer, Fields } from '../../sandbox/fakes/fake-server';
import { startGoogleServer } from '../../sandbox/fakes/google/google-server';
import { obedientModel } from '../../test/fakes/obedient-model';
import { startOllamaServer } from '../../sandbox/fakes/ollama/ollama-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { type Spoil, startSpoilingProxy } from '../../test/fakes/spoiling-proxy';
import { slowTest } from '../../test/support/slow-tests';
import { testTerminal } from '../../test/support/test-terminal';
import { runModelCheck } from './check-run';

interface Protocol {
	start(): Promise<FakeServer>;
	model: string;
	apiKey: string;
	path?: string;
	/** The field with the reason of an end, and its values for a whole answer and one that was cut. */
	reason: [field: string, whole: string, cut: string];
	/** Where usage is, and its count of the answer. */
	usage: { fields: string[]; output: string };
	/** Gives all calls of an answer this id; none if undefined. */
	setCallIds: (part: Fields, id: string | undefined) => Fields;
	isText: (part: Fields) => boolean;
	isCall: (part: Fields) => boolean;
	/** What a check says of an endpoint that is in order, where that is not "works". */
	skips?: string[];
}

/** Replaces a field wherever it is; undefined removes it. */
const setField = (part: unknown, name: string, to: (value: unknown) => unknown): Fields =>
	JSON.parse(JSON.stringify(part, (key, value: unknown) => (key === name ? to(value) : value))) as Fields;
/** Whether a text has one of these marks of the wire. */
const has =
	(...marks: string[]) =>
	(part: Fields) =>
		marks.some((mark) => JSON.stringify(part).includes(mark));

const respond = obedientModel;
const protocols: Record<ProviderName, Protocol> = {
	openai: {
		...{ start: () => startOpenAiServer({ respond }), model: 'gpt-4.1-mini', apiKey: 'sk-fake', path: '/v1' },
		reason: ['finish_reason', 'stop', 'length'],
		usage: { fields: ['usage'], output: 'completion_tokens' },
		setCallIds: (part, id) => setField(part, 'tool_calls', (calls) => setField(calls, 'id', () => id)),
		isText: has('"delta":{"content"', '"delta":{"role":"assistant","content"'),
		isCall: has('"tool_calls":['),
		skips: ['too-long'],
	},
	anthropic: {
		...{ start: () => startAnthropicServer({ respond, contextTokens: 200_000 }), model: 'claude-haiku-4-5', apiKey: 'sk-ant-fake' },
		reason: ['stop_reason', 'end_turn', 'max_tokens'],
		usage: { fields: ['usage'], output: 'output_tokens' },
		setCallIds: (part, id) => setField(part, 'id', (value) => (String(value).startsWith('toolu_') ? id : value)),
		isText: has('"text_delta"'),
		isCall: has('"tool_use"', '"input_json_delta"'),
	},
	google: {
		...{ start: () => startGoogleServer({ respond }), model: 'gemini-2.5-flash', apiKey: 'AIza-fake' },
		reason: ['finishReason', 'STOP', 'MAX_TOKENS'],
		usage: { fields: ['usageMetadata'], output: 'candidatesTokenCount' },
		setCallIds: (part, id) => setField(part, 'functionCall', (call) => ({ ...(call as object), id })),
		isText: (part) => has('"text":"')(part) && !has('"finishReason"')(part),
		isCall: has('"functionCall"'),
		skips: ['call-ids', 'too-long'],
	},
	ollama: {
		...{ start: () => startOllamaServer({ respond }), model: 'llama3.2', apiKey: '' },
		reason: ['done_reason', 'stop', 'length'],
		usage: { fields: ['prompt_eval_count', 'eval_count'], output: 'eval_count' },
		setCallIds: (part, id) => setField(part, 'tool_calls', (calls) => (calls as Fields[]).map((call) => ({ ...call, id }))),
		isText: (part) => part.done === false && !has('"content":""')(part),
		isCall: has('"tool_calls":['),
		skips: ['bad-key', 'call-ids', 'too-long'],
	},
};
const providers = Object.keys(protocols) as ProviderName[];

const opened: FakeServer[] = [];
afterEach(async () => {
	for (const server of opened.splice(0)) await server.close();
});

async function check(provider: ProviderName, spoil: Spoil): Promise<{ code: number; results: Record<string, string>; printed: string }> {
	const { start, model, apiKey, path = '' } = protocols[provider];
	const server = await start();
	opened.unshift(server);
	const gateway = await startSpoilingProxy(server.url, spoil);
	opened.unshift(gateway);
	const terminal = testTerminal();
	const open = async () => ({
		...{ gate: openGate(), agentFolders: [], allowPrivateNetworks: true },
		providers: { [provider]: { apiKey, baseUrl: `${gateway.url}${path}` } },
	});
	const options = { model: `${provider}:${model}`, maxCost: 1, timeout: 60_000, images: true, json: true };
	const code = await runModelCheck(options, terminal, open);
	const printed = terminal.printed.join('\n');
	const { checks } = JSON.parse(printed) as { checks: Array<{ check: string; result: string }> };
	return { code, printed, results: Object.fromEntries(checks.map((one) => [one.check, one.result])) };
}

test.each(providers)('finds nothing missing at an endpoint of %s that keeps its protocol', async (provider) => {
	const { code, results } = await check(provider, (parts) => parts);
	const { skips = [] } = protocols[provider];
	expect(results).toEqual(Object.fromEntries(Object.keys(results).map((name) => [name, skips.includes(name) ? 'skipped' : 'works'])));
	expect(code).toBe(0);
});

type Broken = [what: string, check: string, result: string, spoil: (protocol: Protocol) => Spoil, only?: ProviderName[]];

const setReason =
	(from: 'whole' | 'cut') =>
	({ reason: [field, whole, cut] }: Protocol): Spoil =>
	(parts) =>
		parts.map((part) =>
			setField(part, field, (value) => (value === (from === 'whole' ? whole : cut) ? (from === 'whole' ? cut : whole) : value)),
		);

/** The same places have other parts of the same kind. */
const reverse = (parts: Fields[], isOne: (part: Fields) => boolean): Fields[] => {
	const reversed = parts.filter(isOne).reverse();
	return parts.map((part) => (isOne(part) ? reversed.shift()! : part));
};
const isStream = (parts: Fields[]) => parts.length > 1;

const broken: Broken[] = [
	['says that whole answers were cut', 'text', 'partial', setReason('whole')],
	['says that cut answers are whole', 'length', 'partial', setReason('cut')],
	[
		'gives no usage',
		'usage',
		'partial',
		({ usage }) =>
			(parts) =>
				parts.map((part) => usage.fields.reduce((left, field) => setField(left, field, () => undefined), part)),
	],
	[
		'counts one token for every answer',
		'usage',
		'partial',
		({ usage }) =>
			(parts) =>
				// A total that is right would tell the tokens.
				parts.map((part) =>
					['total_tokens', 'totalTokenCount'].reduce(
						(left, total) => setField(left, total, () => undefined),
						setField(part, usage.output, () => 1),
					),
				),
	],
	[
		'gives calls no ids',
		'call-ids',
		'partial',
		({ setCallIds }) =>
			(parts) =>
				parts.map((part) => setCallIds(part, undefined)),
		['openai', 'anthropic'],
	],
	[
		'gives two calls one id',
		'parallel-tools',
		'fails',
		({ setCallIds }) =>
			(parts) =>
				parts.map((part) => setCallIds(part, 'call_1')),
	],
	[
		'streams words in the wrong order',
		'streaming',
		'fails',
		({ isText }) =>
			(parts) =>
				reverse(parts, isText),
	],
	[
		'sends a stream as one part',
		'streaming',
		'partial',
		({ isText }) =>
			(parts) =>
				joinTexts(parts, isText),
	],
	[
		'loses calls of tools in streams',
		'streamed-tools',
		'fails',
		({ isCall }) =>
			(parts) =>
				isStream(parts) ? parts.filter((part) => !isCall(part)) : parts,
	],
	[
		'streams the pieces of a call in the wrong order',
		'streamed-tools',
		'fails',
		({ isCall }) =>
			(parts) =>
				reverse(parts, isCall),
		['openai', 'anthropic'],
	],
	['ends streams before they are complete', 'streaming', 'fails', () => (parts) => (isStream(parts) ? parts.slice(0, 3) : parts)],
];

/** The first part gets the text of all; a text is the longest string of a part. */
function joinTexts(parts: Fields[], isText: (part: Fields) => boolean): Fields[] {
	const [first, ...others] = parts.filter(isText);
	if (!first) return parts;
	const whole = [first, ...others].map(readText).join('');
	const joined = JSON.parse(JSON.stringify(first).replace(JSON.stringify(readText(first)), () => JSON.stringify(whole))) as Fields;
	return parts.flatMap((part) => (part === first ? [joined] : isText(part) ? [] : [part]));
}
const readText = (part: Fields): string => JSON.parse(/"(?:content|text)":("(?:[^"\\]|\\.)+")/.exec(JSON.stringify(part))![1]!) as string;

slowTest.each(
	broken.flatMap(([what, name, result, spoil, only = providers]) =>
		only.map((provider) => [provider, what, name, result, spoil(protocols[provider])] as const),
	),
)('finds that an endpoint of %s %s: %s %s', async (provider, _what, name, result, spoil) => {
	const { code, results, printed } = await check(provider, spoil);
	expect({ [name]: results[name], code }).toEqual({ [name]: result, code: Object.values(results).includes('fails') ? 1 : 0 });
	if (protocols[provider].apiKey !== '') expect(printed).not.toContain(protocols[provider].apiKey);
});
