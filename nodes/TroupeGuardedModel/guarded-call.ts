import { LoopYielder } from '../../core/base/async/loop-yielder';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { findLanguage } from '../../core/base/text/language';
import type { Language } from '../../core/base/text/languages';
import { advance } from '../../core/guardrails/policy/conversation-state';
import { findStop, type GuardContext, type Stage, type Violation } from '../../core/guardrails/policy/guard';
import { createFileRefusal } from '../../core/guardrails/policy/refuse-files';
import type { TextStream } from '../../core/guardrails/text-stream';
import { restoreJson } from '../../core/guardrails/vault/restore-stream';
import { toModelText } from '../../core/llm/special-tokens';
import type { ConversationState } from '../../core/ports/guardrails/conversation-state';
import { identifyPrompt } from '../../core/prompt-texts/prompt-language';
import { type ContentPart, type ModelMessage, readText, withFields } from '../shared/connected/langchain-shape';
import { answerCalls } from './answer-calls';
import type { CallAnswer, CallGuard, Restored } from './call-guard';
import type { CallReport, CallSettings } from './call-settings';
import { cleanPart } from './clean-part';
import { listGivenTexts } from './given-texts';
import { chained, judgedText } from './judged-text';
import { listCalls, nameCall } from './list-calls';
import { mapJsonText, mapMessage } from './map-message';
import type { MapText } from './map-message';
import { restoreReplyText, restoreTextStream } from './restore-text';
import { explainTokens, hidden, refusalFor } from './texts';

/**
 * A tool's result, masked. JSON is read as one text, where field names speak for their values; only its escaped line breaks and tabs become
 * real meanwhile.
 */
function maskResult(text: string, mask: MapText): Promise<string> {
	if (!text.includes('\\')) return mask(text);
	const compact = compactJson(text);
	// JSON within JSON escapes its line breaks twice: each value is looked at by itself.
	if (compact === undefined || /\\\\[nrt]/.test(compact)) return mapJsonText(text, mask);
	return mask(compact.replaceAll(escapes, (escape) => real[escape] ?? escape)).then((masked) =>
		masked.replaceAll(/[\n\r\t]/g, (real) => escaped[real]!),
	);
}

const escapes = /\\./g;
const real: Record<string, string> = { '\\n': '\n', '\\r': '\r', '\\t': '\t' };
const escaped: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Removes the line breaks of JSON. Serializes only if there are any: that changes long numbers. */
function compactJson(text: string): string | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return /[\n\r\t]/.test(text) ? JSON.stringify(value) : text;
	} catch {
		return undefined;
	}
}

function buildContext(messages: ModelMessage[], { vault, language }: Pick<CallSettings, 'vault' | 'language'>) {
	const read = (wanted: string) => messages.filter(({ type }) => type === wanted).map(readText);
	const messagesOfPerson = read('human');
	const replies = read('ai').filter((reply) => reply !== '');
	const message = messagesOfPerson.pop() ?? '';
	const state = replies.reduce<ConversationState | undefined>((before, reply) => advance(before, reply), undefined);
	const earlier = [...replies, ...messagesOfPerson];
	const given = listGivenTexts(messages);
	return { vault, language: findLanguage({ message, earlier, prompt: readPrompt(messages), usual: language }), state, given };
}

const readPrompt = (messages: ModelMessage[]): string =>
	messages
		.filter(({ type }) => type === 'system')
		.map(readText)
		.join('\n');

export class GuardedCall implements CallGuard {
	readonly #violations: Violation[] = [];
	readonly #masked: Record<string, number> = {};
	readonly #pace = new LoopYielder();
	#outcome: CallReport['outcome'] = 'failed';
	/** Text in place of a reply whose tool call is not made. */
	#refusedCall: string | undefined;
	/** Number of times that the model was told that its tool calls are not made. */
	#refusals = 0;
	#context: GuardContext & { language: Language } = { language: 'en' };
	#promptLanguage: Language = 'en';
	readonly restoreText?: () => TextStream;

	constructor(private readonly settings: CallSettings) {
		const { guard, vault } = settings;
		if (!guard.watches('output')) this.restoreText = () => this.#done(restoreTextStream(vault));
		else if (guard.findScope('output') !== 'text') this.restoreText = () => this.#done(chained(restoreTextStream(vault), this.#judged()));
	}

	/** The text already shown remains; the refusal follows it. */
	#judged(): TextStream {
		if (this.#outcome === 'stopped') return silence;
		return judgedText(this.settings.guard, this.#context, ({ violations, stop }) => {
			this.#violations.push(...violations);
			return stop ? this.#refuse(stop) : '';
		});
	}

	async prepare(messages: ModelMessage[]): Promise<{ messages: ModelMessage[] } | { refusal: string }> {
		this.#context = buildContext(messages, this.settings);
		this.#promptLanguage = identifyPrompt(readPrompt(messages));
		const checked = await this.#checkAll(messages);
		const masked = 'refusal' in checked ? [] : await Promise.all(checked.messages.map((message) => this.#mask(message)));
		this.settings.began({ messages: messages.length, masked: this.#masked });
		if ('refusal' in checked) return checked;
		return {
			messages: this.settings.explain && Object.keys(this.#masked).length > 0 ? explainTokens(masked, this.#promptLanguage) : masked,
		};
	}

	async restore(reply: ModelMessage): Promise<Restored> {
		const answers = await this.#checkCalls(reply);
		return answers ? { refused: reply, answers } : { message: await this.#restoreMessage(reply) };
	}

	async #restoreMessage(reply: ModelMessage): Promise<ModelMessage> {
		const { vault, guard } = this.settings;
		const restored = await mapMessage(reply, {
			text: (text) => restoreReplyText(text, vault),
			value: (text) => vault.restore(text),
			fragment: (text) => restoreJson(text, vault),
		});
		if (this.#refusedCall !== undefined) return withFields(restored, { ...noCalls, content: this.#refusedCall });
		if (this.#outcome === 'stopped') return withFields(restored, { ...noCalls, content: '' });
		const text = readText(restored);
		if (text === '' || !guard.watches('output')) return this.#done(restored);
		const result = await guard.check('output', text, this.#context);
		this.#violations.push(...result.violations);
		const stop = findStop(result);
		if (stop) return withFields(restored, { ...noCalls, content: this.#refuse(stop) });
		return this.#done(result.text === text ? restored : withFields(restored, { content: result.text }));
	}

	fault(error: unknown): unknown {
		return isTroupeError(error) ? this.settings.fault(error) : error;
	}

	end(): Promise<void> {
		return this.settings.ended({ outcome: this.#outcome, violations: this.#violations });
	}

	/** Not of what another text of the same reply has stopped. */
	#done<Value>(value: Value): Value {
		if (this.#outcome !== 'stopped') this.#outcome = 'reply';
		return value;
	}

	/** Checks all messages. Earlier ones are not stopped again, but cleaned. */
	async #checkAll(messages: ModelMessage[]): Promise<{ messages: ModelMessage[] } | { refusal: string }> {
		const answered = messages.findLastIndex(({ type }) => type === 'ai');
		const checked: ModelMessage[] = [];
		for (const [index, message] of messages.entries()) {
			// A system message goes with every call.
			const content = await this.#check(message, index > answered || message.type === 'system');
			if (content === undefined) return { refusal: this.#refuse(this.#violations.at(-1)!) };
			checked.push(content === message.content ? message : withFields(message, { content }));
		}
		return { messages: checked };
	}

	/** @returns what the model is told if it can go on without a call; otherwise the reply is stopped */
	async #checkCalls(reply: ModelMessage): Promise<CallAnswer[] | undefined> {
		if (this.#outcome === 'stopped') return undefined;
		const stops = new Map<string, Violation>();
		const found = new Map<string, Violation>();
		for (const call of listCalls(reply)) {
			const result = await this.settings.guard.check('tool-arguments', call.text, { ...this.#context, tool: call.name });
			// A call can be written in two places of a reply, with other spaces.
			for (const violation of result.violations) found.set(JSON.stringify(violation), violation);
			const stop = findStop(result);
			if (stop) stops.set(nameCall(call), stop);
		}
		this.#violations.push(...found.values());
		if (stops.size === 0) return undefined;
		const all = [...stops.values()];
		const last = all.find(({ action }) => action !== 'refuse') ?? all[0]!;
		const answers = last.action === 'refuse' && this.#refusals < maxRefused ? answerCalls(reply, stops, this.#promptLanguage) : undefined;
		if (answers) this.#refusals += 1;
		else this.#refusedCall = this.#refuse(last);
		return answers;
	}

	/** @returns undefined for a message that stops the call */
	async #check({ type, content }: ModelMessage, isNew: boolean): Promise<ModelMessage['content'] | undefined> {
		const stage = stages[type];
		if (!stage || (stage === 'system' && this.settings.systemMessage === 'off')) return content;
		if (typeof content === 'string') return this.#checkText(stage, content, isNew);
		const parts: ContentPart[] = [];
		for (const part of content) {
			const text = textOf(part);
			if (text === undefined && this.settings.refuseFiles && stage !== 'system') {
				if (isNew) return void this.#violations.push(createFileRefusal(stage, this.#context.language));
				parts.push({ type: 'text', text: hidden[this.#promptLanguage] });
				continue;
			}
			if (text === undefined) {
				parts.push(await cleanPart(part, this.settings.download));
				continue;
			}
			const checked = await this.#checkText(stage, text, isNew);
			if (checked === undefined) return undefined;
			parts.push(checked === text ? part : withText(part, checked));
		}
		return parts;
	}

	async #checkText(stage: Stage, text: string, isNew: boolean): Promise<string | undefined> {
		const { guard, passed, systemMessage, contact } = this.settings;
		const known = `${stage} ${text}`;
		// A new message counts for limits of abuse, also the same one again.
		if (!guard.watches(stage) || text === '' || ((stage === 'system' || !isNew) && passed.has(known))) return text;
		const isPrompt = stage === 'system' && systemMessage !== 'all';
		const result = await guard.check(stage, text, {
			...this.#context,
			contact: isNew ? contact : undefined,
			...(isPrompt && { isPrompt }),
		});
		if (result.violations.length === 0 && passed.size < maxPassed) passed.add(known);
		if (isNew) this.#violations.push(...result.violations);
		if (!findStop(result)) return result.text;
		return isNew ? undefined : hidden[this.#promptLanguage];
	}

	async #mask(message: ModelMessage): Promise<ModelMessage> {
		const mask = (text: string, name?: string) => this.#maskText(text, name);
		const isResult = stages[message.type] === 'tool-result';
		const text = isResult ? (result: string) => maskResult(result, mask) : mask;
		const masked = await mapMessage(message, { text, value: mask, fragment: mask });
		return masked.artifact === undefined ? masked : withFields(masked, { artifact: undefined });
	}

	/** The name of a field says what its value is: `{"cpf": 52998224725}`. */
	async #maskText(text: string, name?: string): Promise<string> {
		const { vault } = this.settings;
		if (this.#pace.isDue()) await this.#pace.rest();
		const label = name && `${name.replaceAll(/([a-z])(?=[A-Z])|_/g, '$1 ')}: `;
		const named = label && (await vault.mask(label + text));
		const inside = named && named.text.startsWith(label) && named;
		const { text: masked, matches } = inside || (await vault.mask(text));
		for (const { type } of matches) this.#masked[type] = (this.#masked[type] ?? 0) + 1;
		return toModelText(inside ? masked.slice(label.length) : masked);
	}

	#refuse(stop: Violation): string {
		const { onBlock, refusal } = this.settings;
		this.#outcome = 'stopped';
		if (onBlock === 'reply') return stop.answer ?? (refusal || refusalFor(stop, this.#context.language));
		throw new TroupeError({
			code: stop.code === 'GUARDRAIL_FAILED' ? 'GUARDRAIL_FAILED' : 'GUARDRAIL_VIOLATION',
			message: `The guardrail "${stop.guardrail}" stopped the ${what[stop.stage]}: ${stop.reason}`,
			fix: 'Handle the error on the error output of the agent, or set "When Blocked" to "Reply".',
			details: {
				guardrail: stop.guardrail,
				code: `GUARDRAIL_${stop.code}`,
				stage: stop.stage,
				...(stop.tool !== undefined && { tool: stop.tool }),
				...(stop.argument !== undefined && { argument: stop.argument }),
			},
		});
	}
}

const stages: Partial<Record<string, Stage>> = {
	human: 'input',
	generic: 'input',
	tool: 'tool-result',
	function: 'tool-result',
	system: 'system',
};
/** The last texts in which nothing was found: the history comes with every call. */
const maxPassed = 500;
/** So often, a model can correct its tool calls. The next refused call stops the reply. */
const maxRefused = 3;
const what: Record<Stage, string> = {
	input: 'message',
	output: 'reply',
	'tool-result': "tool's result",
	knowledge: 'retrieved text',
	'tool-arguments': 'tool call',
	system: 'system message',
};
const silence: TextStream = { write: async () => '', end: async () => '' };
const noCalls = { tool_calls: [], invalid_tool_calls: [], tool_call_chunks: [], additional_kwargs: {} };

/** @returns undefined for a file */
function textOf(part: ContentPart): string | undefined {
	if (typeof part === 'string') return part;
	return part.type === 'text' ? (part.text ?? '') : undefined;
}

const withText = (part: ContentPart, text: string): ContentPart => (typeof part === 'string' ? text : { ...part, text });
