/** `matchAll` copies the expression for each text; for a long one, that takes longer than running it on a sentence. */
export function allMatches(text: string, expression: RegExp): RegExpExecArray[] {
	const matches: RegExpExecArray[] = [];
	expression.lastIndex = 0;
	for (let found = expression.exec(text); found; found = expression.exec(text)) {
		matches.push(found);
		if (found[0] === '') expression.lastIndex++;
	}
	return matches;
}
