import { fillTemplate, fullWidth, otherDashes, type Part, softHyphen, withNoise, withNoiseAround, zeroWidth } from '../noise';
import type { Chance, Sample, SampleMaker } from '../sample';
import { positiveText } from '../templates';
import texts from './texts/date-of-birth.json';

const noises = [fullWidth, zeroWidth, softHyphen, otherDashes];

const { wording } = texts;

const pt = ['janeiro', 'fevereiro', 'março', 'abril', 'maio', 'junho', 'julho', 'agosto', 'setembro', 'outubro', 'novembro', 'dezembro'];
const en = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const two = (number: number): string => String(number).padStart(2, '0');

function makeDate(chance: Chance): string {
	const day = 1 + chance.below(28);
	const month = 1 + chance.below(12);
	const year = 1935 + chance.below(82);
	return chance.pick([
		`${two(day)}/${two(month)}/${year}`,
		`${two(day)}/${two(month)}/${year}`,
		`${two(day)}/${two(month)}/${year}`,
		`${day}/${month}/${year}`,
		`${two(month)}/${two(day)}/${year}`,
		`${two(day)}-${two(month)}-${year}`,
		`${two(day)}.${two(month)}.${year}`,
		`${two(day)}/${two(month)}/${two(year % 100)}`,
		`${year}-${two(month)}-${two(day)}`,
		`${year}-${two(month)}-${two(day)}`,
		`${year}/${two(month)}/${two(day)}`,
		`${day} de ${pt[month - 1]} de ${year}`,
		`${day} de ${pt[month - 1]} de ${year}`,
		`1º de ${pt[month - 1]} de ${year}`,
		`${two(day)}/${pt[month - 1]!.slice(0, 3)}/${year}`,
		`${en[month - 1]} ${day}, ${year}`,
		`${en[month - 1]} ${day}th, ${year}`,
		`${day} ${en[month - 1]} ${year}`,
		`${en[month - 1]!.slice(0, 3)} ${day}, ${year}`,
	]);
}

/** Dates of other things, and no dates beside the words. */
const otherDates: ReadonlyArray<(date: string, chance: Chance) => string> = [
	(date) => `Consulta marcada para ${date}`,
	(date) => `vencimento ${date}`,
	(date) => `Validade: ${date}`,
	(date) => `emitido em ${date}`,
	(date) => `Data: ${date}`,
	(date) => `data de admissão ${date}`,
	(date) => `contrato assinado em ${date}`,
	(date) => `pedido de ${date} não chegou`,
	(date) => `order placed on ${date}`,
	(date) => `Expires ${date}`,
	(date) => `issued: ${date}`,
	(date) => `Data de nascimento: não informada\nData de cadastro: ${date}`,
	(date) => `certidão de nascimento emitida em ${date}`,
	(date) => `nascido em Recife, casou em ${date}`,
	(date) => `Nascimento: ___/___/____  Admissão: ${date}`,
	(date) => `hired on ${date}, birthday unknown`,
	(date) => `{"createdAt":"${date}","dob":null}`,
	(date) => `aniversário da empresa: ${date}`,
	(date) => `data do óbito: ${date}`,
	(date) => `the company was founded on ${date}`,
	(date) => `log ${date} INFO nascimento ok`,
	(date) => date,
	(date) => `nota fiscal de ${date}, valor 120,00`,
	(date) => `exame realizado em ${date}`,
	(date) => `festa de aniversário dia 20/12/2099, comprado em ${date}`,
	(date) => `next appointment: ${date}. Patient's birthday not on file`,
	(_, chance) => `Nasc.: ${31 + chance.below(60)}/${13 + chance.below(80)}/19${chance.digits(2)}`,
	(_, chance) => `data de nascimento 30/02/19${chance.digits(2)}`,
	(_, chance) => `nascimento: 12/03/1${chance.below(8)}${chance.digits(2)}`,
	(_, chance) => `DN ${chance.digits(3)} mm, tubo de ${chance.digits(2)}`,
	(_, chance) => `nascimento previsto para 12/0${1 + chance.below(9)}/2099`,
	(_, chance) => `DOB: pending, ticket ${chance.digits(8)}`,
	(_, chance) => `em 19${chance.digits(2)} nasceu a empresa`,
];

export const samples: SampleMaker = {
	type: 'DATE_OF_BIRTH',
	positive: (chance) =>
		positiveText(wording, chance, (): Part => ({ type: 'DATE_OF_BIRTH', value: withNoise(makeDate(chance), chance, noises) }), true),
	negative: (chance): Sample =>
		withNoiseAround(
			fillTemplate(chance.pick(otherDates)(makeDate(chance), chance), chance, () => ''),
			chance,
		),
};
