import type { Chance } from '../sample';
import { createValueSamples, fromForm } from '../value-samples';
import texts from './texts/mac-address.json';

function address(chance: Chance): string {
	const made = fromForm(
		chance.pick([
			'hh:hh:hh:hh:hh:ah',
			'hh-hh-hh-ah-hh-hh',
			'hhhh.hhah.hhhh',
			'aabb.ccah.hhhh',
			'hh:hh:bh:hh:hh:hh',
			'00:1b:44:hh:hh:hh',
			'3c-5a-b4-hh-hh-hh',
		]),
		chance,
	);
	return chance.once(2) ? made.toUpperCase() : made;
}

export const samples = createValueSamples({
	type: 'MAC_ADDRESS',
	value: (chance) => (chance.once(12) ? fromForm('hh:hh:hh:ff:fe:hh:hh:hh', chance) : address(chance)),
	wrong: (chance) => fromForm(chance.pick(texts.wrong), chance),
	wording: texts.wording,
	others: texts.others,
});
