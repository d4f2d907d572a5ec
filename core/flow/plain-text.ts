import { isDestination } from './destination';
import type { ListedValue } from './list-values';
import { listWords } from './listed-words';
import { isIdName } from './named-record';
import { readNumbers } from './spellings';

/** Arguments that say what is done, to what, or how much it is: no text of others belongs there. */
const deciding = new Set(
	'command commands code script sql query queries expression path paths file filename folder password secret token role permission permissions status action filter rule template prompt amount price sum total comando codigo consulta caminho arquivo senha papel permissao acao filtro regra valor preco'.split(
		' ',
	),
);
const longest = 200;

/** Returns whether an argument takes any text: nothing that says where something goes, how much it is, or what is done. */
export const takesText = (value: ListedValue): boolean =>
	!isIdName(value.name) && !isDestination(value) && !listWords(value.name).some((word) => deciding.has(word));

/** An address of mail or of the web, a host, a phone number, an account, also of a currency of its own. */
const leads = /[@\n]|:\/\/|[\p{L}\d-][.。．][a-z]{2,}|(?:\d[\s.\-/()]{0,3}){8}|(?=\p{L}*\d)[\p{L}\d]{16,}/iu;

/** Returns whether others can write this without leading anywhere: a short line, without an address, a phone number or an account in it. */
export function isPlainText(written: string): boolean {
	if (written.length > longest || leads.test(written)) return false;
	return /\p{L}{2}/u.test(written) && readNumbers(written.trim()).length === 0 && !isDestination({ path: '', name: '', value: written });
}
