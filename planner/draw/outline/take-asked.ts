import type { Language } from '../../../core/base/text/languages';
import { findName } from '../../wish/find-name';
import { findGroup, isOutside } from '../../wish/find-people';
import { findVerb } from '../../wish/find-verb';

const asks: Record<Language, RegExp> = {
	en: /^(?:please )?(?:ask|have|let|get)s?\s+/i,
	pt: /^(?:pe(?:dir|ça|de|çam|dem)|solicit(?:ar|e|a)|deix(?:ar|e))\s+(?:que\s+)?/i,
};
/** Asks for what somebody does by its name. */
const approvals: Record<Language, RegExp> = {
	en: /^(?:ask|get|obtain|request)s? (?:for )?(?:the |an? )?(?<thing>approval|review|signature|decision) (?:from|of|by) (?<doer>.+)$/i,
	pt: /^(?:pe(?:dir|ça|de)|solicit(?:ar|e|a)|ob(?:ter|tenha|tém)) (?:a |uma )?(?<thing>aprovação|autorização|revisão|assinatura|decisão) (?:d[oae]s?|ao?s?|à) (?<doer>.+)$/i,
};
const verbs: Record<string, string> = {
	...{ approval: 'approve', review: 'review', signature: 'sign', decision: 'decide' },
	...{ aprovação: 'aprovar', autorização: 'autorizar', revisão: 'revisar', assinatura: 'assinar', decisão: 'decidir' },
};
const links = /^(?:to|para|que|a)\s+/i;
const forThing =
	/^(?:for|por|a) (?:an? |the |his |her |their |uma? )?(approval|review|signature|decision|aprovação|revisão|assinatura|decisão)(?: (?:of|for))?(?!\p{L})/iu;

/** Takes who is asked out of `Ask the manager to approve it`: it is a task of the manager. What is asked of customers is a message. */
export function takeAsked(text: string, language: Language): { text: string; doer: string } | undefined {
	const { doer: named, thing = '' } = approvals[language].exec(text)?.groups ?? {};
	if (named !== undefined && isOurs(named, language)) return { text: verbs[thing.toLowerCase()]!, doer: named };
	const lead = asks[language].exec(text)?.[0];
	if (lead === undefined) return undefined;
	const words = text.slice(lead.length).split(' ');
	for (let end = 1; end < Math.min(7, words.length); end += 1) {
		const doer = words
			.slice(0, end)
			.join(' ')
			.replace(/^(?:aos?|às?)\s/i, '');
		const rest = words
			.slice(end)
			.join(' ')
			.replace(forThing, (_, one: string) => verbs[one.toLowerCase()]!)
			.replace(links, '');
		if (isOurs(doer, language) && findVerb(rest, language)?.start === 0) return { text: rest, doer };
	}
	return undefined;
}

function isOurs(doer: string, language: Language): boolean {
	const group = findGroup(doer, language);
	return group === undefined ? findName(doer, language) !== undefined : !isOutside(group);
}
