import { isDestination } from './destination';
import type { ListedValue } from './list-values';
import { listWords } from './listed-words';
import { isIdName } from './named-record';
import { readNumbers } from './spellings';

/** Arguments that decide action, object or amount: never foreign text. */
const deciding = new Set(
	'command commands code script sql query queries expression path paths file filename folder password secret token role permission permissions status action filter rule template prompt amount price sum total comando codigo consulta caminho arquivo senha papel permissao acao filtro regra valor preco'.split(
		' ',
	),
);
const longest = 200;

/** True for arguments of free text: no destination, amount or action. */
export const takesText = (value: ListedValue): boolean =>
	!isIdName(value.name) && !isDestination(value) && !listWords(value.name).some((word) => deciding.has(word));

/** Mail or web address, host, phone number, or account. */
const leads = /[@\n]|:\/\/|[\p{L}\d-][.。．][a-z]{2,}|(?:\d[\s.\-/()]{0,3}){8}|(?=\p{L}*\d)[\p{L}\d]{16,}/iu;

/** True for harmless foreign text: a short line without an address, phone number or account. */
export function isPlainText(written: string): boolean {
	if (written.length > longest || leads.test(written)) return false;
	return /\p{L}{2}/u.test(written) && readNumbers(written.trim()).length === 0 && !isDestination({ path: '', name: '', value: written });
}
