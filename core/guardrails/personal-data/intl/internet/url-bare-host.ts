import { isAt, isWordAt, characterKind } from '../characters';
import { fileEndings, isTopLevelDomain } from './top-level-domains';

const plain = new Set(
	(
		'com net org info edu gov mil br pt uk fr es nl ch ca au jp cn ru pl eu ar mx cl co uy pe ao mz cv ie nz dk fi cz gr hu ro tr ua kr hk sg tw za ' +
		'io ai app dev tv biz online site store shop tech blog cloud xyz club digital agency website adv eng med wiki news art ltda ong'
	).split(' '),
);
/** Mostly file endings: need a scheme or `www.`. */
const files = new Set('py sh rs md zip mov ps cc so mk mm ml st tf cat cab bz gz pm ms app.config'.split(' '));
/** Portuguese, English or Spanish words: `o prazo.de entrega`, `chegou.no dia`. */
const words = new Set(
	'id de do da no na em se me te eu as ao la so to at be by in is it my us am an um vi va ou tu ni li one now here today how you'.split(
		' ',
	),
);
/** Words before a dot in code: `this.store`, `console.info`. */
const ofCode = /^(?:this|self|cls|req|res|console|process|window|document|props|params|args|ctx|jest|expect)$/i;
/** Code objects that can also begin longer hosts: `user.name`, `logger.info`, and `app.example.dev`. */
const ofObjects =
	/^(?:obj|object|user|request|response|data|item|event|config|module|node|app|db|os|math|date|array|form|page|logger|log|state|my|row|file|path|json|string|element|el|test|fs|np|pd|plt|sys|client|server|model|result|output|input|customer|order|cliente|pedido|usuario|pessoa|produto|dados|evento|resposta|lista)$/i;

/** A code package: `br.com.loja.app`, `com.acme.app`. */
const isPackage = (labels: readonly string[]): boolean => labels.length > 2 && /^(?:br\.)?(?:com|org|net)\./i.test(labels.join('.'));
const isCode = (labels: readonly string[]): boolean => ofCode.test(labels[0]!) || (labels.length === 2 && ofObjects.test(labels[0]!));
/** `com.py`, `gov.rs` */
const isSuffix = (labels: readonly string[]): boolean =>
	labels.length === 2 && /^(?:com|org|net|gov|edu)$/i.test(labels[0]!) && labels[1]!.length === 2;
const isUnderCountry = (labels: readonly string[]): boolean => labels.length > 2 && /^(?:com|co|org|net|gov|edu|ac)$/i.test(labels.at(-2)!);

/** Returns the certainty that a dotted run is a host; 0 if not. @param said weight of nearby words about web addresses, 0 to 1 */
export function scoreBareHost(text: string, { start, end }: { start: number; end: number }, said: () => number): number {
	const ending = text.slice(text.lastIndexOf('.', end - 1) + 1, end);
	if (ending.length < 2 || !isTopLevelDomain(ending)) return 0;
	const labels = text.slice(start, end).split('.', 12);
	if (labels.some((label) => !hostLabel.test(label))) return 0;
	const lower = ending.toLowerCase();
	const hasPath = text[end] === '/' && isWordAt(text, end + 1);
	if (/^www\d?$/i.test(labels[0]!)) return labels.length > 2 ? 0.95 : 0;
	if (text[end] === '(' || text[end] === '=' || isNextSentence(labels)) return 0;
	if (belongsToFile(text, start, end, labels) || (isPackage(labels) && !hasPath)) return 0;
	if (plain.has(lower)) return isSuffix(labels) ? 0 : scorePlain(labels, lower, hasPath);
	if (labels[0]!.length === 1 && !hasPath) return 0;
	if (files.has(lower)) return scoreFileEnding(labels, hasPath && said() > 0);
	if (isCode(labels) || camelCase.test(labels.join(''))) return hasPath ? 0.5 : 0;
	const speaks = hasPath || said() > 0;
	return scoreOtherEnding(lower, labels, speaks, () => isAlone(text, end));
}

const scoreFileEnding = (labels: readonly string[], isConfirmed: boolean): number => {
	if (isUnderCountry(labels)) return 0.85;
	return isConfirmed ? 0.6 : 0;
};

function scoreOtherEnding(ending: string, labels: readonly string[], speaks: boolean, standsAlone: () => boolean): number {
	if (words.has(ending)) return speaks || standsAlone() ? 0.6 : 0;
	if (ending.length > 2) return speaks ? 0.7 : 0;
	return speaks || labels.length > 2 || standsAlone() ? 0.7 : 0.55;
}

const hostLabel = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_-]{0,61}[\p{L}\p{N}\p{M}])?$/u;
const camelCase = /\p{Ll}\p{Lu}/u;

function scorePlain(labels: readonly string[], ending: string, hasPath: boolean): number {
	// `1.234.co`, `v2.app`
	if (labels.slice(0, -1).every((label) => /^(?:v?\d+|.)$/.test(label)) && !hasPath) return 0;
	if (isCode(labels) && /^(?:app|dev|info|site|store|shop|blog|cloud|news|online|digital)$/.test(ending)) return hasPath ? 0.6 : 0;
	return 0.9;
}

/** The last label begins a sentence without space: `fim.Começo`, `acabou.Com isso`. */
function isNextSentence(labels: readonly string[]): boolean {
	const ending = labels.at(-1)!;
	const before = labels.at(-2)!;
	if (/^\p{Lu}\p{Ll}/u.test(ending)) return true;
	return /^\p{Lu}+$/u.test(ending) && /\p{Ll}/u.test(before);
}

const frameworks = /^(?:asp|vb|ado|ml|odp)\.net$/i;

/** Part of a file name: `archive.com.zip`, `src/index.ts`, `C:\x.com`. */
function belongsToFile(text: string, start: number, end: number, labels: readonly string[]): boolean {
	if (fileEndings.has(labels.at(-1)!.toLowerCase()) || frameworks.test(labels.join('.'))) return true;
	return (text[end] === ':' && isAt(text, end + 1, characterKind.letter)) || text[start - 1] === '$';
}

/** Nothing of the same sentence can follow. */
function isAlone(text: string, end: number): boolean {
	const next = /^[ \t]*(.?)/u.exec(text.slice(end, end + 4))![1]!;
	return next === '' || next === '\n' || next === '\r' || (text[end] !== ' ' && !isWordAt(text, end));
}
