import { showHidden } from '../base/text/show-hidden';
import { fold } from '../guardrails/injection/fold';
import { lookAlike } from '../guardrails/injection/look-alikes';
import type { Tool } from '../ports';
import { describeOrders, listToolTexts } from './tool-texts';

type Said = Pick<Tool, 'name' | 'source' | 'description' | 'parameters'>;

/** Digits and letters that many fonts draw alike. */
const drawnAlike: Record<string, string> = { '0': 'o', '1': 'l', i: 'l', '5': 's' };

/**
 * Returns what a person should look at before the agent uses a tool: a name that passes for another one, characters that nobody sees, and orders to
 * the model in what its server says.
 * @param others names of the agent's other tools
 */
export async function findToolWarnings(tool: Said, others: Array<Pick<Tool, 'name' | 'source'>>): Promise<string[]> {
	const said = listToolTexts(tool).join('\n');
	const orders = await describeOrders(tool, 'review');
	const shape = drawShape(tool.name);
	const alike = others.filter(({ name }) => name !== tool.name && drawShape(name) === shape);
	return [
		...alike.map(({ name, source }) => `its name looks like ${JSON.stringify(showHidden(name))} (${source})`),
		...(/^[\x21-\x7e]*$/.test(tool.name) ? [] : [`its name has other characters than ASCII: ${JSON.stringify(escapeName(tool.name))}`]),
		...(showHidden(said) === said ? [] : ['its description has characters that nobody sees']),
		...(orders === undefined ? [] : [`its description gives orders to the model (${orders})`]),
	];
}

/** Reduces a name to what a person reads at a glance. */
const drawShape = (name: string): string =>
	[...fold(name).text.replace(/[^\p{L}\p{N}]/gu, '')].map((one) => lookAlike(one) ?? drawnAlike[one] ?? one).join('');

const escapeName = (name: string): string =>
	name.slice(0, 100).replace(/[^\x20-\x7e]/gu, (one) => `<U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`);
