import { identifyLanguage } from '../../base/text/identify-language';
import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { Passage } from '../../ports/knowledge/passages';
import { isClaim } from './is-claim';
import { createMeter, mostWords } from './measure-support';
import { findQuantities } from './quantities';
import { splitStatements } from './statements';

const offersHelp =
	/(?<!\p{L})(?:(?:can|may|could|shall) i (?:help|assist|do)|(?:anything|something) else|(?:como|em que|no que) (?:eu )?(?:posso|podemos)|posso (?:te |lhe |o |a )?ajud|(?:algo|alguma coisa) mais|mais alguma)/iu;

const machine =
	'(?:virtual|digital|ai|automated|automatic) (?:assistant|agent|helper)|(?:chat ?)?bot|computer program|language model|ai|assistente (?:virtual|digital|autom[aá]tic[oa])|atendente virtual|rob[oô]|programa de computador|intelig[eê]ncia artificial|ia';
const isIdentity = new RegExp(
	String.raw`^(?:(?:hi|hello|yes|no|oi|ol[aá]|sim|n[aã]o)[,!.]? )?(?:i am|i['’]m|(?:eu )?sou|aqui [eé])(?: (?:not )?(?:an?|the|uma?|o|a))? (?:[\p{L}-]{1,20},? (?:an?|the|uma?|o|a) )?(?:${machine})(?: (?:of|for|from|at|da|do|de)(?: [\p{L}\p{N}&.'-]{1,30}){1,5})?(?:,? (?:and )?(?:not|n[aã]o|e n[aã]o)(?: sou)? (?:an?|uma?) (?:(?:human|real) )?(?:person|human(?: being)?|pessoa|humano))?[.!]?$`,
	'iu',
);

/** True if a reply only asks back, says what the agent is, or has all claims in results of other tools than searches. */
export function restsOnResults(reply: string, { passages, given }: { passages: readonly Passage[]; given?: GivenTexts }): boolean {
	const statements = splitStatements(reply, passages.length);
	const others = statements.filter(({ text }) => !isIdentity.test(text.trim()));
	const claims = others.filter(({ text }) => isClaim(text) || (findQuantities(text).length > 0 && !text.trim().endsWith('?')));
	if (claims.length === 0 && others.length < statements.length) return true;
	if (claims.length === 0) return /\?[^\p{L}\p{N}]*$/u.test(reply) && !offersHelp.test(reply);
	const results = (given?.calls ?? []).flatMap(({ input, text, searched }) => (searched ? [] : [`${input}\n${text}`]));
	if (!given || results.length === 0) return false;
	const asPassages = results.map(toPassage);
	const measure = createMeter({ passages: asPassages, given: { ...given, author: '', results: [], shown: [], told: [] }, mustCite: true });
	const isData = results.every((text) => identifyLanguage(text) === undefined);
	return claims.every((statement) => {
		const { score, lacks } = measure(statement) ?? { score: 1 };
		// The fields of a program have other words than a reply: its numbers tell.
		return score >= mostWords || (isData && (lacks ?? 'words') === 'words' && findQuantities(statement.text).length > 0);
	});
}

const toPassage = (text: string, index: number): Passage => ({
	id: String(index),
	documentId: String(index),
	score: 1,
	title: '',
	text: text.replaceAll('_', ' '),
	start: 0,
	end: text.length,
});
