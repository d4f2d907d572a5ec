import { hasOtherScript, hasOtherSentence, identifyLanguage } from '../../base/text/identify-language';
import { identifySurely } from '../../base/text/language';
import { splitIntoSentences } from '../../knowledge/sentences';
import { type Language, languages } from '../../base/text/languages';
import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { Passage } from '../../ports/knowledge/passages';

const codes =
	'ar bg bn ca cs da de el en eo es et eu fa fi fr gl he hi hr hu id it ja ko la lt lv ms nl no pl pt ro ru sk sl sr sv sw ta th tr uk ur vi zh';
const asIs = 'mandarin|holandes|espanol|castellano|castelhano|deutsch|francais|italian|brazilian portuguese|portugues brasileiro';
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const names = languages
	.flatMap((language) => {
		const namer = new Intl.DisplayNames(language, { type: 'language' });
		return codes.split(' ').map((code) => plain(namer.of(code)!));
	})
	.join('|');
const namedLanguage = new RegExp(String.raw`(?<!\p{L})(?:${names}|${asIs})(?!\p{L})`, 'gu');
const namesLanguage = (text: string): boolean => plain(text).search(namedLanguage) >= 0;
/** Whoever mentions languages may want another one. */
const speaksOfLanguages = /(?<!\p{L})(?:brazilian|brasileir|translat|traduz|tradu[cç]|language|idioma|l[ií]ngua)/iu;
/** Quotes and programs show no language choice. */
const quoted = /\x60{3}[\s\S]*?(?:\x60{3}|$)|\x60[^\x60\n]*\x60|"[^"\n]*"|“[^”\n]{0,500}”|«[^»\n]{0,500}»/g;
/** Fewer foreign words are a name. */
const fewestWords = 6;

const demands =
	/(?<!\p{L})(?:(?:write|answer|reply|respond|speak|escrev[ae]|respond[ae]|fal[ae])(?!\p{L})[^.\n]{0,60}?)(?<!\p{L})(?:in|em) (?:(?:brazilian )?portugu|(?:british |american |plain )?english|ingl[eê]s)/giu;
/** Spanish signs in messages too short to count words. */
const spanish = /[¿¡ñ]|(?<!\p{L})(?:hola|gracias|buen[oa]s|usted(?:es)?|quiero)(?!\p{L})/iu;

const canBeIn = (message: string, language: Language | undefined): boolean =>
	!spanish.test(message) && [identifyLanguage(message), identifySurely(message)].every((one) => one === undefined || one === language);

const toLanguage = (name: string): string => {
	if (name.includes('portugu')) return 'pt';
	return /^(?:english|ingles)$/.test(name) ? 'en' : name;
};

function findDemanded(author: string): Language | undefined {
	const languages = new Set((plain(author).match(namedLanguage) ?? []).map(toLanguage));
	const [demand, ...others] = author.match(demands) ?? [];
	if (demand === undefined || others.length > 0 || languages.size !== 1) return undefined;
	return /portugu/i.test(demand) ? 'pt' : 'en';
}

/**
 * Returns the last message's language; undefined if unsure, or if another may be wanted. A language demanded by the prompt counts if no message is in
 * another one.
 */
export function findCustomerLanguage({ messages = [], author }: Pick<GivenTexts, 'messages' | 'author'>): Language | undefined {
	const message = messages.at(-1) ?? '';
	const asked = identifyLanguage(message);
	if (asked === 'other' || messages.some((each) => namesLanguage(each) || speaksOfLanguages.test(each))) return undefined;
	if (namesLanguage(author)) {
		const demanded = findDemanded(author);
		return messages.every((each) => canBeIn(each, demanded)) ? demanded : undefined;
	}
	if (asked === undefined) return undefined;
	// A question about a text can be in another language than the text.
	return message.split(/[:\n]/).some((part) => hasOtherSentence(part, [asked])) ? undefined : asked;
}

/**
 * True if a reply, or a sentence of it, is surely in another language. A few foreign words are a name, but a sentence in another script is not.
 * @param others texts that a reply can repeat @param quotable documents quoted verbatim, if none is in the customer's language
 */
export function isInAnother(reply: string, asked: Language, others: readonly string[] = [], quotable: readonly Passage[] = []): boolean {
	const text = reply.replace(quoted, ' ');
	if (hasOtherScript(text) && !others.some((other) => otherLetter.test(other))) return true;
	const own = quotable
		.flatMap((passage) => splitIntoSentences(passage.text))
		.reduce((left, sentence) => left.replaceAll(sentence, ' '), text);
	return splitIntoSentences(own).some((sentence) => sentence.split(/\s+/).length >= fewestWords && isOther(sentence, asked));
}

/** Portuguese words that English shares, or that stand for a letter: "A stream sends as fast as its client". */
const shared = /(?<!\p{L})(?:a|as|do|no|me|par|for)(?!\p{L})/giu;
const portuguese = /[ãõ]|(?<!\p{L})(?:os|uma|só|você|seu|sua|ao|pelo|pela|à)(?!\p{L})/iu;
const name = /(?<=[\p{Ll}\d,;]\s{1,3})\p{Lu}\p{L}*/gu;
const otherLetter = /(?!\p{Script=Latin})\p{L}/u;
const address = /\]\([^)\n]{0,500}\)/g;

/** Both readings must agree: if one errs, a person reads the question. */
function isOther(sentence: string, asked: Language): boolean {
	const plain = sentence.replace(address, '] ').replace(name, ' ');
	const words = asked === 'en' ? plain.replace(shared, ' ') : plain;
	const found = identifyLanguage(words);
	if (found === undefined || found === asked || !hasOtherSentence(words, [asked])) return false;
	return found !== 'other' || (hasOtherSentence(words, ['en', 'pt']) && !(asked === 'pt' && portuguese.test(words)));
}
