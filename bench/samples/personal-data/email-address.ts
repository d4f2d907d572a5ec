import type { Chance } from '../sample';
import { createValueSamples } from '../value-samples';
import texts from './texts/email-address.json';

const { locals, domains, spelledOut } = texts;

const address = (chance: Chance): string => `${chance.pick(locals)}@${chance.pick(domains)}`;

export const samples = createValueSamples({
	type: 'EMAIL_ADDRESS',
	value: (chance) => (chance.once(6) ? chance.pick(spelledOut) : address(chance)),
	wrong: (chance) => chance.pick(texts.wrong),
	wording: texts.wording,
	others: texts.others,
});
