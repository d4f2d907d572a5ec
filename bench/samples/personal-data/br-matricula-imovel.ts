import { fullWidth, type Part, softHyphen, withNoise, zeroWidth } from '../noise';
import { fillTemplate, withNoiseAround } from '../noise';
import type { Chance, Sample, SampleMaker } from '../sample';
import { negativeText, positiveText, type Wording } from '../templates';

const noises = [fullWidth, zeroWidth, softHyphen];

const wording: Wording = {
	labels: [
		'matrícula do imóvel',
		'Matrícula do imóvel',
		'matrícula imobiliária',
		'matrícula do apartamento',
		'matrícula no Registro de Imóveis',
		'matrícula do terreno',
		'matrícula registral',
		'property registration number',
		'land registry number',
		'real estate registration',
	],
	keys: [
		'matricula_imovel',
		'matriculaImovel',
		'matricula_do_imovel',
		'imovel.matricula',
		'nr_matricula_imovel',
		'property_registration',
		'land_registry_number',
	],
	sentences: [
		'matrícula nº {} do 2º Registro de Imóveis de Campinas',
		'imóvel objeto da matrícula nº {}, do Cartório de Registro de Imóveis da Comarca de Santos',
		'apartamento matriculado sob o nº {} no 5º CRI da Capital',
		'MATRÍCULA Nº {}  FICHA 01  LIVRO Nº 2 - REGISTRO GERAL',
		'penhora do imóvel de matrícula {} do 1º Ofício de Registro de Imóveis',
		'preciso da certidão da matrícula {} do RGI',
		'terreno com matrícula {} no cartório de imóveis, sem ônus',
		'Registro de Imóveis de Osasco, matrícula {}',
		'a fazenda tem a matrícula {} e 290 hectares',
		'matrículas nºs {} e {} do 3º Oficial de Registro de Imóveis',
		'hipoteca sobre o imóvel da matrícula {} (R.5)',
		'lote 12 da quadra B, matrícula nº {}, CRI local',
		'vaga de garagem, matrícula {} do 4º RI',
		'usucapião do imóvel matrícula {} da comarca de Ilhéus',
		'registration no. {} of the 2nd Real Estate Registry of São Paulo',
		'the apartment, registration number {} at the real estate registry',
		'oi, o corretor mandou a matrícula {} do registro de imóveis, tá tudo certo?',
	],
};

function makeNumber(chance: Chance): string {
	const digits = String(
		chance.pick([1000 + chance.below(899), 2100 + chance.below(7000), 10_000 + chance.below(89_999), 100_000 + chance.below(299_999)]),
	);
	return digits.length > 3 && chance.below(5) > 1 ? digits.replace(/(?=\d{3}$)/, '.') : digits;
}

const noProperty: readonly string[] = [
	'matrícula do aluno #####',
	'Aluna Ana Lima, matrícula 20######, turma B',
	'servidor público, matrícula funcional ######',
	'matrícula SIAPE #######',
	'minha matrícula na faculdade é ########',
	'o funcionário de matrícula ##### pediu férias',
	'matrícula ##### do colaborador no RH',
	'professor matrícula ######, lotado na escola',
	'taxa de matrícula de R$ ###,00',
	'período de matrícula: ## a ## de março',
	'fiz a matrícula em 12/03/2024',
	'matrícula ######',
	'RA ######## matrícula ativa no curso',
	'imóvel de ### m² por R$ ###.###,00',
	'Registro de Imóveis atende no ramal ####',
	'apartamento ###, bloco ##',
	'student registration number ######',
	'vehicle registration ######, driver Bob',
	'employee registration no. #####',
	'matrícula escolar nº ##### do estudante',
	'matrícula da aeronave PT-ABC, ano ####',
	'policial militar, matrícula ###.###-#',
	'Matrículas abertas! ## vagas no colégio',
	'matrícula do plano de saúde ########',
	'o carnê do imóvel vence dia ##',
	'matrícula do empregado: ######, admitido em 2019',
];

export const samples: SampleMaker = {
	type: 'BR_MATRICULA_IMOVEL',
	positive: (chance) =>
		positiveText(
			wording,
			chance,
			(): Part => ({ type: 'BR_MATRICULA_IMOVEL', value: withNoise(makeNumber(chance), chance, noises) }),
			true,
		),
	negative(chance): Sample {
		if (chance.below(4) > 0)
			return withNoiseAround(
				fillTemplate(chance.pick(noProperty), chance, () => ''),
				chance,
			);
		return negativeText(chance.pick(['other', 'misleading'] as const), wording, chance, () => makeNumber(chance));
	},
};
