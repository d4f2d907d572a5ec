/** Regex parts for folded text. Bounded repetitions keep them fast. */

const pt =
	'uma?|dois|duas|tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|quatorze|catorze|quinze|dezess?eis|dezess?ete|dezoito|dezenove|vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa|cem|cento|duzent[oa]s|trezent[oa]s|quatrocent[oa]s|quinhent[oa]s|seiscent[oa]s|setecent[oa]s|oitocent[oa]s|novecent[oa]s|mil|milhao|milhoes';
const en =
	'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|fou?rty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million';

const spelt = `(?:${pt}|${en})`;

/** `mil e quinhentos`, `one hundred and fifty`. */
export const spelling = `${spelt}(?:(?: |-| e | and )${spelt}){0,6}(?![a-z])`;

/** Words before a thousand. */
export const speltThousands = '(?:dois|duas|tres|quatro|cinco|seis|sete|oito|nove|dez|doze|quinze|vinte|trinta|quarenta|cinquenta|cem)';

/** `three hundred and fifty`, `two thousand`. */
export const speltHundreds = `(?:an?|${en}) (?:hundred|thousand)(?: and| ${spelt}){0,5}(?![a-z])`;

/** `1.500`, `1,500.00`, `1 500`, `89,90`, `12`. */
export const digits =
	'(?:\\d{1,3}(?:[. ]\\d{3}){1,3}(?:,\\d{1,2})?|\\d{1,3}(?:,\\d{3}){1,3}(?:\\.\\d{1,2})?|\\d{1,9}(?:[.,]\\d{1,2})?)(?!\\d)';

/** `1,5 mil`, `3k`. */
const scale = '(?: ?(?:mil|k|mi|milhao|milhoes|thousand|million|hundred|grand)(?![a-z]))';

export const number = `(?:${digits}${scale}?|${spelling})`;

export const start = '(?<![a-z\\d])';
/** No larger number continues to the left. */
export const numberStart = '(?<![a-z\\d]|\\d[.,])';
export const end = '(?![a-z\\d])';
