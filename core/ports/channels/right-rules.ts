import { storableText } from '../../base/text/storable-text';
import type { Language } from '../../base/text/languages';
import type { Right } from './contact-rights';

/** What a channel hears. `stop`: that messages end or begin again, and no request about data. That they end is always heard. */
export const heardDemands = ['all', 'stop'] as const;

/** How a channel hears and answers what contacts demand. */
export interface RightRules {
	demands: (typeof heardDemands)[number];
	/** Answers in place of the product's own: `opt-out pt Pronto. Protocolo: {protocol}`. */
	rightTexts?: readonly string[];
	/** Messages that are demands, too: `opt-out chega`. */
	rightWords?: readonly string[];
}

const right = '(?:opt-out|wrong-number|erasure|access|opt-in)';

/** Only who wants messages again gets no protocol. */
export const rightTextForm = `^(?:opt-in (?:en|pt) |${right} (?:en|pt) (?=[\\s\\S]*\\{protocol\\}))(?=\\S)${storableText.slice(1)}`;
export const rightWordForm = `^${right} (?=[\\s\\S]*[\\dA-Za-z\\u00c0-\\u024f])${storableText.slice(1)}`;

/** Reads one of `rightTexts`. */
export function readRightText(rule: string): { right: Right; language: Language; text: string } {
	const [, of, language, text] = /^(\S+) (\S+) ([^]*)$/.exec(rule)!;
	return { right: of as Right, language: language as Language, text: text! };
}

/** Reads one of `rightWords`. */
export function readRightWord(rule: string): { right: Right; words: string } {
	const [, of, words] = /^(\S+) ([^]*)$/.exec(rule)!;
	return { right: of as Right, words: words! };
}
