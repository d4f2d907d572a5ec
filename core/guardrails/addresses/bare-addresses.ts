import { isReservedDomain, isTopLevelDomain } from '../personal-data/intl/internet/top-level-domains';

const dot = '[.。．]';
const host = String.raw`(?:(?:[\p{L}\p{N}-]{1,63}${dot}){1,10}(?<domain>\p{L}{2,63}|xn--[a-z0-9-]{2,59})|(?!127\.)(?:\d{1,3}\.){3}\d{1,3}(?=:|[\/?]\D))`;
/** A question mark at the end of a sentence begins nothing ("Have you seen shop.example?"), and `#` and what follows stay with the reader. */
const path = String.raw`(?::\d{2,5}(?!\d)(?:[\/?#]|(?![\p{L}\p{N}]))|\/|\?[\p{L}\p{N}%_])[^\s<>"'\x60|^{}\p{Ps}\p{Pe}]{0,2000}`;
/** Not the domain of an address of e-mail, or a part of a path. */
const bareAddress = new RegExp(String.raw`(?<![\p{L}\p{N}@\/\\%-]|[\p{L}\p{N}-]\.)(?:\/\/)?${host}${path}`, 'giu');
/** Schemes whose addresses chats link. */
const schemes = /\b(?:s?ftps?|webcals?|tg|intent|market|smb|feed):\/\/[^\s<>"'`|^{}]{1,2000}/gi;

/**
 * Finds addresses without `https://`, with a path, a query or a port, of which messengers make links and previews: `t.me/name?start=x`. A host alone is
 * mostly a brand, a file or a part of a program.
 */
export function findBareAddresses(text: string): Array<{ start: number; address: string }> {
	const rest = text.replace(schemes, ({ length }) => ' '.repeat(length));
	const bare = [...rest.matchAll(bareAddress)].filter(({ groups }) => groups?.domain === undefined || isDomain(groups.domain));
	return [...bare, ...text.matchAll(schemes)].map(({ 0: address, index }) => ({ start: index, address }));
}

/** Returns whether a target of Markdown, which a chat without it shows as it is, begins with a host. */
export const isBareAddress = (target: string): boolean => findBareAddresses(target)[0]?.start === 0;

const isDomain = (label: string): boolean => isTopLevelDomain(label) || isReservedDomain(label);
