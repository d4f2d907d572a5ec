import type { Language } from '../../core/base/text/languages';
import { printable } from '../terminal/terminal';

const words: Record<Language, (person: string) => string> = {
	en: (person) =>
		`No contact has the id or name ${person}: it was searched as the ID of somebody who did not write through a channel. Names such as Ana are not searched. \`troupe contacts list\` shows ids, and names such as phone=+5544999999999.`,
	pt: (person) =>
		`Nenhum contato tem o id ou o identificador ${person}: a busca foi pelo ID de quem não escreveu por nenhum canal. Não se procura por nomes como Ana. \`troupe contacts list\` mostra os ids e identificadores como phone=+5544999999999.`,
};

/** Says that no contact is called so, and how contacts are found. */
export const describeNoContact = (person: string, language: Language): string =>
	printable(words[language](JSON.stringify(person.slice(0, 100))));
