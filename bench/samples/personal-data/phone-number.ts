import type { Chance } from '../sample';
import { createValueSamples, fromForm } from '../value-samples';
import { fullWidth, otherDashes, otherSpaces, softHyphen, styledDigits, zeroWidth } from '../noise';
import texts from './texts/phone-number.json';

/** Area codes in use (Anatel). */
const { areas } = texts;

function mobile(chance: Chance): string {
	const area = chance.pick(areas);
	const first = `9${6 + chance.below(4)}${chance.digits(3)}`;
	const last = chance.digits(4);
	return chance.pick([
		`(${area}) ${first}-${last}`,
		`(${area}) ${first}-${last}`,
		`(${area})${first}-${last}`,
		`${area} ${first}-${last}`,
		`${area} ${first} ${last}`,
		`${area}${first}${last}`,
		`+55 ${area} ${first}-${last}`,
		`+55 (${area}) ${first}-${last}`,
		`+55${area}${first}${last}`,
		`55${area}${first}${last}`,
		`0${area} ${first}-${last}`,
		`(0${area}) ${first}-${last}`,
		`015 ${area} ${first}-${last}`,
		`0 xx ${area} ${first}-${last}`,
		`(0xx${area}) ${first}-${last}`,
		`${area}.${first}.${last}`,
		`${area}-${first}-${last}`,
		`${area} ${first[0]} ${first.slice(1)}-${last}`,
		`(${area}) ${first} ${last}`,
		`55 ${area} ${first}-${last}`,
		`(${area}) ${first[0]} ${first.slice(1)}-${last}`,
		`(0${chance.pick(['15', '21', '41'])}${area}) ${first}-${last}`,
		`+55-${area}-${first}-${last}`,
	]);
}

function fixed(chance: Chance): string {
	const area = chance.pick(areas);
	const first = `3${2 + chance.below(6)}${chance.digits(2)}`;
	const last = chance.digits(4);
	return chance.pick([
		`(${area}) ${first}-${last}`,
		`${area} ${first}-${last}`,
		`+55 ${area} ${first}-${last}`,
		`(0xx${area}) ${first}-${last}`,
		`(${area}) ${first}-${last} ramal ${chance.digits(3)}`,
	]);
}

function northAmerican(chance: Chance): string {
	const area = chance.pick(texts.northAmericanAreas);
	const middle = `${2 + chance.below(8)}${chance.pick(['34', '67', '50', '82'])}`;
	const last = chance.digits(4);
	return chance.pick([
		`(${area}) ${middle}-${last}`,
		`${area}-${middle}-${last}`,
		`${area}.${middle}.${last}`,
		`+1 ${area} ${middle} ${last}`,
		`+1 (${area}) ${middle}-${last}`,
		`1-${area}-${middle}-${last}`,
		`+1${area}${middle}${last}`,
		`${area}-${middle}-${last}x${chance.digits(3)}`,
	]);
}

/** Mobile numbers of other countries, in forms that their people use. */
const { elsewhereForms } = texts;

export const samples = createValueSamples({
	type: 'PHONE_NUMBER',
	value: (chance) =>
		chance.pick([mobile, mobile, mobile, fixed, northAmerican, (by: Chance) => fromForm(by.pick(elsewhereForms), by)])(chance),
	noises: [fullWidth, styledDigits, zeroWidth, softHyphen, otherSpaces, otherDashes],
	wrong: (chance) => fromForm(chance.pick(texts.wrong), chance),
	elsewhere: (chance) => fromForm(chance.pick(texts.elsewhere), chance),
	wording: texts.wording,
	others: texts.others,
});
