import { makeNewPlate, makeOldPlate } from '../brazil-numbers';
import { gentleNoises, type Part, withNoise } from '../noise';
import type { Chance, Sample, SampleMaker } from '../sample';
import { negativeText, positiveText } from '../templates';
import texts from './texts/br-plate.json';

const { wording } = texts;

function makePlate(chance: Chance): string {
	const [before, after] = chance.once(3) ? ['old', makeOldPlate(chance)] : ['new', makeNewPlate(chance)];
	const separator = before === 'old' ? chance.pick(['-', '-', '', ' ']) : chance.pick(['', '', '', '-', ' ', '\n']);
	const plate = after.slice(0, 3) + separator + after.slice(3);
	return chance.once(5) && separator !== '\n' ? plate.toLowerCase() : plate;
}

const codes: ReadonlyArray<(chance: Chance) => string> = [
	(chance) => `A empresa tem a certificação ISO-${chance.pick(['9001', '14001', '2700'])}`,
	(chance) => `norma NBR ${chance.digits(4)} da ABNT`,
	(chance) => `voo ${chance.pick(['GLO', 'TAM', 'AZU', 'LA', 'G3'])}-${chance.digits(4)} atrasado`,
	(chance) => `flight ${chance.pick(['UAL', 'DLH', 'AAL'])} ${chance.digits(4)} is delayed`,
	(chance) => `ticket ${makeOldPlate(chance).replace(/(?=\d)/, '-')} foi fechado`,
	(chance) => `ver chamado ${chance.pick(['PED', 'OPS', 'BUG', 'DEV'])}-${chance.digits(4)} no Jira`,
	(chance) => `SKU ${makeNewPlate(chance)} esgotado`,
	(chance) => `código do produto ${makeOldPlate(chance)}`,
	(chance) => `product ${makeNewPlate(chance)} out of stock`,
	(chance) => `cupom ${makeOldPlate(chance)} não funciona`,
	(chance) => `em dez ${2000 + chance.below(30)} e jan ${2000 + chance.below(30)}`,
	(chance) => `foi em mai/${2000 + chance.below(30)} que comprei o carro`,
	(chance) => `RFC ${chance.digits(4)} section 3`,
	(chance) => `CVE-${2000 + chance.below(26)}-${chance.digits(4)}`,
	(chance) => `modelo ${makeOldPlate(chance)}-${chance.digits(2)} da impressora`,
	(chance) => `hash ${makeNewPlate(chance)}${makeOldPlate(chance)}`,
	(chance) => `o carro custou por ${chance.digits(4)} reais`,
	() => `comprei a moto em set 2021, rodei uns 1500 km`,
	(chance) => `sala BLO-${chance.digits(4)}, bloco B`,
	(chance) => `PR-${chance.digits(4)} merged, see ${chance.pick(['API', 'WEB', 'APP'])}-${chance.digits(4)}`,
	(chance) => `a vaga era de mil e ${chance.digits(4)} reais`,
	(chance) => `the car was built for ${chance.digits(4)} dollars`,
];

export const samples: SampleMaker = {
	type: 'BR_PLATE',
	positive: (chance) =>
		positiveText(wording, chance, (): Part => ({ type: 'BR_PLATE', value: withNoise(makePlate(chance), chance, gentleNoises) }), true),
	negative(chance): Sample {
		if (chance.below(3) > 0) return { text: chance.pick(codes)(chance), spans: [] };
		const code = makeOldPlate(chance).replace(/(?=\d)/, chance.pick(['-', '']));
		return negativeText('other', wording, chance, () => code);
	},
};
