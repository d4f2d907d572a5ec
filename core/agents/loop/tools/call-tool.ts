import { hash } from 'node:crypto';
import { confirmWanted } from '../../../base/async/confirm-wanted';
import { isTroupeError } from '../../../base/errors';
import { extractValues } from '../../../extract/extract-values';
import type { Extraction } from '../../../extract/extract-values';
import type { Form } from '../../../extract/form';
import { listTaken } from '../../../extract/list-taken';
import { readAttempts } from '../../../llm/attempts';
import { toldReader } from '../../../prompt-texts/reader';
import { boundText } from '../../../tools/bound-text';
import { maskStep } from '../../../tools/mask-step';
import { limitsOf } from '../../../tools/prepare-tools';
import { performCall, type ToolAnswer } from '../../../tools/perform-call';
import { toldCalls } from '../../../prompt-texts/calls';
import type { ReadyCall } from '../../../tools/read-call';
import type { Passage } from '../../../ports/knowledge/passages';
import type { Origin } from '../../../ports/memory';
import type { ToolAnswers } from '../../../ports/tools/tools';
import type { ToolErrorCode } from '../../../tools/tool-failure';
import { operation, toToolFacts } from '../../../tracing/gen-ai-facts';
import { inSpan } from '../../../tracing/in-span';
import { showText } from '../../../tracing/message-content';
import { askUntilDeadline, createCancellation } from '../model/ask-until-deadline';
import type { AskResult } from '../model/ask-until-deadline';
import { applyResult } from '../run/guard-run';
import { computeAllowance } from '../run/run-limits';
import { countToolCallsLeft } from '../team/team-limits';
import { readAsked, recordAsked } from './elicitation';
import { noteResult } from './containment';
import { guardResult, type GuardedResult, withhold } from './guard-result';
import { noteAction } from './note-action';
import { listReadOrigins } from './judge-flow';
import { withComment } from './plan-call';
import { isByOthers } from '../../../flow/trusted-documents';
import { guardFound, noteSearch } from '../run/found-passages';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from '../run/run';
import type { EntryBody, TrailEntry } from '../trail/trail-entry';
import type { PlannedWork, PendingCall } from './planned-work';

const maxStateLength = 4_096;

/** Stores how to continue a call, once. Longer states are not stored: the call is then never repeated. */
async function storeCallState(run: Run, call: { step: number; callId: string; tool: string }, state: unknown): Promise<void> {
	const { trail, context } = run;
	const text = JSON.stringify(state) ?? 'null';
	if (text.length > maxStateLength || trail.has('tool-kept', call.callId)) return;
	const masked = (await context.vault.mask(text)).text;
	const stored = (await context.vault.restore(masked)) === text ? masked : text;
	trail.write('tool-kept', { ...call, state: stored });
	await trail.secure(true);
}

/** Reads the stored state of this call; undefined without one. */
async function readKept({ trail, context }: Run, callId: string): Promise<unknown> {
	const kept = trail.recorded('tool-kept', callId);
	return kept && (JSON.parse(await context.vault.restore(kept.state)) as unknown);
}

/**
 * Performs a call. Records it before it starts, and its result before anything else. @returns its result, or what the tool asks persons first
 * @throws TroupeError CANCELLED; GUARDRAIL_FAILED if its result is withheld permanently
 */
export async function callTool(
	run: Run,
	step: number,
	{ ready, comment, answered }: PlannedWork & { kind: 'call' },
): Promise<TrailEntry<'tool-finished'> | { waiting: PendingCall[] }> {
	const { trail } = run;
	const { callId, tool, masked } = ready;
	const language = findPromptLanguage(run);
	const told = toldCalls[language];
	if (tool.effect !== 'reads') await confirmWanted();
	if (!trail.has('tool-started', callId)) {
		if (run.workingTime.signal.aborted) return notMade(run, step, ready, 'TOOL_TIMEOUT', told.tooLate);
		// Other agents of the team can have made the last one meanwhile.
		if (countToolCallsLeft(run) <= 0) return notMade(run, step, ready, 'TOOL_LIMIT_REACHED', told.noMore);
		trail.write('tool-started', { step, callId, tool: tool.name, source: tool.source, arguments: masked });
		if (tool.effect !== 'reads') await trail.secure(true);
	} else if (answered && !trail.has('tool-answered', answered.id)) {
		trail.write('tool-answered', { step, callId: answered.id, call: callId, tool: tool.name, source: tool.source, arguments: masked });
		if (tool.effect !== 'reads') await trail.secure(true);
	}
	const answer = await traceTool(run, ready, () => performOrAsk(run, step, ready, answered?.answers));
	if ('waiting' in answer) return answer;
	const { kind: outcome, text: _text, said: _said, sandbox, passages: _passages, origins, ...rest } = answer;
	noteSearch(run, tool.name);
	const inside = sandbox && { sandbox: await maskStep(sandbox, run.context.vault) };
	const finished = (guarded: GuardedResult) =>
		trail.write('tool-finished', {
			step,
			callId,
			tool: tool.name,
			outcome,
			...rest,
			...inside,
			...(outcome === 'ok' && tool.tool.actsLater && { handsOver: true as const }),
			...(isTrusted(tool, guarded, origins) && { trusted: true as const }),
			...guarded,
			text: withComment(guarded.text ?? told.withheld, comment, language),
		});
	try {
		return finished(await judgeAnswer(run, step, ready, answer));
	} catch (error) {
		finished({ outcome: 'error', errorCode: 'GUARDRAIL_FAILED', violations: [] });
		throw error;
	} finally {
		await trail.secure();
	}
}

/** The definition can vouch for a tool, but not for the sources that it names. */
const isTrusted = ({ trusted }: ReadyCall['tool'], { found }: GuardedResult, origins?: readonly Origin[]): boolean =>
	!origins && (found ? found.passages.every((passage) => passage.trusted) : trusted);

function notMade(
	{ host, trail }: Run,
	step: number,
	{ callId, tool }: ReadyCall,
	errorCode: string,
	text: string,
): TrailEntry<'tool-finished'> {
	if (host.aborted) throw createCancellation(host, tool.name, host.reason);
	const why = { outcome: 'error', errorCode, text, characters: 0, durationMs: 0 } as const;
	return trail.write('tool-finished', { step, callId, tool: tool.name, ...why, violations: [] });
}

type Performed = Omit<ToolAnswer, 'kind' | 'errorCode'> & { kind: ToolAnswer['kind'] | 'unknown'; errorCode?: string };

/** Performs the call. Records a tool's questions to persons: the run waits for the answers. */
async function performOrAsk(
	run: Run,
	step: number,
	ready: ReadyCall,
	answers?: ToolAnswers,
): Promise<Performed | { waiting: PendingCall[] }> {
	const { asks, ...answer } = await perform(run, step, ready, answers);
	if (!asks) return answer;
	const refusal = await recordAsked(run, { step, callId: ready.callId, tool: ready.tool.name, durationMs: answer.durationMs }, asks);
	if (refusal) return { ...answer, kind: 'error', text: refusal.text, errorCode: refusal.errorCode };
	await run.trail.secure(true);
	const asked = await readAsked(run, ready.callId);
	return { waiting: asked?.kind === 'waiting' ? asked.waiting : [] };
}

async function perform(run: Run, step: number, ready: ReadyCall, answers?: ToolAnswers): Promise<Performed> {
	const { clock } = run.parts;
	const started = clock.now();
	const idempotencyKey = hash('sha256', JSON.stringify([run.id, step, ready.callId]), 'hex').slice(0, 32);
	const kept = await readKept(run, ready.callId);
	const call = { step, callId: ready.callId, tool: ready.tool.name };
	try {
		const answer = await performCall(ready, limitsOf(ready.tool.tool, run.toolbox!), {
			signal: run.workingTime.signal,
			idempotencyKey,
			language: run.context.language,
			promptLanguage: findPromptLanguage(run),
			...(run.person !== undefined && { person: run.person }),
			asker: run.asker,
			origins: listReadOrigins(run, ready.callId),
			...(answers && { answers }),
			...(kept !== undefined && { kept }),
			earlierCalls: countCalls(run, ready.tool.name),
			keep: (state) => storeCallState(run, call, state),
		});
		await noteResult(run, ready.tool.tool, answer);
		if (!answer.asks) await noteAction(run, ready);
		return answer;
	} catch (cause) {
		if (run.host.aborted) throw createCancellation(run.host, ready.tool.name, cause);
		if (!run.workingTime.expired()) throw cause;
		return {
			kind: 'unknown',
			errorCode: 'TOOL_TIMEOUT',
			text: toldCalls[findPromptLanguage(run)].timeIsUp,
			characters: 0,
			durationMs: clock.now() - started,
		};
	}
}

const countCalls = ({ trail }: Run, tool: string): number =>
	trail.entries.filter((entry) => entry.kind === 'tool-finished' && entry.tool === tool && entry.outcome === 'ok').length;

function judgeAnswer(
	run: Run,
	step: number,
	ready: ReadyCall,
	{ kind, text, said, characters, passages }: Performed,
): Promise<GuardedResult> {
	const { tool } = ready;
	if (tool.form && kind !== 'unknown') return extractResult(run, step, ready, { kind, text, said, characters });
	return passages ? guardSearch(run, passages, ready) : guardResult(run, { text, said }, tool.tool);
}

async function guardSearch(run: Run, passages: Passage[], { tool, input: { question } }: ReadyCall): Promise<GuardedResult> {
	const { text, stop, ...found } = await guardFound(run, passages, typeof question === 'string' ? question : '');
	if (stop) return { outcome: 'error', errorCode: stop.code, violations: found.violations, stop };
	return {
		...found,
		...(found.found && { found: vouch(found.found, tool) }),
		text: boundText(text!, 2 * limitsOf(tool.tool, run.toolbox!).resultCharacters, false, findPromptLanguage(run)),
	};
}

/** Foreign documents outweigh the definition's trust in their tool. */
function vouch({ from, passages }: NonNullable<GuardedResult['found']>, { trusted }: ReadyCall['tool']): GuardedResult['found'] {
	return { from, passages: passages.map((one) => (trusted && !isByOthers(one.labels) ? { ...one, trusted: true as const } : one)) };
}

type Answer = { waiting: unknown } | { kind: string; errorCode?: string; text?: string; characters: number };

function traceTool<Given extends Answer>(run: Run, { callId, tool, masked }: ReadyCall, work: () => Promise<Given>): Promise<Given> {
	const { tracing } = run.parts;
	if (!tracing) return work();
	const facts = {
		...operation('execute_tool'),
		...toToolFacts({ tool: tool.name, callId }),
		'gen_ai.tool.type': 'function',
		'troupe.tool.source': tool.source,
		'troupe.run.id': run.id,
	};
	return inSpan(tracing, { name: `execute_tool ${tool.name}`, facts }, async (span) => {
		const { showsContent } = tracing;
		if (showsContent) span.set({ 'gen_ai.tool.call.arguments': await showText(JSON.stringify(masked)) });
		const answer = await work();
		if ('waiting' in answer) span.set({ 'troupe.tool.outcome': 'asked' });
		else {
			const { kind, errorCode, text, characters } = answer;
			span.set({ 'troupe.tool.outcome': kind, 'troupe.tool.result.characters': characters });
			if (showsContent && text !== undefined) span.set({ 'gen_ai.tool.call.result': await showText(text) });
			if (errorCode !== undefined) span.end(errorCode);
		}
		return answer;
	});
}

/* A model without tools reads a tool's result. The agent gets the values of a form, never the text. */

async function extractResult(
	run: Run,
	step: number,
	{ tool, callId }: ReadyCall,
	{ kind, text, said, characters }: Pick<ToolAnswer, 'kind' | 'text' | 'said' | 'characters'>,
): Promise<GuardedResult> {
	if (kind === 'error') return guardResult(run, { text: said === undefined ? text : `${text}.` }, tool.tool);
	const told = toldReader[findPromptLanguage(run)];
	// Orders stay in it: the reader cannot follow them.
	const masked = applyResult(run, await run.parts.guard.check('tool-result', text, { ...run.context, isPrompt: true }));
	const { violations } = masked;
	if (masked.stop) return withhold(masked.stop, violations);
	const { taken } = await run.trail.step('extracted', callId, () => read(run, { step, callId, tool: tool.name }, tool.form!, masked.text));
	if (!taken)
		return { outcome: 'error', errorCode: 'TOOL_RESULT_UNREAD' satisfies ToolErrorCode, text: told.unread(tool.name), violations };
	const notes = [
		told.values(tool.name),
		...(taken.dismissed.length > 0 ? [told.dismissed(taken.dismissed.join(', '))] : []),
		...(taken.isCut || characters > text.length ? [told.cut] : []),
	];
	const guarded = await guardResult(run, { text: `${JSON.stringify(taken.values)}\n${notes.join('\n')}` }, tool.tool);
	const { text: lines, ...known } = listTaken({ values: taken.values, excerpts: new Map(Object.entries(taken.excerpts)) });
	const values = { text: lines, ...known, words: taken.words };
	return { ...guarded, violations: [...violations, ...guarded.violations], ...(!guarded.stop && { values }) };
}

type Entry = Pick<EntryBody<'extracted'>, 'step' | 'callId' | 'tool'>;

/** @throws TroupeError CANCELLED if the host cancelled; no other failure of the reader */
async function read(run: Run, entry: Entry, form: Form, text: string): Promise<EntryBody<'extracted'>> {
	const { parts, context, workingTime } = run;
	const started = parts.clock.now();
	const maxAttempts = computeAllowance({ ...run, base: 0 }, 'next').attempts;
	if (maxAttempts < 1) return { ...entry, attempts: [], durationMs: 0 };
	const reading = { text, form, purpose: parts.definition.purpose, language: findPromptLanguage(run), vault: context.vault };
	let extraction: Extraction | undefined;
	const result = await askUntilDeadline(run, { messages: [], maxAttempts }, workingTime, async ({ until }, signal) => {
		extraction = await extractValues(parts.model, reading, { maxAttempts, until }, signal);
		return extraction.response;
	}).catch((error: unknown): AskResult => {
		if (run.host.aborted || !isTroupeError(error)) throw error;
		return { attempts: readAttempts(error) };
	});
	const read = { ...entry, response: result.response, attempts: result.attempts, durationMs: parts.clock.now() - started };
	if (!extraction || !result.response || result.response.finish === 'content-filter') return read;
	const { values, dismissed, isCut, words, excerpts } = extraction;
	return { ...read, taken: { values, dismissed, isCut, words, excerpts: Object.fromEntries(excerpts) } };
}
