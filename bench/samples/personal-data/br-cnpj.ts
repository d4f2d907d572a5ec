import { isCnpj } from '../../../core/guardrails/personal-data/pt-br/br-cnpj';
import { makeAlphanumericCnpj, makeCnpj, writeAs } from '../brazil-numbers';
import { createNumberSamples } from '../brazil-samples';
import { gentleNoises, withNoise } from '../noise';
import type { Chance, SampleMaker } from '../sample';
import { negativeText, positiveText, type Wording } from '../templates';

const wording: Wording = {
	labels: [
		'CNPJ',
		'cnpj',
		'C.N.P.J.',
		'CNPJ/MF',
		'CNPJ da empresa',
		'CNPJ do fornecedor',
		'cadastro nacional da pessoa jurídica',
		'company tax ID',
		'CNPJ number',
		'CGC',
	],
	keys: ['cnpj', 'nr_cnpj', 'cnpj_emitente', 'numeroCnpj', 'company.cnpj', 'supplier_cnpj', 'cpf_cnpj', 'CNPJ'],
	sentences: [
		'emite a nota pro CNPJ {} por favor',
		'sou MEI, cnpj {}',
		'Razão social: Padaria Lima Ltda, CNPJ {}, IE isento',
		'CONTRATADA: ACME Serviços S.A., inscrita no CNPJ sob nº {}, com sede em Recife',
		'Exequente: Banco do Bairro S/A (CNPJ {})',
		'qual o cnpj de vocês? é {} ?',
		'Emitente {} Destinatário {} (CNPJ)',
		'PIX para a empresa, chave CNPJ {}',
		'Fornecedor {} bloqueado por falta de certidão, CNPJ irregular',
		'matriz {} e filial {} no mesmo CNPJ raiz',
		'our Brazilian subsidiary, CNPJ {}, will pay',
		'vendor CNPJ {} failed validation',
	],
};

const numeric = createNumberSamples({
	type: 'BR_CNPJ',
	make: makeCnpj,
	isRight: isCnpj,
	wording,
	forms: [
		'00.000.000/0000-00',
		'00000000000000',
		'00 000 000 0000 00',
		'00000000/0000-00',
		'00.000.000-0000/00',
		'00.000.000/000000',
		'000000000000-00',
		'00 000 000/0000-00',
		'00.000.000.0000.00',
	],
});

const letteredForms = [
	'00.000.000/0000-00',
	'00.000.000/0000-00',
	'00000000000000',
	'00000000/0000-00',
	'00 000 000/0000-00',
	'00.000.000/000000',
];

/** A fourth of them are alphanumeric. */
export const samples: SampleMaker = {
	type: 'BR_CNPJ',
	positive: (chance) => (chance.below(4) > 0 ? numeric.positive(chance) : lettered(chance)),
	negative: (chance) => (chance.below(4) > 0 ? numeric.negative(chance) : letteredLookalike(chance)),
};

function lettered(chance: Chance): ReturnType<SampleMaker['positive']> {
	return positiveText(wording, chance, () => {
		const value = writeAs(chance.pick(letteredForms), makeAlphanumericCnpj(chance));
		return { type: 'BR_CNPJ', value: withNoise(chance.once(8) ? value.toLowerCase() : value, chance, gentleNoises) };
	});
}

/** A letter or digit exchanged, or a code of that length. */
function letteredLookalike(chance: Chance): ReturnType<SampleMaker['negative']> {
	const right = makeAlphanumericCnpj(chance);
	const wrong = right.slice(0, 12) + chance.digits(2);
	const value = writeAs(chance.pick(letteredForms), isCnpj(wrong) ? right.slice(0, 13) + 'X' : wrong);
	return negativeText(chance.pick(['labelled', 'other', 'misleading']), wording, chance, () => value);
}
