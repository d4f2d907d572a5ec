/** Guardrails of tool arguments: they judge the model's own text, and refuse before any call. */
import { writeRefusal } from '../../../guardrails/arguments/write-refusal';
import { findStop, type GuardContext, type Violation } from '../../../guardrails/policy/guard';
import type { ChatResponse, ToolCall } from '../../../ports/models/models';
import { applyResult } from '../run/guard-run';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from '../run/run';
import type { EntryBody } from '../trail/trail-entry';
import { listAllTexts } from '../tools/value-origins';
import type { PlannedWork } from '../tools/planned-work';

/** Max corrections by a model. The next refused call ends the run. */
const maxRefused = 3;
const refusedCode = 'TOOL_ARGUMENTS_REFUSED';

/**
 * Judges the calls of an answer before masking: afterwards, invented or copied values look like the conversation's own. @throws TroupeError
 * GUARDRAIL_FAILED
 */
export async function judgeCalls(run: Run, { toolCalls = [] }: ChatResponse): Promise<Pick<EntryBody<'model'>, 'violations' | 'stops'>> {
	const { guard } = run.parts;
	if (toolCalls.length === 0 || !guard.watches('tool-arguments')) return {};
	const violations: Violation[] = [];
	const stops: Record<string, Violation> = {};
	for (const call of toolCalls) {
		const result = await guard.check('tool-arguments', call.arguments, { ...run.context, ...describeCall(run, call) });
		const { stop, violations: more } = applyResult(run, result);
		violations.push(...more);
		if (stop) stops[call.id] = await tellInPromptLanguage(run, call, stop);
	}
	return { ...(violations.length > 0 && { violations }), ...(Object.keys(stops).length > 0 && { stops }) };
}

async function tellInPromptLanguage(run: Run, call: ToolCall, stop: Violation): Promise<Violation> {
	const language = findPromptLanguage(run);
	if (stop.action === 'ask-person' || language === run.context.language) return stop;
	const again = findStop(
		await run.parts.guard.check('tool-arguments', call.arguments, { ...run.context, language, ...describeCall(run, call) }),
	);
	return again?.guardrail === stop.guardrail ? { ...stop, reason: again.reason } : stop;
}

/** A model can call any name: only that of a tool counts. A called agent judges its own calls. */
function describeCall(run: Run, { id, name }: ToolCall): Pick<GuardContext, 'tool' | 'call'> {
	if (!run.toolbox?.specifications.some((tool) => tool.name === name)) return {};
	const isAgent = run.parts.members?.some(({ tool }) => tool.name === name);
	const { effect, tells, parameters } = run.toolbox.byName.get(name) ?? {};
	const texts = () => (isAgent ? [] : listAllTexts(run, id));
	return { tool: name, call: { tool: name, effect, tells, parameters, texts } };
}

/** Returns the outcome of a forbidden call; undefined if it can be made, or a person decides about it. */
export function planRefusal(run: Run, call: ToolCall, stop: Violation | undefined, before: PlannedWork[]): PlannedWork | undefined {
	if (!stop || stop.action === 'ask-person') return undefined;
	const isRefused = ({ errorCode }: { errorCode?: string }) => errorCode === refusedCode;
	const refused = run.trail.entries.filter((entry) => entry.kind === 'tool-finished' && isRefused(entry)).length;
	const coming = before.filter((plan) => plan.kind === 'told' && isRefused(plan)).length;
	const endsRun = stop.action === 'block' || refused + coming >= maxRefused;
	return {
		kind: 'told',
		call,
		outcome: 'denied',
		text: writeRefusal(stop, findPromptLanguage(run)),
		errorCode: refusedCode,
		...(endsRun && { stop }),
	};
}

/** Returns the question to the person about a call, in the languages of a definition's own. */
export function askAboutArguments({ argument, reason }: Violation): { en: string; pt: string } {
	const place = argument === undefined ? '' : ` (${argument})`;
	return { en: `Make this call? ${reason}${place}`, pt: `Fazer esta chamada? ${reason}${place}` };
}
