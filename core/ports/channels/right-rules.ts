import { storableText } from '../../base/text/storable-text';
import type { Language } from '../../base/text/languages';
import type { Right } from './contact-rights';

/** `stop`: only demands that messages end or begin again, not requests about data. Demands to end are always heard. */
export const heardDemands = ['all', 'stop'] as const;

export interface RightRules {
	demands: (typeof heardDemands)[number];
	/** Replace the product's answers: `opt-out pt Pronto. Protocolo: {protocol}`. */
	rightTexts?: readonly string[];
	/** Further demands: `opt-out chega`. */
	rightWords?: readonly string[];
}

const right = '(?:opt-out|wrong-number|erasure|access|opt-in)';

/** Only opt-in gets no protocol. */
export const rightTextForm = `^(?:opt-in (?:en|pt) |${right} (?:en|pt) (?=[\\s\\S]*\\{protocol\\}))(?=\\S)${storableText.slice(1)}`;
export const rightWordForm = `^${right} (?=[\\s\\S]*[\\dA-Za-z\\u00c0-\\u024f])${storableText.slice(1)}`;

export function readRightText(rule: string): { right: Right; language: Language; text: string } {
	const [, of, language, text] = /^(\S+) (\S+) ([^]*)$/.exec(rule)!;
	return { right: of as Right, language: language as Language, text: text! };
}

export function readRightWord(rule: string): { right: Right; words: string } {
	const [, of, words] = /^(\S+) ([^]*)$/.exec(rule)!;
	return { right: of as Right, words: words! };
}
