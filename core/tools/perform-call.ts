import { isTroupeError, getErrorMessage } from '../base/errors';
import { withToolCall } from '../base/tool-call-context';
import type { Language } from '../base/text/languages';
import type { Passage } from '../ports/knowledge/passages';
import type { CollectionSearched } from '../ports/knowledge/search-facts';
import type { Origin } from '../ports/memory';
import type { SandboxStep } from '../ports/sandbox/sandbox-step';
import type { ToolContext, ToolQuestions, ToolResult } from '../ports/tools/tools';
import { boundText } from './bound-text';
import type { Toolbox } from './prepare-tools';
import type { ReadyCall } from './read-call';
import { toldCalls } from '../prompt-texts/calls';
import type { ToolErrorCode } from './tool-failure';
import { findSecrets } from '../guardrails/secrets/scan-secrets';
import { maskSecrets } from '../guardrails/secrets/mask-secrets';

const maxLength = 2_000;
/** Characters of foreign error text. */
const maxSaid = 500;

/** A path of a machine, not of an API: below a usual root folder, or on a drive. */
const hostPath =
	/(?<![\w/:.])(?:file:\/\/)?\/(?:home|root|usr|var|tmp|opt|etc|app|srv|mnt|proc|data|private|Users)\/[^\s"'<>)]{1,300}|\b[A-Za-z]:\\[^\s"'<>]{1,300}/g;

export interface ToolAnswer {
	kind: 'ok' | 'error';
	/** At most `resultCharacters`. */
	text: string;
	/** Foreign error text in one short line: judged by itself, and read after `text`. */
	said?: string;
	errorCode?: ToolErrorCode;
	characters: number;
	durationMs: number;
	/** The asker may see the personal data in it. */
	open?: true;
	origins?: readonly Origin[];
	search?: CollectionSearched;
	passages?: Passage[];
	sandbox?: SandboxStep;
	asks?: ToolQuestions;
}

/**
 * Ends at the timeout, even if the tool ignores its signal. Any failure becomes an error for the model. @throws the signal's reason if the run is
 * cancelled in the meantime
 */
export async function performCall(
	{ tool: { tool }, input, callId }: Pick<ReadyCall, 'tool' | 'input'> & Partial<Pick<ReadyCall, 'callId'>>,
	{ timeoutMs, resultCharacters }: Pick<Toolbox, 'timeoutMs' | 'resultCharacters'>,
	{
		signal,
		idempotencyKey,
		...known
	}: Pick<
		ToolContext,
		| 'signal'
		| 'idempotencyKey'
		| 'answers'
		| 'language'
		| 'promptLanguage'
		| 'person'
		| 'asker'
		| 'keep'
		| 'kept'
		| 'earlierCalls'
		| 'origins'
	>,
): Promise<ToolAnswer> {
	const startedAt = performance.now();
	const make = (own: AbortSignal) => tool.call(input, { signal: own, idempotencyKey, callId, resultCharacters, ...known });
	const language = known.promptLanguage ?? 'en';
	const named = { id: callId ?? idempotencyKey, tool: tool.name, arguments: input };
	const result = await inTime(timeoutMs, signal, language, async (own) => checked(await withToolCall(named, () => make(own))));
	signal.throwIfAborted();
	return {
		kind: result.kind,
		...(result.kind === 'error' ? cleanError(result, language) : { text: boundText(result.text, resultCharacters, result.cut, language) }),
		...(result.kind === 'error' && { errorCode: result.code ?? 'TOOL_FAILED' }),
		characters: result.text.length + (result.said?.length ?? 0),
		durationMs: Math.round(performance.now() - startedAt),
		...(result.open && { open: result.open }),
		...(result.origins?.length && { origins: result.origins }),
		...(result.search && { search: result.search }),
		...(result.passages && { passages: result.passages }),
		...(result.sandbox && { sandbox: result.sandbox }),
		...(result.asks && { asks: result.asks }),
	};
}

type Ending = Omit<ToolResult, 'code'> & { code?: ToolErrorCode };

async function inTime(
	milliseconds: number,
	run: AbortSignal,
	language: Language,
	work: (signal: AbortSignal) => Promise<ToolResult>,
): Promise<Ending> {
	const own = new AbortController();
	const { promise: over, resolve } = Promise.withResolvers<Ending>();
	const end = (text: string) => {
		own.abort(run.aborted ? run.reason : new DOMException('The tool took too long.', 'TimeoutError'));
		resolve({ kind: 'error', code: 'TOOL_TIMEOUT', text });
	};
	const cancel = () => end('The run was cancelled.');
	const timer = setTimeout(() => end(toldCalls[language].noResult(milliseconds)), milliseconds);
	run.addEventListener('abort', cancel, { once: true });
	try {
		run.throwIfAborted();
		return await Promise.race([work(own.signal).catch((error: unknown) => toFailure(error, language)), over]);
	} finally {
		clearTimeout(timer);
		run.removeEventListener('abort', cancel);
	}
}

/** Tools come from many authors. */
function checked(result: ToolResult): ToolResult {
	if (typeof (result as Partial<ToolResult> | undefined)?.text === 'string') return result;
	throw new Error('it gave no text. Whether it did what was asked is not known');
}

function toFailure(error: unknown, language: Language): Ending {
	// Our messages are for people and contain no secrets. Other messages are cleaned.
	if (!isTroupeError(error)) return { kind: 'error', text: toldCalls[language].failed, said: getErrorMessage(error) };
	// An operator sets up the store of leads, and has to see in the events why nothing is stored.
	const { code, message, details } = error;
	const told = toldCalls[language];
	// The model would repeat the address.
	if (code === 'LEADS_UNREACHABLE') return { kind: 'error', text: told.leadsUnreachable, code };
	const lacksSecret = typeof details['secret'] === 'string';
	if (code === 'LEADS_REFUSED')
		return lacksSecret
			? { kind: 'error', text: `${told.leadsRefused}. ${told.lacksSecret}`, code }
			: { kind: 'error', text: told.leadsRefused, said: message, code };
	return { kind: 'error', text: lacksSecret ? `${message} ${told.lacksSecret}` : message };
}

/** No schema describes foreign error text, so it gets one short line. */
export function cleanError({ text, said }: Pick<ToolResult, 'text' | 'said'>, language: Language): Pick<ToolAnswer, 'text' | 'said'> {
	const own = cleanErrorText(text);
	if (said === undefined) return { text: own };
	const line = boundText(cleanErrorText(said), maxSaid, false, language)
		.replaceAll(/[\s\p{Cc}]+/gu, ' ')
		.trim();
	return line === '' ? { text: `${own}.` } : { text: own, said: line };
}

function cleanErrorText(text: string): string {
	const lines = text
		.slice(0, maxLength)
		.split('\n')
		.filter((line) => !/^\s{0,20}at\s/.test(line));
	const plain = lines
		.join('\n')
		.replace(/\b(authorization|cookie|x-api-key|api-key)\b(["']?\s{0,3}[:=]\s{0,3}).{1,1000}/gi, '$1$2[SECRET]')
		.replace(/\b(bearer|basic)\s+[\w.~+/=-]{8,1000}/gi, '$1 [SECRET]')
		.replace(/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@]{1,200}@/gi, '$1')
		.replace(hostPath, '[path]');
	return maskSecrets(plain, findSecrets(plain), 'redact');
}
