import { hash } from 'node:crypto';
import { isTroupeError } from '../../../base/errors';
import { canonicalToken, tokenShape } from '../../../base/text/masked-token';
import { mapTexts } from '../../../base/text/map-texts';
import { canonicalJson } from '../../../json-schema/canonical-json';
import { readAttempts } from '../../../llm/attempts';
import { unifyMark } from '../../../knowledge/grounding';
import { readWrittenCalls } from '../../../llm/written-calls/read-written-calls';
import type { PersonalDataVault } from '../../../ports/guardrails/vault';
import { estimateMessages } from '../../../tokens/estimate-tokens';
import type { Passage } from '../../../ports/knowledge/passages';
import type {
	ChatMessage,
	ChatRequest,
	ChatResponse,
	JsonSchema,
	NativeMessage,
	ToolCall,
	ToolSpecification,
} from '../../../ports/models/models';
import { readArguments } from '../../../tools/read-arguments';
import { type AskResult, askUntilDeadline } from './ask-until-deadline';
import { fitContext } from './context-window';
import { boundMessageTokens } from './bound-message-tokens';
import { type Conversation, joinText } from '../run/conversation';
import { goesOn } from '../run/prepare-input';
import type { Run } from '../run/run';
import { computeAllowance, type CallAllowance, estimateCost, exceedsCost, findLimit, type Place } from '../run/run-limits';
import { speaksToCustomer } from '../team/caller';
import { Reservation } from '../team/team-limits';
import { partialReply } from '../conclusion/partial-reply';
import { showAnswer } from './show-answer';
import { listHandedOver } from '../answer-faults/list-handed-over';
import { judgeCalls } from '../call-faults/judge-calls';
import { straightenCalls } from '../call-faults/straighten-calls';
import { tidyText } from './tidy-text';
import { diverged } from '../trail/trail';
import type { EntryBody, TrailEntry } from '../trail/trail-entry';

type Mask = (text: string) => Promise<string>;

const maxLevels = 100;

/** Masks texts of native data; its provider needs the rest unchanged. */
async function maskNative({ model, data, texts, seal }: NativeMessage, mask: Mask): Promise<NativeMessage> {
	const names = new Set(texts);

	async function maskPart(part: unknown, level: number): Promise<unknown> {
		if (typeof part !== 'object' || part === null) return part;
		if (level > maxLevels) return undefined;
		if (Array.isArray(part)) {
			const parts = await Promise.all(part.map((each) => maskPart(each, level + 1)));
			return parts.filter((each) => each !== undefined);
		}
		return maskFields(part as Record<string, unknown>, level);
	}

	async function maskFields(part: Record<string, unknown>, level: number): Promise<object | undefined> {
		const fields: Array<[string, unknown]> = [];
		let isSame = true;
		for (const [name, value] of Object.entries(part)) {
			const masked = names.has(name) ? await mapTexts(value, mask) : await maskPart(value, level + 1);
			isSame &&= !names.has(name) || canonicalJson(masked) === canonicalJson(value);
			fields.push([name, masked]);
		}
		const isSealed = seal !== undefined && Boolean(part[seal]);
		return isSealed && !isSame ? undefined : Object.fromEntries(fields);
	}

	return { model, texts, ...(seal && { seal }), data: await maskPart(data, 0) };
}

/** Masks personal data that a model wrote itself, such as a spelled-out address. Tools get the data, the trail does not. */
async function maskCalls({ context: { vault } }: Run, response: ChatResponse): Promise<ChatResponse> {
	if (!response.toolCalls?.length) return response;
	const mask = (text: string) => maskBesideTokens(text, vault);
	const text = await mask(response.text);
	const toolCalls = await Promise.all(
		response.toolCalls.map(async (call) => {
			const { value } = readArguments(call.arguments);
			const masked = value && (await mapTexts(value, mask));
			const same = value && canonicalJson(masked) === canonicalJson(value);
			return { ...call, arguments: same ? call.arguments : value ? JSON.stringify(masked) : await mask(call.arguments) };
		}),
	);
	return { ...response, text, toolCalls, ...(response.native && { native: await maskNative(response.native, mask) }) };
}

/** Masks the model's own data but leaves copied tokens: `[EMAIL_1_k3f9x2].evil.example` must not become another address that hides the first. */
async function maskBesideTokens(text: string, vault: PersonalDataVault): Promise<string> {
	const masked = (await vault.mask(text)).text;
	const left = listTokens(masked);
	if (listTokens(text).every((token) => left.includes(token))) return masked;
	const pieces: string[] = [];
	let from = 0;
	for (const { 0: token, index } of text.matchAll(tokenShape)) {
		pieces.push((await vault.mask(text.slice(from, index))).text, token);
		from = index + token.length;
	}
	return [...pieces, (await vault.mask(text.slice(from))).text].join('');
}

const listTokens = (text: string): string[] => (text.match(tokenShape) ?? []).map(canonicalToken);

/** Max calls in one answer; further calls are ignored. */
const maxCalls = 64;
const maxIdLength = 200;

/** If a conversation is too long for a model of unknown context size, it is shortened by this factor, up to the max times. */
const shortening = 0.6;
const maxShortenings = 2;

/**
 * Calls the model once within all remaining limits. Returns its answer, or the reached limit. @param instruction added at the end for this call
 * @param mayCall allows tool calls; with an instruction, it usually should answer
 */
export async function askStep(
	run: Run,
	conversation: Conversation,
	step: number,
	place: Place,
	instruction?: string,
	mayCall = instruction === undefined,
): Promise<TrailEntry<'model'>> {
	const toolTokens = countToolTokens(run);
	run.base = boundMessageTokens([conversation.system, ...conversation.data, conversation.user]) + toolTokens;
	const left = computeAllowance(run, place);
	const lead = instruction === undefined || place !== 'last' ? '' : partialReply(run.context.language, '');
	// A replay has no tools to count.
	let room = run.trail.peek('model', step)?.room ?? roomFor(run, left) - toolTokens;
	let refused: { asked: string; error: unknown } | undefined;
	for (let tries = 1; ; tries += 1) {
		const fitted = await fitContext(run, step, conversation, room, (tokens) => !exceedsCost(run, place, tokens + toolTokens));
		const messages = appendInstruction(fitted.messages, instruction);
		if (refused && refused.asked === hashRequest(messages)) throw refused.error;
		const request = createRequest(run, messages, { place, left, mayCall: mayCall && place !== 'last' }, conversation.passages);
		const reservation = new Reservation(run);
		try {
			const entry = await run.trail.step('model', step, () =>
				ask(run, request, { step, place, left, lead, room, tokens: fitted.tokens + toolTokens, reservation }),
			);
			if (hasAsked(run, entry, messages)) return entry;
		} catch (error) {
			if (tries > maxShortenings || !isTooLong(error)) throw error;
			// The context size was unknown. If nothing can be shortened, the same request would be refused again.
			refused = { asked: hashRequest(messages), error };
			room = Math.floor(estimateMessages(messages) * shortening);
			continue;
		} finally {
			reservation.release();
		}
		throw diverged(`asked another question in step ${step}`);
	}
}

const hasAsked = ({ parts: { mode } }: Run, { asked }: TrailEntry<'model'>, messages: ChatMessage[]): boolean =>
	mode !== 'replay' || asked === '' || asked === hashRequest(messages);

const isTooLong = (error: unknown): boolean => isTroupeError(error) && error.code === 'MODEL_CONTEXT_TOO_LONG';

function countToolTokens({ toolbox, parts: { definition } }: Run): number {
	const { specifications = [] } = toolbox ?? {};
	const { output } = definition;
	return (specifications.length > 0 ? countJsonTokens(specifications) : 0) + (output ? countJsonTokens(output.schema) : 0);
}

function countJsonTokens(definitions: ToolSpecification[] | JsonSchema): number {
	return 100 + Math.ceil(JSON.stringify(definitions).length / 3);
}

function roomFor({ parts: { definition, modelFacts } }: Run, { tokens }: CallAllowance): number {
	return Math.min(tokens, modelFacts?.contextTokens ?? Infinity) - definition.limits.outputTokens;
}

interface Asking {
	step: number;
	place: Place;
	left: CallAllowance;
	lead: string;
	/** Max input tokens, and those of the request. */
	room: number;
	tokens: number;
	reservation: Reservation;
}

async function ask(run: Run, request: ChatRequest, asking: Asking): Promise<EntryBody<'model'>> {
	const { step, place, lead, room, tokens, reservation } = asking;
	// Other agents of the team can have used some meanwhile.
	const left = run.caller ? computeAllowance(run, place) : asking.left;
	const limit = findLimit(run, place, left, tokens);
	if (limit) return { step, asked: '', room, limit, attempts: [], durationMs: 0 };
	const { clock } = run.parts;
	const attempts = Math.max(0, Math.min(request.maxAttempts ?? Infinity, left.attempts));
	reservation.hold(attempts, tokens + run.parts.definition.limits.outputTokens, estimateCost(run, tokens));
	run.events.emit({ kind: 'model-started', step });
	const started = clock.now();
	// JSON is judged and shown as a whole.
	const shows = run.events.hasListener && !run.parts.definition.output && speaksToCustomer(run);
	const show = shows ? (_: ChatRequest, signal: AbortSignal) => showAnswer(run, { step, lead }, request, signal) : undefined;
	const deadline = place === 'last' ? run.deadline : run.workingTime;
	const asked = await askUntilDeadline(run, { ...request, maxAttempts: attempts }, deadline, show).catch((error: unknown): AskResult => {
		// The last answer is optional: a standard text can replace it. People do not wait for the last words of a hand-over.
		const isOptional = lead !== '' || (place === 'next' && !isTooLong(error) && listHandedOver(run).length > 0);
		if (!isOptional || run.host.aborted || !isModelFault(error)) throw error;
		return { attempts: readAttempts(error) };
	});
	const marked = asked.response && { ...asked.response, text: unifyMark(tidyText(run, asked.response.text)) };
	const read = marked && withWrittenCalls(run, marked, request);
	const written = read && straightenCalls(run, withUniqueIds(run, read, step));
	const judged = written && (await judgeCalls(run, written));
	const response = written && (await maskCalls(run, written));
	const hashed = goesOn(run) ? hashRequest(request.messages) : 'unread';
	return { step, asked: hashed, room, ...asked, ...(response && { response }), ...judged, durationMs: clock.now() - started };
}

function createRequest(
	{ parts: { definition }, toolbox, deadline, workingTime }: Run,
	messages: ChatMessage[],
	{ place, left, mayCall }: Pick<Asking, 'place' | 'left'> & { mayCall: boolean },
	passages: Passage[],
): ChatRequest {
	const tools = toolbox?.specifications ?? [];
	return {
		messages,
		passages,
		maxOutputTokens: definition.limits.outputTokens,
		temperature: definition.model.temperature,
		maxAttempts: Math.max(0, left.attempts),
		until: (place === 'last' ? deadline : workingTime).endsAt,
		// Some protocols require the tools of a conversation with calls, even if no more are allowed: other adapters omit them.
		...(tools.length > 0 && { tools, ...(!mayCall && { toolChoice: 'none' as const }) }),
		...(definition.output && { responseSchema: { name: 'output', schema: definition.output.schema } }),
	};
}

export function isModelFault(error: unknown): boolean {
	return isTroupeError(error) && /^(MODEL_|RATE_LIMITED|NOT_SUPPORTED)/.test(error.code);
}

/** Appended to the last message, which is read last. Some providers refuse two messages of one role in a row. */
function appendInstruction(messages: ChatMessage[], instruction: string | undefined): ChatMessage[] {
	if (instruction === undefined) return messages;
	const last = messages.at(-1)!;
	if (last.role === 'user') return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${instruction}` }];
	return [...messages, { role: 'user', content: instruction }];
}

function hashRequest(messages: ChatMessage[]): string {
	return hash('sha256', joinText(messages), 'base64url').slice(0, 22);
}

/** A server that does not know its model's call syntax passes calls on as text. */
function withWrittenCalls({ toolbox }: Run, response: ChatResponse, { toolChoice }: ChatRequest): ChatResponse {
	if (response.toolCalls?.length || response.finish !== 'stop' || toolChoice === 'none' || !toolbox) return response;
	const toolCalls = readWrittenCalls(response.text, [...toolbox.byName.keys()]);
	return toolCalls ? { ...response, text: '', toolCalls, finish: 'tool-calls' } : response;
}

/** On some servers, call ids are not unique or too long. A `/` separates the ids of calls between agents. */
function withUniqueIds({ trail }: Run, response: ChatResponse, step: number): ChatResponse {
	const toolCalls = response.toolCalls?.slice(0, maxCalls);
	if (!toolCalls?.length) return response;
	const ids = new Set<string>();
	const taken = (id: string) => ids.has(id) || trail.has('tool-finished', id) || trail.has('tool-started', id);
	const named = toolCalls.map((call, index): ToolCall => {
		let { id } = call;
		for (let attempt = 0; id === '' || id.length > maxIdLength || id.includes('/') || taken(id); attempt += 1)
			id = `call_${step}_${index}_${attempt}`;
		ids.add(id);
		return { ...call, id };
	});
	return { ...response, toolCalls: named };
}
