import { isNis } from '../../../core/guardrails/personal-data/pt-br/people/br-nis';
import { makeNis } from '../brazil-numbers';
import { createNumberSamples } from '../brazil-samples';

export const samples = createNumberSamples({
	type: 'BR_NIS',
	make: makeNis,
	isRight: isNis,
	forms: ['000.00000.00-0', '00000000000', '000 00000 00 0', '000.00000.000', '0000000000-0', '000.00000.00.0', '000-00000-00-0'],
	wording: {
		labels: [
			'PIS',
			'NIS',
			'PIS/PASEP',
			'NIT',
			'PASEP',
			'número do PIS',
			'NIS do responsável familiar',
			'inscrição do trabalhador',
			'PIS number',
			'social identification number',
		],
		keys: ['pis', 'nis', 'nr_pis', 'pis_pasep', 'numeroNis', 'nit', 'employee.pis', 'nis_responsavel'],
		sentences: [
			'quero saber do abono, meu PIS é {}',
			'recebo bolsa família, NIS {}',
			'o NIS que tá no cartão cidadão é {}',
			'CTPS 12345 série 001-SP PIS {}',
			'Cadastro Único: {}',
			'Segurado do INSS, NIT {}, requer a aposentadoria por tempo de contribuição',
			'Empregado: José Lima, admissão 02/01/2020, PIS/PASEP {}',
			'Número de Identificação Social: {}',
			'para sacar o FGTS pediram o PIS e eu passei {}',
			'her worker registration (PIS) is {}',
			'employee PIS {} was not found in payroll',
			'NIS: {} e o do meu filho: {}',
		],
	},
});
