import type { Chance } from '../sample';
import { createValueSamples, fromForm } from '../value-samples';
import { lineBreak, otherDashes, otherSpaces, zeroWidth, fullWidth, softHyphen } from '../noise';

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
	wording: {
		labels: ['IBAN', 'iban', 'conta IBAN', 'IBAN do beneficiário', 'número IBAN', 'IBAN number', 'bank account (IBAN)', 'account'],
		keys: ['iban', 'IBAN', 'account_iban', 'beneficiaryIban', 'conta.iban'],
		sentences: [
			'transfere pra {} até amanhã',
			'Please wire the amount to {}.',
			'Banco: Deutsche Bank, IBAN {}, BIC DEUTDEFF',
			'minha conta na Alemanha é {}',
			'from {} to {}',
			'o pagamento será feito na conta {}, de titularidade da CONTRATADA',
			'SEPA credit transfer {} EUR 1.2##,00',
			'Beneficiary: Ana Lima\nIBAN: {}\nSWIFT: BCOMPTPL',
			'remessa internacional para {}',
			'refund to {} please',
			'conta de origem {} debitada',
		],
	},
	elsewhere: (chance) =>
		fromForm(
			chance.pick(['XX##XX####', 'PT##########', 'GB12345678', 'BR##########', 'LB#########CN', 'DE#########', 'AA#########BR']),
			chance,
		),
	others: [
		'objeto {} postado',
		'rastreio LB#########CN',
		'VAT DE#########',
		'NIF PT#########',
		'voo LA#### às 10h',
		'lote AB12CD34EF56',
		'chave 35260512345678000195550010000000011000000017',
		'IBAN inválido: {}',
		'IBAN: informar depois',
		'ES99 e FR12 são salas',
		'GB82 WEST',
		'produto DE44 5001',
	],
});
