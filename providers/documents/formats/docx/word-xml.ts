/** Turns results of fields and formulas into text runs. Each pattern ends at the next `<` or `>`, so that the time is linear. */
export function readableXml(xml: string): string {
	let readable = xml;
	if (readable.includes('fldSimple')) readable = readable.replace(/<\/?w:fldSimple(?=[\s/>])[^<>]*>/g, '');
	if (readable.includes('<m:oMath')) readable = withFormulas(readable);
	return readable;
}

function withFormulas(xml: string): string {
	const parts = xml.replace(/<\/?m:oMathPara(?=[\s/>])[^<>]*>/g, '').split(/<m:oMath(?=[\s>])[^<>]*>/);
	return parts
		.map((part, index) => {
			const end = index === 0 ? -1 : part.indexOf('</m:oMath>');
			return end < 0
				? part
				: `<w:r><w:t xml:space="preserve">${formulaIn(part.slice(0, end))}</w:t></w:r>${part.slice(end + '</m:oMath>'.length)}`;
		})
		.join('');
}

function formulaIn(xml: string): string {
	const signs: Record<string, string> = { den: '/', sup: '^', sub: '_' };
	let text = '';
	for (const [, letters, part] of xml.matchAll(/<m:t(?=[\s>])[^<>]*>([^<]*)<\/m:t>|<m:(den|sup|sub)>/g)) text += letters ?? signs[part!]!;
	return text;
}
