import type { Chance } from '../sample';
import { createValueSamples, fromForm } from '../value-samples';
import texts from './texts/ip-address.json';

const octet = (chance: Chance): string => String(chance.below(256));
const version4 = (chance: Chance): string =>
	chance.once(6)
		? `10.${octet(chance)}.0.0/${8 + chance.below(17)}`
		: chance.once(2)
			? `192.168.${octet(chance)}.${octet(chance)}`
			: `${40 + chance.below(180)}.${octet(chance)}.${octet(chance)}.${1 + chance.below(254)}`;

/** RFC 5952, and the forms that it replaces. */
function version6(chance: Chance): string {
	const form = chance.pick(texts.version6);
	const made = fromForm(form, chance);
	return chance.once(4) && !made.includes('%') ? made.toUpperCase() : made;
}

export const samples = createValueSamples({
	type: 'IP_ADDRESS',
	value: (chance) => (chance.once(3) ? version6(chance) : version4(chance)),
	noises: [],
	wrong: (chance) => fromForm(chance.pick(texts.wrong), chance),
	wording: texts.wording,
	others: texts.others,
});
