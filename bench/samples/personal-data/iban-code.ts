import type { Chance } from '../sample';
import { createValueSamples, fromForm } from '../value-samples';
import { lineBreak, otherDashes, otherSpaces, zeroWidth, fullWidth, softHyphen } from '../noise';
import texts from './texts/iban-code.json';

/** BBAN structures of the IBAN registry (ISO 13616), `#` for a digit, `X` for a capital letter. */
const structures: Readonly<Record<string, string>> = {
	DE: '##################',
	GB: 'XXXX##############',
	FR: '##########X########XX##',
	PT: '#####################',
	ES: '####################',
	IT: 'X######################',
	NL: 'XXXX##########',
	BR: '#######################XX',
	CH: '#################',
	AT: '################',
	BE: '############',
	IE: 'XXXX##############',
	PL: '########################',
	SE: '####################',
	NO: '###########',
	MT: 'XXXX#####XXXXXXXXXXXXXXXXXX',
	LU: '###XXXXXXXXXXXXX',
	FI: '##############',
	SA: '####################',
	AE: '###################',
};

/** ISO 7064, MOD 97-10. */
function checkDigits(country: string, account: string): string {
	const digits = [...`${account}${country}00`].map((character) => parseInt(character, 36)).join('');
	return String(98n - (BigInt(digits) % 97n)).padStart(2, '0');
}

function number(chance: Chance): string {
	const country = chance.pick(Object.keys(structures));
	const account = fromForm(structures[country]!, chance);
	return country + checkDigits(country, account) + account;
}

function write(iban: string, chance: Chance): string {
	const grouped = chance.once(2) ? iban.replace(/.{4}(?=.)/g, '$& ') : chance.once(6) ? iban.replace(/.{4}(?=.)/g, '$&-') : iban;
	return chance.once(6) ? grouped.toLowerCase() : grouped;
}

function wrong(chance: Chance): string {
	const iban = number(chance);
	const digits = String((Number(iban.slice(2, 4)) + 1 + chance.below(90)) % 97).padStart(2, '0');
	const remade = iban.slice(0, 2) + digits + iban.slice(4);
	return write(digits === iban.slice(2, 4) || Number(digits) < 2 ? iban.slice(0, -1) : remade, chance);
}

export const samples = createValueSamples({
	type: 'IBAN_CODE',
	value: (chance) => write(number(chance), chance),
	noises: [fullWidth, zeroWidth, softHyphen, otherSpaces, otherDashes, lineBreak],
	wrong,
	wording: texts.wording,
	elsewhere: (chance) =>
		fromForm(
			chance.pick(['XX##XX####', 'PT##########', 'GB12345678', 'BR##########', 'LB#########CN', 'DE#########', 'AA#########BR']),
			chance,
		),
	others: texts.others,
});
