import { randomFrom } from '../generate';
import type { InjectionSample } from '../sample';

const fewest = 3;
const most = 7;

/** Puts harmless texts of a language together to long ones, as mails and pages are; in half of them hides an attack. */
export function composeLongTexts(samples: readonly InjectionSample[], count: number, seed: number): InjectionSample[] {
	const random = randomFrom(seed);
	const pick = <Item>(list: readonly Item[]): Item => list[Math.floor(random() * list.length)]!;
	const harmless = samples.filter(({ attack }) => !attack);
	const attacks = samples.filter(({ attack }) => attack);
	return Array.from({ length: count }, (_, at) => {
		const attack = at % 2 === 0 ? pick(attacks) : undefined;
		const language = attack?.language ?? pick(harmless).language;
		const same = harmless.filter((sample) => sample.language === language);
		const lines = Array.from({ length: fewest + Math.floor(random() * (most - fewest + 1)) }, () => pick(same).text);
		if (attack) lines.splice(Math.floor(random() * (lines.length + 1)), 0, attack.text);
		const text = lines.join(pick([' ', '\n', '\n\n']));
		return { text, language, attack: attack !== undefined, category: attack?.category ?? 'long' };
	});
}
