import type { Chance } from '../sample';
import { createValueSamples } from '../value-samples';
import texts from './texts/url.json';

const { hosts, paths, whole } = texts;

function address(chance: Chance): string {
	const host = chance.pick(hosts);
	return `${chance.pick(['https://', 'http://', 'https://', '', ''])}${host}${chance.pick(paths)}`;
}

export const samples = createValueSamples({
	type: 'URL',
	value: (chance) => (chance.once(6) ? chance.pick(whole) : address(chance)),
	noises: [(value) => value.replace(/^(https?:\/\/\w)/, '$1\u200B')],
	wrong: (chance) => chance.pick(texts.wrong),
	wording: texts.wording,
	others: texts.others,
});
