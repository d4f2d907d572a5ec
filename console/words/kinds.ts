import { defineWords } from './words';

/** The kinds of what the registry publishes. */
const words = defineWords(
	{ package: 'package', agent: 'agent', prompt: 'prompt', policy: 'policy', template: 'template', evaluation: 'evaluation set' },
	{ package: 'pacote', agent: 'agente', prompt: 'prompt', policy: 'política', template: 'modelo', evaluation: 'conjunto de avaliação' },
);
const kinds = ['package', 'agent', 'prompt', 'policy', 'template', 'evaluation'] as const;

/** Says a kind in the language of the page; one of a later version of the registry as it is. */
export function sayKind(kind: string): string {
	const known = kinds.find((one) => one === kind);
	return known ? words(known) : kind;
}
