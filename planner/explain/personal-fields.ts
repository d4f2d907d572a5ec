import { foldAccents } from '../../core/words/terms';
import type { Field } from '../tree/plan-tree';

/** Words in the names of fields that hold data of a person. */
const personal = new Set(
	(
		'name surname firstname lastname fullname email mail phone telephone mobile cell whatsapp address street zip postcode birthday birthdate birth age gender ' +
		'salary income cpf rg cnh pis ssn passport iban account card patient diagnosis health allergy religion customer client applicant candidate employee ' +
		'person contact user username signature photo resume cv ' +
		'nome sobrenome telefone telemovel celular morada nif contacto utente endereco rua cep nascimento idade genero sexo salario renda passaporte conta cartao paciente diagnostico saude alergia ' +
		'religiao cliente candidato funcionario colaborador pessoa contato usuario assinatura foto curriculo titular solicitante'
	).split(' '),
);
/** A name of these is not a person's: `productName`. */
const things = new Set(
	'product item company file order process step plan group channel field column project produto item empresa arquivo pedido processo etapa plano grupo canal campo coluna projeto city cidade state estado'.split(
		' ',
	),
);
/** Words after which a name, a customer or a contact is only counted or typed: `customerCount`. */
const figures = new Set('count total number type kind status id code quantity quantidade numero tipo codigo situacao'.split(' '));

/** Names of persons: a yes or no about what they do, such as `customerAnswers`, holds no data of theirs. */
const persons = new Set(
	'patient customer client applicant candidate employee person contact user paciente utente cliente candidato funcionario colaborador pessoa contato contacto usuario titular solicitante'.split(
		' ',
	),
);

/** Checks whether a variable holds data of a person: where the plan says so, else by its name and label. */
export function isPersonal({ name, label = '', type, personal: said }: Field): boolean {
	if (said !== undefined) return said;
	return [name, label].some((text) => {
		const words = splitName(text.slice(0, 200)).filter((word) => type !== 'boolean' || !persons.has(word));
		if (!words.some((word) => personal.has(word) || personal.has(word.replace(/s$/, '')))) return false;
		const isName = words.every((word) => !personal.has(word) || word === 'name' || word === 'nome');
		if (isName && words.some((word) => things.has(word))) return false;
		return (
			!figures.has(words.at(-1)!) ||
			words.some((word) => ['cpf', 'rg', 'cnh', 'passport', 'card', 'account', 'conta', 'cartao'].includes(word))
		);
	});
}

const splitName = (text: string): string[] =>
	foldAccents(text.replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' '))
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '');
