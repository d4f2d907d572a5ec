import { isVoterId } from '../../../core/guardrails/personal-data/pt-br/people/br-voter-id';
import { makeVoterId } from '../brazil-numbers';
import { createNumberSamples } from '../brazil-samples';

export const samples = createNumberSamples({
	type: 'BR_VOTER_ID',
	make: makeVoterId,
	isRight: isVoterId,
	forms: [
		'0000 0000 0000',
		'000000000000',
		'0000.0000.0000',
		'00000000 00 00',
		'0000000000-00',
		'00000000/00-00',
		'0000-0000-0000',
		'0000000000/00',
	],
	wording: {
		labels: [
			'título de eleitor',
			'título eleitoral',
			'Título',
			'inscrição eleitoral',
			'nº do título',
			'e-Título',
			'voter ID',
			'voter registration',
			'voter card number',
		],
		keys: ['titulo_eleitor', 'tituloEleitoral', 'nr_titulo', 'voter_id', 'inscricao_eleitoral', 'voter.registration'],
		sentences: [
			'onde eu voto? meu título é {}',
			'preciso regularizar o título {} antes da eleição',
			'Inscrição {} zona 123 seção 0456',
			'Título de Eleitor nº {}, Zona 001, Seção 0234, São Paulo/SP',
			'certidão de quitação eleitoral, inscrição nº {}',
			'o TSE diz que o título {} foi cancelado',
			'eleitora inscrita sob o n. {}, domicílio eleitoral em Natal',
			'justifiquei o voto, título {}',
			'Mesário: José, título {}, telefone no cadastro',
			'my voter registration number is {}',
			'voter card {} zone 12',
			'títulos do casal: {} e {}',
		],
	},
});
