import { toId as toTreeId, toVariable as toTreeVariable } from '../tree/read/names';
import { shorten } from './sentences';

const maxId = 40;

/** Makes an id of words, such as `check-the-stock`: at most 40 characters. */
export const toId = (text: string, usual = 'step'): string => toTreeId(text, usual).slice(0, maxId).replace(/-+$/, '');

const small = new Set('the a an is are was be of o os as um uma e do da de dos das foi for ser está it to in on'.split(' '));
const maxName = 30;

/** Makes a name of FEEL of the words that carry the sense, such as `orderTotal`; of none, the usual one. */
export function toVariable(text: string, usual = 'value'): string {
	const words = text
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => !small.has(word) && /[a-z0-9]/.test(word.normalize('NFD')));
	const name = words.length === 0 ? usual : toTreeVariable(shorten(words.join(' '), maxName));
	return name === 'value' ? usual : name;
}
