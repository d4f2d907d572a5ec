import { listFixedChoices, type Choice, type NodeDescription } from '../../../bpmn/templates/n8n/node-description';
import { extractContentWords } from '../../../core/words/terms';
import { joinWords, listKeys } from '../concepts';
import { isShownFor, readValues } from './shown-parameters';

type Chosen = Partial<Record<'resource' | 'operation', string | number | boolean>>;

const maxWords = 60;

/** Chooses resource and operation by the words of a need, beside those that are set. Undecided where no word of the need is one of theirs. */
export function chooseOperation(needs: string, node: NodeDescription, given: Record<string, unknown>): Chosen {
	const words = readWords(needs);
	let best: { chosen: Chosen; score: number } = { chosen: {}, score: 0 };
	for (const resource of listChoices('resource', node, given)) {
		const withResource = resource ? { ...given, resource: resource.value } : given;
		const ofResource = resource ? score(words, resource.name) : 0;
		for (const operation of listChoices('operation', node, withResource)) {
			const ofOperation = operation ? score(words, operation.name) * 1.2 + score(words, operation.action ?? '') * 0.5 : 0;
			const isDecided = (resource === undefined || ofResource > 0 || ofOperation > 0) && (operation === undefined || ofOperation > 0);
			if (!isDecided || ofResource + ofOperation <= best.score) continue;
			const chosen = { ...(resource && { resource: resource.value }), ...(operation && { operation: operation.value }) };
			best = { chosen, score: ofResource + ofOperation };
		}
	}
	return best.chosen;
}

/** The choices of a parameter that is shown and not set; one undefined where nothing is to be chosen. */
function listChoices(name: string, node: NodeDescription, given: Record<string, unknown>): Array<Choice | undefined> {
	if (given[name] !== undefined) return [undefined];
	const values = readValues(node, given);
	const choices = node.properties.filter((one) => one.name === name && isShownFor(one, node, values)).flatMap(listFixedChoices);
	return choices.length > 0 ? choices : [undefined];
}

const readWords = (text: string): string[][] =>
	extractContentWords(joinWords(text.slice(0, 1_000)))
		.slice(0, maxWords)
		.map(listKeys);

/** The share of the words of a choice that the need has. */
function score(needs: string[][], choice: string): number {
	const words = readWords(choice.replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' '));
	if (words.length === 0) return 0;
	const known = new Set(needs.flat());
	return words.filter((keys) => keys.some((key) => known.has(key))).length / words.length;
}
