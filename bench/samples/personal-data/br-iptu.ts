import { writeAs } from '../brazil-numbers';
import { fullWidth, otherDashes, softHyphen, withNoise, zeroWidth } from '../noise';
import type { Chance, Sample, SampleMaker } from '../sample';
import { negativeText, positiveText } from '../templates';
import texts from './texts/br-iptu.json';

const noises = [fullWidth, zeroWidth, softHyphen, otherDashes];

const { wording } = texts;

const forms = [
	'000.000.0000-0',
	'000.000.0000-0',
	'00000000000',
	'0.000.000.000-0'.slice(2),
	'0000.00.00.0000.00.000',
	'00-000-000.000-0',
	'0000000',
	'00.000.000-0',
	'0000000-0',
	'000.000.000.000-0',
	'00000000000000',
	'00.00.000.0000.000',
	'000000 000 0000',
];

const makeNumber = (chance: Chance): string => {
	const form = chance.pick(forms);
	return writeAs(form, String(1 + chance.below(8)) + chance.digits(19)).replace(/^(?:19|20)(?=\d\d)/, '31');
};

const noNumber: ReadonlyArray<(chance: Chance) => string> = [
	(chance) => `IPTU 20${chance.digits(2)}/20${chance.digits(2)} em aberto`,
	(chance) => `IPTU de R$ ${1 + chance.below(9)}.${chance.digits(3)},${chance.digits(2)}`,
	(chance) => `parcela do IPTU vence em 1${chance.digits(1)}/0${1 + chance.below(9)}/2024`,
	(chance) => `o IPTU subiu ${1 + chance.below(30)},${chance.digits(1)}% este ano`,
	(chance) => `IPTU: boleto ${chance.digits(12)}`,
	(chance) => `IPTU pago, protocolo ${chance.digits(10)}`,
	(chance) => `inscrição estadual ${writeAs('000.000.000.000', chance.digits(12))}`,
	(chance) => `inscrição no vestibular ${chance.digits(9)}`,
	(chance) => `número ${makeNumber(chance)}`,
	(chance) => `SQL error ${chance.digits(5)} at line ${chance.digits(3)}`,
	(chance) => `SELECT ${chance.digits(8)} FROM iptu`,
	(chance) => `IPTU em 10x de ${chance.digits(3)},00`,
	(chance) => `inscrição municipal da empresa ${chance.digits(8)}`,
	(chance) => `o índice caiu de ${chance.digits(6)} para ${chance.digits(6)}`,
	(chance) => `pedido ${makeNumber(chance)} entregue`,
	(chance) => `Setor 12, quadra ${chance.digits(3)}, lote ${chance.digits(2)}`,
	(chance) => `IPTU 20${chance.digits(2)}`,
	(chance) => `property tax of $${chance.digits(4)}.00 due 03/1${chance.digits(1)}/2024`,
	(chance) => `IPTU atrasado? Ligue ${chance.digits(4)}-${chance.digits(4)} ramal 2`.replace(/\d{4}-\d{4}/, '156'),
];

export const samples: SampleMaker = {
	type: 'BR_IPTU',
	positive: (chance) =>
		positiveText(wording, chance, () => ({ type: 'BR_IPTU', value: withNoise(makeNumber(chance), chance, noises) }), true),
	negative(chance): Sample {
		if (chance.below(3) > 0) return { text: chance.pick(noNumber)(chance), spans: [] };
		return negativeText(chance.pick(['other', 'misleading'] as const), wording, chance, () =>
			writeAs('0000000000', '31' + chance.digits(8)),
		);
	},
};
