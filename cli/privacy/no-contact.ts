import type { Language } from '../../core/base/text/languages';
import { aliasKinds, findUnknownKind } from '../../core/conversations/contacts/alias-kinds';
import { printable } from '../terminal/terminal';

const words: Record<Language, (person: string) => string> = {
	en: (person) =>
		`No contact has the id or name ${person}: it was searched as the ID of somebody who did not write through a channel. Names such as Ana are not searched. \`troupe contacts list\` shows ids, and names such as phone=+5544999999999.`,
	pt: (person) =>
		`Nenhum contato tem o id ou o identificador ${person}: a busca foi pelo ID de quem não escreveu por nenhum canal. Não se procura por nomes como Ana. \`troupe contacts list\` mostra os ids e identificadores como phone=+5544999999999.`,
};

const numberWords: Record<Language, string> = {
	en: ' A phone number has its kind, a plus sign and its country code, as in that name.',
	pt: ' Um número de telefone leva o tipo, o sinal de mais e o código do país, como nesse exemplo.',
};

const kindWords: Record<Language, (kind: string) => string> = {
	en: (kind) => ` ${kind} is not a kind of name. Kinds: ${aliasKinds.join(', ')}, chatwoot:… and custom:….`,
	pt: (kind) => ` Não existe o tipo ${kind}: os tipos são ${aliasKinds.join(', ')}, chatwoot:… e custom:….`,
};

function describeKind(person: string, language: Language): string {
	const kind = findUnknownKind(person);
	return kind === undefined ? '' : kindWords[language](JSON.stringify(kind));
}

const isNumberWithoutPlace = (person: string): boolean => /^(?:[+(\d][\d ().-]{7,29}|phone=[(\d][\d ().-]{7,29})$/.test(person);

/** Says that no contact is called so, and how contacts are found. */
export const describeNoContact = (person: string, language: Language): string =>
	printable(
		`${words[language](JSON.stringify(person.slice(0, 100)))}${isNumberWithoutPlace(person) ? numberWords[language] : ''}${describeKind(person, language)}`,
	);
