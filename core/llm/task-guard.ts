import { TroupeError } from '../base/errors';
import { mapTexts } from '../base/text/map-texts';
import { findLanguage } from '../base/text/language';
import { findStop, type Guard, type GuardContext, type Stage, type Violation } from '../guardrails/policy/guard';
import { createFileRefusal } from '../guardrails/policy/refuse-files';
import type { GivenTexts } from '../ports/guardrails/guardrail-context';
import type { PersonalDataVault } from '../ports/guardrails/vault';
import type { ModelAttempt } from '../ports/models/models';
import type { ModelPrompt } from './model-task';
import { withAttempts } from './router/router-errors';

export class TaskGuard {
	readonly violations: Violation[] = [];

	constructor(
		private readonly guard: Guard,
		private readonly vault: PersonalDataVault,
		/** No guardrail can read images. */
		private readonly refusesFiles: boolean,
	) {}

	/** @throws TroupeError GUARDRAIL_VIOLATION, GUARDRAIL_FAILED */
	async judgePrompt<Prompt extends ModelPrompt>(prompt: Prompt): Promise<Prompt> {
		const { system, messages, images } = prompt;
		if (images && this.refusesFiles) throw this.#stopped(createFileRefusal('input', findLanguage({ message: prompt.prompt ?? '' })));
		const judged: ModelPrompt = {};
		if (system !== undefined) judged.system = await this.#judgeInstructions(system);
		if (messages) {
			judged.messages = [];
			for (const message of messages) {
				const { role, content } = message;
				judged.messages.push({
					...message,
					content: await (role === 'system' ? this.#judgeInstructions(content) : this.#judge('input', content)),
				});
			}
		}
		if (prompt.prompt !== undefined) judged.prompt = await this.#judge('input', prompt.prompt);
		return { ...prompt, ...judged };
	}

	/** @throws TroupeError GUARDRAIL_VIOLATION, GUARDRAIL_FAILED */
	async judgeTexts(texts: readonly string[]): Promise<string[]> {
		const judged: string[] = [];
		for (const text of texts) judged.push(await this.#judge('input', text));
		return judged;
	}

	/**
	 * With every text of an object, and the values of its tokens. @throws TroupeError GUARDRAIL_VIOLATION, GUARDRAIL_FAILED, with the attempts of the
	 * call
	 */
	async judgeAnswer<Answer>(answer: Answer, prompt: ModelPrompt, attempts: ModelAttempt[] = []): Promise<Answer> {
		const given = typeof answer === 'string' ? listGiven(prompt) : undefined;
		try {
			return await mapTexts(answer, async (text) => this.vault.restore(await this.#judge('output', text, { given })));
		} catch (error) {
			throw error instanceof TroupeError ? withAttempts(error, attempts) : error;
		}
	}

	restore(text: string): Promise<string> {
		return this.vault.restore(text);
	}

	/** A prompt is made of orders. */
	#judgeInstructions(text: string): Promise<string> {
		return this.#judge('system', text, { isPrompt: true });
	}

	async #judge(stage: Stage, text: string, context: GuardContext = {}): Promise<string> {
		if (text === '' || !this.guard.watches(stage)) return text;
		const result = await this.guard.check(stage, text, { vault: this.vault, ...context });
		const stop = findStop(result);
		if (stop) throw this.#stopped(stop, result.violations);
		this.violations.push(...result.violations);
		return result.text;
	}

	#stopped(stop: Violation, found = [stop]): TroupeError {
		this.violations.push(...found);
		const failed = stop.code === 'GUARDRAIL_FAILED';
		return new TroupeError({
			code: failed ? 'GUARDRAIL_FAILED' : 'GUARDRAIL_VIOLATION',
			message: `The guardrail "${stop.guardrail}" stopped the ${whatIs[stop.stage] ?? 'text'} of the model task: ${stop.reason}`,
			fix: findFix(stop),
			details: {
				guardrail: stop.guardrail,
				code: failed ? stop.code : `GUARDRAIL_${stop.code}`,
				stage: stop.stage,
				violations: this.violations,
			},
		});
	}
}

const whatIs: Partial<Record<Stage, string>> = { input: 'prompt', system: 'system prompt', output: 'answer' };

function findFix({ guardrail, policy, stage }: Violation): string {
	if (policy !== undefined && policy.id !== 'standard')
		return `The tenant requires the policy "${policy.id}". Handle the error, or ask the operator.`;
	const first = stage === 'input' && guardrail === 'injection' ? 'Write your own instructions into the system prompt. ' : '';
	const where = 'Options → Switch Off, the header standardWithout, or --standard-without';
	return `${first}If such texts are expected, switch the part "${guardrail}" of the standard policy off for this task (${where}).`;
}

/** A task's input can be a stranger's: its addresses may be repeated. */
function listGiven({ system = '', messages = [], prompt }: ModelPrompt): GivenTexts {
	const written = (role: 'system' | 'user' | 'assistant') =>
		messages.filter((message) => message.role === role).map(({ content }) => content);
	const texts = [...written('user'), ...(prompt === undefined ? [] : [prompt])];
	return {
		author: [system, ...written('system')].join('\n'),
		allowedHosts: [],
		others: texts,
		results: texts,
		shown: written('assistant'),
	};
}
