import { isCnh } from '../../../core/guardrails/personal-data/pt-br/people/br-cnh';
import { makeCnh } from '../brazil-numbers';
import { createNumberSamples } from '../brazil-samples';

export const samples = createNumberSamples({
	type: 'BR_CNH',
	make: makeCnh,
	isRight: isCnh,
	// By itself it may be a CPF or a phone number as well.
	needsWords: true,
	forms: ['00000000000', '00000000000', '000000000-00', '000 000 000 00', '000.000.000-00', '0000 0000 000', '000.000.000.00'],
	wording: {
		labels: [
			'CNH',
			'carteira de motorista',
			'habilitação',
			'Carteira Nacional de Habilitação',
			'registro da CNH',
			'número da CNH',
			'CNH digital',
			"driver's license",
			'driving licence',
			'license number',
		],
		keys: ['cnh', 'nr_cnh', 'numeroCnh', 'registro_cnh', 'driver.license_number', 'driver_license', 'cnh_condutor'],
		sentences: [
			'perdi minha habilitação, número {}',
			'Condutor: Pedro Lima, CNH {}, categoria AB, validade 10/2029',
			'Nº REGISTRO {} VALIDADE 12/03/2031 CNH',
			'auto de infração lavrado contra o condutor portador da CNH nº {}',
			'quero alugar um carro, minha carteira de motorista é {}',
			'motorista parceiro, cnh {} com EAR',
			'CNH {} cat. B, pontos: 12',
			'o Detran bloqueou a CNH {}',
			'permissão para dirigir nº {} vence mês que vem',
			'I rented the car with my Brazilian driver license {}',
			"driver's licence no. {} issued in Rio",
			'CNH do segurado {} e do condutor principal {}',
		],
	},
});
