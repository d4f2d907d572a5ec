/** HTML names: Latin-1 from U+00A0 on, in order, then signs and spaces. */
const latin =
	'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm ' +
	'raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde ' +
	'Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave ' +
	'eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';
const signs =
	'amp& lt< gt> quot" apos\' commat@ period. colon: semi; comma, excl! quest? sol/ bsol\\ lowbar_ hyphen- dash- ndash\u2013 mdash\u2014 plus+ equals= ' +
	'num# dollar$ percnt% ast* lpar( rpar) lsqb[ lbrack[ rsqb] rbrack] lcub{ lbrace{ rcub} rbrace} verbar| vert| grave` hat^ lsquo\u2018 rsquo\u2019 ' +
	'ldquo\u201c rdquo\u201d bull\u2022 hellip\u2026 euro\u20ac zwnj\u200c zwj\u200d lrm\u200e rlm\u200f';

const entities: ReadonlyMap<string, string> = new Map([
	...latin.split(' ').map((name, at): [string, string] => [name, String.fromCharCode(0xa0 + at)]),
	...signs.split(' ').map((sign): [string, string] => [sign.slice(0, -1), sign.slice(-1)]),
	['ensp', ' '],
	['emsp', ' '],
	['thinsp', ' '],
	['tab', '\t'],
	['newline', '\n'],
]);

export const findEntity = (name: string): string | undefined => entities.get(name) ?? entities.get(name.toLowerCase());

export function characterOf(code: number): string | undefined {
	if (!(code > 0 && code <= 0x10ffff)) return undefined;
	return String.fromCodePoint(code);
}
