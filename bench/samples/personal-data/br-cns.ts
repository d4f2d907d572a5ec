import { isCns } from '../../../core/guardrails/personal-data/pt-br/people/br-cns';
import { makeCns } from '../brazil-numbers';
import { createNumberSamples } from '../brazil-samples';

export const samples = createNumberSamples({
	type: 'BR_CNS',
	make: makeCns,
	isRight: isCns,
	forms: [
		'000 0000 0000 0000',
		'000000000000000',
		'000.0000.0000.0000',
		'000-0000-0000-0000',
		'00000000000 0000',
		'000 000 000 000 000',
		'00000 00000 00000',
	],
	wording: {
		labels: [
			'CNS',
			'cartão do SUS',
			'Cartão Nacional de Saúde',
			'cartão SUS',
			'número do SUS',
			'carteirinha do SUS',
			'CNS do paciente',
			'health card number',
			'SUS card',
			'CNS number',
		],
		keys: ['cns', 'nr_cns', 'cartao_sus', 'numeroCns', 'patient.cns', 'cns_paciente', 'sus_card'],
		sentences: [
			'quero marcar consulta na UBS, cartão do sus {}',
			'Paciente: Ana Lima, 45 anos, CNS {}, hipertensa',
			'a vacina não aparece no Conecte SUS, meu número é {}',
			'Prontuário 4567 CNS {} leito 12',
			'AIH emitida para o paciente de CNS {}',
			'Profissional: Dra. Lia CRM 12345 CNS {}',
			'esqueci o cartão em casa mas o número do sus é {}',
			'Encaminhamento: usuária do SUS nº {} para cardiologia',
			'Solicito exame. CNS: {} CID I10',
			'patient with SUS card {} was admitted today',
			'health card {} expired?',
			'mãe CNS {} e RN CNS {}',
		],
	},
});
