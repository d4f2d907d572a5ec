import { fullWidth, otherDashes, softHyphen, withNoise, zeroWidth } from '../noise';
import type { Chance, Sample, SampleMaker } from '../sample';
import { negativeText, positiveText } from '../templates';
import texts from './texts/br-cib.json';

const noises = [fullWidth, zeroWidth, softHyphen, otherDashes];

const { wording } = texts;

const alphabet = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];

/** The published weights: 8 to 2 modulo 11 for digits alone, else 4, 3, 9, 5, 7, 1, 8 modulo 31. */
function checkCharacter(body: string): string {
	const values = [...body].map((character) => alphabet.indexOf(character));
	const total = (weights: number[]): number => values.reduce((sum, value, at) => sum + value * weights[at]!, 0);
	if (!/^\d+$/.test(body)) return alphabet[total([4, 3, 9, 5, 7, 1, 8]) % 31]!;
	return String(((total([8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10);
}

function makeBody(chance: Chance): string {
	if (chance.once(3)) return chance.digits(7);
	const body = Array.from({ length: 7 }, () => chance.pick(alphabet));
	body[chance.below(7)] = chance.pick([...'23456789']);
	return body.join('');
}

const write = (chance: Chance, body: string, check: string): string => {
	if (/^\d+$/.test(body) && chance.once(2)) return `${body[0]}.${body.slice(1, 4)}.${body.slice(4)}-${check}`;
	const code = body + chance.pick(['-', '-', '-', '']) + check;
	return chance.once(6) ? code.toLowerCase() : code;
};

function makeCode(chance: Chance): string {
	const body = makeBody(chance);
	return write(chance, body, checkCharacter(body));
}

function makeWrong(chance: Chance): string {
	const body = makeBody(chance);
	const others = (/^\d+$/.test(body) ? [...'0123456789'] : alphabet).filter((character) => character !== checkCharacter(body));
	return write(chance, body, chance.pick(others));
}

const noCode: ReadonlyArray<(chance: Chance) => string> = [
	(chance) => `código do produto ${makeCode(chance)} em falta`,
	(chance) => `cupom ${makeCode(chance)} expirado`,
	(chance) => `SKU ${makeCode(chance)}`,
	(chance) => `lote ${chance.digits(2)}, quadra ${chance.digits(1)}, CIB não informado`,
	(chance) => `order ${makeCode(chance)} shipped`,
	(chance) => makeCode(chance),
	(chance) => `part number ${makeCode(chance)}`,
	(chance) => `CIB: aguardando. Vencimento 1${chance.digits(1)}/03/2024`,
	(chance) => `o CIB sai em ${chance.digits(2)} dias`,
	(chance) => `build ${makeCode(chance).toLowerCase()} passed`,
	(chance) => `conta ${chance.digits(7)}-${chance.digits(1)} agência 1234`,
	() => `CIB (Cadastro Imobiliário Brasileiro) foi criado pela IN 2.030/2021 em 24/06/2021`,
	(chance) => `reserva ${makeCode(chance)} confirmada`,
	(chance) => `CIB ${chance.digits(5)}`,
	(chance) => `CIB U${chance.digits(6)}-${chance.digits(1)}`,
];

export const samples: SampleMaker = {
	type: 'BR_CIB',
	positive: (chance) => positiveText(wording, chance, () => ({ type: 'BR_CIB', value: withNoise(makeCode(chance), chance, noises) }), true),
	negative(chance): Sample {
		const kind = chance.below(4);
		if (kind < 2) return { text: chance.pick(noCode)(chance), spans: [] };
		return kind === 2
			? negativeText('labelled', wording, chance, () => makeWrong(chance))
			: negativeText('other', wording, chance, () => makeCode(chance));
	},
};
