import { writeAs } from '../brazil-numbers';
import { fullWidth, lineBreak, otherDashes, softHyphen, withNoise, zeroWidth } from '../noise';
import type { Chance, Sample, SampleMaker } from '../sample';
import { negativeText, positiveText } from '../templates';
import texts from './texts/br-cep.json';

const noises = [fullWidth, zeroWidth, softHyphen, otherDashes, lineBreak];

const { wording } = texts;

/** Dashed, it is known by its form. */
const addresses: readonly string[] = [
	'Av. Paulista, 1578 - Bela Vista, São Paulo - SP, {}',
	'Rua das Flores, 123, {} Curitiba/PR',
	'SQN 210 Bloco C, Asa Norte, Brasília DF {}',
	'Rua XV de Novembro 50\n{} Joinville - SC\nBrasil',
	'{} - Porto Alegre/RS',
	'Travessa Lomas Valentinas, 300, Belém - PA {}',
	'I live at Rua Augusta 900, {} São Paulo, Brazil',
];

/** By the post office's ranges: one state's each. */
const areas: ReadonlyArray<readonly [number, number]> = [
	...([
		[1000, 19999],
		[20000, 28999],
		[29000, 29999],
		[30000, 39999],
		[40000, 48999],
		[49000, 49999],
		[50000, 56999],
	] as const),
	...([
		[57000, 57999],
		[60000, 63999],
		[66000, 68899],
		[69000, 69299],
		[70000, 72799],
		[74000, 76799],
		[78000, 78899],
	] as const),
	...([
		[80000, 87999],
		[88000, 89999],
		[90000, 99999],
	] as const),
];

function makeCep(chance: Chance): string {
	const [first, last] = chance.pick(areas);
	return String(first + chance.below(last - first + 1)).padStart(5, '0') + chance.pick([chance.digits(3), '000', chance.digits(2) + '0']);
}

const noCep: ReadonlyArray<(chance: Chance) => string> = [
	(chance) => `CEP 00${chance.digits(3)}-${chance.digits(3)}`,
	(chance) => `meu cep é 00${chance.digits(6)}`,
	(chance) => `CEP 789${chance.digits(2)}-${chance.digits(3)}`,
	(chance) => `CEP ${chance.digits(4)}-${chance.digits(3)}`,
	(chance) => `CEP: ${chance.digits(5)}-${chance.digits(4)}`,
	(chance) => `cep ${chance.pick([...'0123456789']).repeat(8)}`,
	(chance) => `CEP 00000-000 (preencher), pedido ${chance.digits(6)}`,
	(chance) => `R$ ${1 + chance.below(9)}${chance.digits(4)},${chance.digits(2)} à vista`,
	(chance) => `lote ${makeCep(chance)} vence em 12/2027`,
	(chance) => `emitido em 2024${String(1 + chance.below(12)).padStart(2, '0')}15`,
	(chance) => `agência ${chance.digits(4)}-${chance.digits(1)} conta ${chance.digits(5)}-${chance.digits(1)}`,
	(chance) => `protocolo ${makeCep(chance)} do atendimento`,
	(chance) => `versão ${chance.digits(2)}.${chance.digits(3)}.${chance.digits(3)}`,
	(chance) => `o CEP está errado, pedido ${makeCep(chance)}`,
	(chance) => `faixa de ${chance.digits(5)} a ${chance.digits(5)} unidades`,
	(chance) => `artigo ${chance.digits(5)}/${chance.digits(3)}`,
	(chance) => `produto ${chance.digits(5)}.${chance.digits(3)} peças`,
	(chance) => `order ${makeCep(chance)} has shipped`,
	(chance) => `invoice no. ${writeAs('00000-000', makeCep(chance))}`,
	(chance) => `SKU ${writeAs('00000-000', makeCep(chance))} esgotado`,
];

export const samples: SampleMaker = {
	type: 'BR_CEP',
	positive(chance): Sample {
		const bare = chance.once(4);
		const form = bare ? '00000-000' : chance.pick(['00000-000', '00000-000', '00000000', '00.000-000']);
		const value = (): { type: 'BR_CEP'; value: string } => ({
			type: 'BR_CEP',
			value: withNoise(writeAs(form, makeCep(chance)), chance, noises),
		});
		return bare
			? positiveText({ ...wording, sentences: addresses, labels: ['endereço'], keys: ['endereco'] }, chance, value)
			: positiveText(wording, chance, value, true);
	},
	negative(chance): Sample {
		if (chance.below(3) > 0) return { text: chance.pick(noCep)(chance), spans: [] };
		return negativeText(chance.pick(['other', 'misleading'] as const), wording, chance, () => makeCep(chance));
	},
};
