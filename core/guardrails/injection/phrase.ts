import { findClassId, literalId } from './vocabulary';

export interface Phrase {
	weight: number;
	steps: { ids: number[]; gap: number; optional: boolean }[];
}

/**
 * Parses `DROP ~4 PRIOR ~2 RULES`: a word of each class, with at most 4, then 2 words between. Lower-case words are literal, `a|b` either, `a?`
 * optional. @throws Error for an invalid phrase, at load time
 */
export function phrase([weight, pattern]: readonly [number, string]): Phrase {
	const steps: Phrase['steps'] = [];
	let gap = 0;
	for (const part of pattern.split(' ')) {
		if (part.startsWith('~')) gap = Number(part.slice(1));
		else {
			const optional = part.endsWith('?');
			const names = (optional ? part.slice(0, -1) : part).split('|');
			steps.push({ ids: names.map((name) => (/^[A-Z_]+$/.test(name) ? findClassId(name) : literalId(name))), gap, optional });
			gap = 0;
		}
	}
	if (steps.length === 0 || steps[0]!.optional) throw new Error(`The phrase "${pattern}" needs a first word.`);
	return { weight, steps };
}

/** Permutes the steps, with at most `gap` words between: languages and people place the verb differently. */
export function inAnyOrder(weight: number, pattern: string, gap = 6): (readonly [number, string])[] {
	return permute(pattern.split(' ')).map((steps) => [weight, steps.join(` ~${gap} `)] as const);
}

function permute(steps: readonly string[]): string[][] {
	if (steps.length < 2) return [[...steps]];
	return steps.flatMap((step, at) => permute([...steps.slice(0, at), ...steps.slice(at + 1)]).map((others) => [step, ...others]));
}
