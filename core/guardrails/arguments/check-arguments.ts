import { LoopYielder } from '../../base/async/loop-yielder';
import type { GuardrailContext } from '../../ports/guardrails/guardrail-context';
import type { GuardResult, Violation } from '../policy/guard';
import { createTooLong, maxText, type PlacedGuardrail } from '../policy/placed-guardrail';
import { describePath, isToolName } from './labels';
import { isWhole, listJoined } from './joined-texts';
import { ArgumentsTooDeep, type ArgumentText, listTexts } from './list-texts';

const maxTexts = 100_000;
/** More logged violations add nothing. */
const maxViolations = 50;

export interface CallToCheck {
	text: string;
	tool?: string;
	context: GuardrailContext;
}

type JudgeText = (text: string, context: GuardrailContext) => Promise<GuardResult>;

interface Judges {
	texts: JudgeText;
	joined: JudgeText;
	whole: JudgeText;
}

/** Replaces actions for arguments. Never rewrites them: the tool would do something that nobody requested. */
export function placeForArguments(placed: readonly PlacedGuardrail[]): PlacedGuardrail[] {
	return placed.map(({ replacement: _none, ...guardrail }) => ({ ...guardrail, action: chooseAction(guardrail) }));
}

function chooseAction({ action, onArguments }: PlacedGuardrail): NonNullable<PlacedGuardrail['onArguments']> {
	return onArguments ?? (action === 'ask-person' || action === 'log' ? action : 'refuse');
}

/**
 * Judges each value and name of a tool call, at any depth, also with tokens restored. Stops at the first failing text. Violations have tool and
 * place. Then judges neighbouring values together, and the whole call.
 */
export async function checkArguments(call: CallToCheck, judges: Judges): Promise<GuardResult> {
	const verdict = new Verdict(call);
	if (call.text.length > maxText) return verdict.refuse();
	const seen = new Set<string>();
	const pace = new LoopYielder();
	try {
		const value = readJson(call.text);
		for (const part of listTexts(value)) {
			if (seen.has(part.text)) continue;
			if (seen.add(part.text).size > maxTexts) return verdict.refuse();
			for (const { text, context } of await listForms(part, call.context)) {
				const stopped = verdict.add(await judges.texts(text, context), part);
				if (stopped) return stopped;
			}
			if (pace.isDue()) await pace.rest();
		}
		for (const part of listJoined(value)) {
			const { outcome, text, violations } = await judges.joined(part.text, call.context);
			const whole = violations.filter((one) => isWhole(one, part));
			const stopped = whole.length > 0 && verdict.add({ outcome, text, violations: whole }, part);
			if (stopped) return stopped;
		}
		const context = { ...call.context, call: { tool: call.tool ?? '', ...call.context.call } };
		const stopped = verdict.add(await judges.whole(call.text, context), { path: [] });
		if (stopped) return stopped;
	} catch (error) {
		if (error instanceof ArgumentsTooDeep) return verdict.refuse();
		throw error;
	}
	return verdict.pass();
}

/** A token can hide the actual value from a check: a forbidden address, for example. */
async function listForms({ text }: ArgumentText, context: GuardrailContext): Promise<{ text: string; context: GuardrailContext }[]> {
	const restored = text.includes('[') ? ((await context.vault?.restore(text)) ?? text) : text;
	const written = { text, context };
	return restored === text ? [written] : [written, { text: restored, context: { ...context, isRestored: true } }];
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text; // Its message quotes the text.
	}
}

class Verdict {
	readonly #violations: Violation[] = [];
	readonly #places = new Set<string>();
	#failure: unknown;

	constructor(private readonly call: CallToCheck) {}

	add({ outcome, violations, failure }: GuardResult, { path }: Pick<ArgumentText, 'path'>): GuardResult | undefined {
		this.#failure ??= failure;
		const stopped = outcome === 'blocked' || outcome === 'needs-human';
		for (const violation of violations) {
			const argument = describePath(path);
			const place = `${violation.guardrail} ${argument}`;
			const isLast = stopped && violation === violations.at(-1);
			if (!isLast && (this.#places.has(place) || this.#places.size >= maxViolations)) continue;
			this.#places.add(place);
			this.#violations.push({ ...violation, ...this.#nameTool(), ...(argument !== '' && { argument }) });
		}
		return stopped ? this.#conclude(outcome) : undefined;
	}

	pass(): GuardResult {
		return this.#conclude('pass');
	}

	refuse(): GuardResult {
		const tooLong = createTooLong({ stage: 'tool-arguments', context: this.call.context });
		this.#violations.push({ ...tooLong, action: 'refuse', ...this.#nameTool() });
		return this.#conclude('blocked');
	}

	#nameTool(): Pick<Violation, 'tool'> {
		const { tool } = this.call;
		return tool !== undefined && isToolName(tool) ? { tool } : {};
	}

	#conclude(outcome: GuardResult['outcome']): GuardResult {
		const failure = this.#failure;
		return { outcome, text: this.call.text, violations: this.#violations, ...(failure !== undefined && { failure }) };
	}
}
