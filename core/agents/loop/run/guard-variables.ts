import type { Violation } from '../../../guardrails/policy/guard';
import { fillAnyPrompt } from '../../prompts/fill-any-prompt';
import { guardGiven } from './guard-run';
import type { Run } from './run';

interface GuardedPrompt {
	/** The prompt, if values in it were rewritten. */
	prompt?: string;
	violations: Violation[];
	stop?: Violation;
}

/**
 * Judges the values of the prompt's variables and settings: whoever composed the definition can have taken them from anywhere. The text around them is
 * approved.
 */
export async function guardVariables(run: Run): Promise<GuardedPrompt> {
	const { promptTemplate, promptVariables: variables = {}, guard } = run.parts;
	const violations: Violation[] = [];
	if (promptTemplate === undefined || !guard.watches('system')) return { violations };
	const passed: Record<string, string> = {};
	for (const [name, value] of Object.entries(variables)) {
		const guarded = await guardGiven(run, 'system', value);
		violations.push(...guarded.violations);
		if (guarded.stop) return { violations, stop: guarded.stop };
		passed[name] = guarded.text;
	}
	const isRewritten = Object.entries(variables).some(([name, value]) => passed[name] !== value);
	return { violations, ...(isRewritten && { prompt: await fillAnyPrompt(promptTemplate, passed, 'The prompt') }) };
}
