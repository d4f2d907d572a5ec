import { isCpf } from '../../../core/guardrails/personal-data/pt-br/people/br-cpf';
import { makeCpf } from '../brazil-numbers';
import { createNumberSamples } from '../brazil-samples';

export const samples = createNumberSamples({
	type: 'BR_CPF',
	make: makeCpf,
	isRight: isCpf,
	forms: [
		'000.000.000-00',
		'00000000000',
		'000 000 000 00',
		'000.000.000/00',
		'000.000.000.00',
		'000000000-00',
		'000-000-000-00',
		'000.000.00000',
	],
	wording: {
		labels: [
			'CPF',
			'cpf',
			'C.P.F.',
			'CPF/MF',
			'CPF do titular',
			'número do CPF',
			'cadastro de pessoa física',
			'CPF number',
			'taxpayer ID',
			'Brazilian tax ID',
		],
		keys: ['cpf', 'nr_cpf', 'cpf_cliente', 'numeroCpf', 'tax_id', 'customer.cpf', 'CPF_CNPJ', 'cpf-titular'],
		sentences: [
			'CPF na nota? Sim, {}',
			'pode por no meu cpf {} por favor',
			'chave pix é o CPF: {}',
			'Sou isenta de imposto, contribuinte {}',
			'dependentes: Pedro, CPF {}, e Lia, CPF {}',
			'meu esposo ({}) e eu ({}) queremos o plano família, os dois CPFs estão aí',
			'inscrito no Cadastro de Pessoas Físicas sob o nº {}, portador da CI RG',
			'Réu: José Pereira (CPF {})',
			'Beneficiário: Ana Lima - CPF {} - Valor R$ 1.234,56',
			'the buyer is an individual, taxpayer {}',
			'tax number {} belongs to my wife',
			'Informe o CPF do responsável financeiro\n{}',
		],
	},
});
