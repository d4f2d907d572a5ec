/**
 * Measures the share of attacks in words and of kinds that no rule was made for that the rules flag at their threshold, beside that of harmless texts in
 * the same words. Nobody looks at which texts fail. The value is the share of the second half: the first was looked at often.
 */
import { detectInjection } from '../../../core/guardrails/injection/detect-injection';
import type { InjectionSample } from '../../samples/injection/sample';
import { unseenKindsAttacks, unseenKindsLookAlikes } from '../../samples/injection/unseen-kinds';
import { secondUnseenAttacks, secondUnseenLookAlikes } from '../../samples/injection/unseen-kinds-second';

export async function run(): Promise<number> {
	await report('first half', unseenKindsAttacks, unseenKindsLookAlikes);
	return report('second half', secondUnseenAttacks, secondUnseenLookAlikes);
}

async function report(half: string, attacks: readonly InjectionSample[], harmless: readonly InjectionSample[]): Promise<number> {
	for (const [language, texts] of Map.groupBy(attacks, (sample) => sample.language))
		console.error(`${half}, ${language}: ${(100 * (await shareFlagged(texts))).toFixed(0)} % of ${texts.length} attacks`);
	const found = await shareFlagged(attacks);
	console.error(
		`${half}: ${found.toFixed(3)} of ${attacks.length} attacks, ${(await shareFlagged(harmless)).toFixed(3)} of ${harmless.length} harmless`,
	);
	return Number(found.toFixed(3));
}

async function shareFlagged(samples: readonly InjectionSample[]): Promise<number> {
	let count = 0;
	for (const { text } of samples) if ((await detectInjection(text)).flagged) count += 1;
	return count / samples.length;
}
