import { mapTexts } from '../../../base/text/map-texts';
import type { Violation } from '../../../guardrails/policy/guard';
import { fillAnyPrompt, readValues } from '../../prompts/fill-any-prompt';
import { guardGiven } from './guard-run';
import type { Run } from './run';

interface GuardedPrompt {
	/** The prompt, if values in it were rewritten. */
	prompt?: string;
	violations: Violation[];
	stop?: Violation;
}

const where = 'The prompt';

/**
 * Judges values of variables and settings, whose origin is unknown; the text around them is approved. Texts of a list or object are judged as the
 * template writes them, not as JSON, whose escapes hide content.
 */
export async function guardVariables(run: Run): Promise<GuardedPrompt> {
	const { promptTemplate, promptVariables = {}, guard } = run.parts;
	if (promptTemplate === undefined || !guard.watches('system')) return { violations: [] };
	const { values } = await readValues(promptTemplate, promptVariables, where);
	const judged = await judgeValues(run, values);
	const { violations, stop } = judged;
	if (stop) return { violations, stop };
	if (!judged.isRewritten) return { violations };
	const { problems } = await readValues(promptTemplate, judged.values, where);
	const rewriting = violations.findLast(({ action }) => action === 'rewrite');
	if (problems.length === 0 || !rewriting) return { violations, prompt: await fillAnyPrompt(promptTemplate, judged.values, where) };
	// A masked value can be invalid for the input, such as a token in place of a number: then it cannot reach the model.
	const unfit: Violation = { ...rewriting, action: 'block' };
	return { violations: [...violations, unfit], stop: unfit };
}

interface JudgedValues extends Pick<GuardedPrompt, 'violations' | 'stop'> {
	values: Record<string, unknown>;
	isRewritten: boolean;
}

async function judgeValues(run: Run, values: Record<string, unknown>): Promise<JudgedValues> {
	const judged: JudgedValues = { values: {}, violations: [], isRewritten: false };
	// The fields of a list's entries have the same names.
	const known = new Map<string, string>();
	const judge = async (text: string): Promise<string> => {
		if (judged.stop) return text;
		const passed = known.get(text) ?? (await judgeNew(text));
		known.set(text, passed);
		judged.isRewritten ||= passed !== text;
		return passed;
	};
	const judgeNew = async (text: string): Promise<string> => {
		const guarded = await guardGiven(run, 'system', text);
		judged.violations.push(...guarded.violations);
		if (guarded.stop) judged.stop = guarded.stop;
		return guarded.text ?? text;
	};
	const judgeNumber = async (value: unknown): Promise<unknown> => {
		if (typeof value !== 'number' && typeof value !== 'bigint') return value;
		const passed = await judge(String(value));
		return passed === String(value) ? value : passed;
	};
	const entries: Array<[string, unknown]> = [];
	for (const [name, value] of Object.entries(values)) entries.push([name, await mapTexts(value, judge, judgeNumber)]);
	return { ...judged, values: Object.fromEntries(entries) };
}
