import { showHidden } from '../base/text/show-hidden';
import { fold } from '../guardrails/injection/fold';
import { lookAlike } from '../guardrails/injection/look-alikes';
import type { Tool } from '../ports/tools/tools';
import { findOrdered } from './orders-about-others';
import { describeOrders, listToolTexts } from './tool-texts';

type Said = Pick<Tool, 'name' | 'source' | 'description' | 'parameters'>;

/** Many fonts draw these alike. */
const drawnAlike: Record<string, string> = { '0': 'o', '1': 'l', i: 'l', '5': 's' };

/**
 * For a person before the use of a tool: imitated names, invisible characters, and orders to the model in a server's texts. @param others names of
 * the agent's other tools
 */
export async function findToolWarnings(tool: Said, others: Array<Pick<Tool, 'name' | 'source'>>): Promise<string[]> {
	const said = listToolTexts(tool).join('\n');
	const orders = await describeOrders(tool, 'review');
	const ordered = findOrdered(tool, others);
	const shape = drawShape(tool.name);
	const alike = others.filter(({ name }) => name !== tool.name && drawShape(name) === shape);
	return [
		...alike.map(({ name, source }) => `its name looks like ${JSON.stringify(showHidden(name))} (${source})`),
		...(/^[\x21-\x7e]*$/.test(tool.name) ? [] : [`its name has other characters than ASCII: ${JSON.stringify(escapeName(tool.name))}`]),
		...(showHidden(said) === said ? [] : ['its description has characters that nobody sees']),
		...(orders === undefined ? [] : [`its name or description gives orders to the model (${orders})`]),
		...(ordered === undefined ? [] : [`its description says how ${JSON.stringify(showHidden(ordered.name))} (${ordered.source}) is used`]),
	];
}

/** Finds a look-alike name with other scripts' letters, or digits for letters. `getUser` and `get_user` deceive nobody. */
export function findImitated<One extends Pick<Tool, 'name' | 'source'>>(
	{ name, source }: Pick<Tool, 'name' | 'source'>,
	others: One[],
): One | undefined {
	const shape = drawShape(name);
	const plain = spell(name);
	return others.find(
		(other) =>
			other.source !== source &&
			drawShape(other.name) === shape &&
			spell(other.name) !== plain &&
			countOdd(plain) > countOdd(spell(other.name)),
	);
}

/** Counts characters that are not Latin letters. */
const countOdd = (name: string): number => name.replace(/[a-z]/g, '').length;

const spell = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const drawShape = (name: string): string => [...spell(fold(name).text)].map((one) => lookAlike(one) ?? drawnAlike[one] ?? one).join('');

const escapeName = (name: string): string =>
	name.slice(0, 100).replace(/[^\x20-\x7e]/gu, (one) => `<U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`);
