/** A model without tools reads a tool's result. The agent gets the values of a form, never the text. */
import { isTroupeError } from '../../../base/errors';
import { extractValues, type Extraction } from '../../../extract/extract-values';
import type { Form } from '../../../extract/form';
import { listTaken } from '../../../extract/list-taken';
import { readAttempts } from '../../../llm/attempts';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import { toldReader } from '../../../prompt-texts/reader';
import type { ToolAnswer } from '../../../tools/perform-call';
import type { ReadyCall } from '../../../tools/read-call';
import type { ToolErrorCode } from '../../../tools/tool-failure';
import { type AskResult, askUntilDeadline } from '../model/ask-until-deadline';
import { applyResult } from '../run/guard-run';
import { computeAllowance } from '../run/run-limits';
import type { Run } from '../run/run';
import type { EntryBody } from '../trail/trail-entry';
import { type GuardedResult, guardResult, withhold } from './guard-result';

export async function extractResult(
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
