import type { Toolbox } from '../../../tools/prepare-tools';

const simplify = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
/** As some models write the name of a function: `functions.get_order`, `get_order()`. */
const around = /^(?:functions|tools)[.:/]|\(\)$/gi;

/** Returns the name of the only tool that a model can mean, whatever case and signs it writes; the name itself if there is none, or several. */
export function findNamedTool(name: string, { specifications }: Pick<Toolbox, 'specifications'>): string {
	if (specifications.some((tool) => tool.name === name)) return name;
	const meant = simplify(name.replace(around, ''));
	const [only, ...others] = specifications.filter((tool) => simplify(tool.name) === meant);
	return meant !== '' && only && others.length === 0 ? only.name : name;
}
