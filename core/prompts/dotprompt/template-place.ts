import type { Place } from './template-use';

export function createPlacer(body: string): (node: hbs.AST.Node) => Place {
	const starts = [0, ...[...body.matchAll(/\r\n?|\n/g)].map(({ 0: { length }, index }) => index + length)];
	const at = ({ line, column }: hbs.AST.Position) => Math.min((starts[line - 1] ?? body.length) + column, body.length);
	return ({ loc }) => ({ start: at(loc.start), end: at(loc.end) });
}

export function helperName({ path }: Pick<hbs.AST.MustacheStatement, 'path'>): string | undefined {
	const { parts, depth, data, original } = path as hbs.AST.PathExpression;
	return path.type === 'PathExpression' && !data && depth === 0 && parts.length === 1 && original === parts[0] ? original : undefined;
}

export function describeTag(body: string, { start, end }: Place): string {
	const text = body.slice(start, Math.min(end, start + 100));
	return text.startsWith('{{') ? text : `{{${text}}}`;
}
